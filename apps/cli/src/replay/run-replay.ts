import { toIso } from '#contracts';
import type { KafkaConfig, KafkaPort } from '#messaging';
import type { AddedPublisher } from '../commands/admin-publisher.js';
import type { Accounting } from '../door/accounting.js';
import type { OwnStack } from '../stack/open-stack.js';
import { progressOf } from '../terminal/progress.js';
import { UserError } from '../user-error.js';
import type { DecisionFact } from './claims.js';
import { drive, setClocks } from './drive.js';
import type { ReplayInlet } from './drive.js';
import { addsUp, outcomeOf } from './outcome.js';
import type { Outcome } from './outcome.js';
import { orderOf, readEvents } from './read-events.js';
import { countEvents, readDecisions } from './read-topics.js';
import type { ReplayRequest } from './replay-request.js';
import { inTimeOrder } from './report.js';
import type { Report } from './report.js';
import { reportsOfRows } from './reports-of-rows.js';
import { untilHeard } from './until-heard.js';
import { windowsOf } from './windows.js';

export interface Replayed {
  readonly outcome: Outcome;
  /** One by one, if they were wanted. */
  readonly decisions: readonly DecisionFact[];
}

/** The replay's own publisher and seller: a namespace of a replay has no others. */
const PUBLISHER = 'replay';
const SELLER = 'Replay';
/** Stands for the seller while the file is only looked at. */
export const NO_SELLER = '00000000-0000-0000-0000-000000000000';

/**
 * Runs real shipments through the real services of a simulated namespace, by way of the inbound topic of its own
 * publisher and the owners' topics only, and asks the door what became of them.
 */
export async function runReplay(stack: OwnStack, request: ReplayRequest): Promise<Replayed> {
  const began = performance.now();
  // The clock begins with the first report: nothing of this namespace is older, its seller included.
  await setClocks(stack.services, reportsOf(request, NO_SELLER)[0]?.at ?? request.asOf);
  const { sellerId } = await stack.gateway.post<{ sellerId: string }>('/admin/sellers', { name: SELLER });
  await publishAll(stack, request, reportsOf(request, sellerId));
  const accounting = await stack.gateway.get<Accounting>('/accounting');
  return withKafka(stack, stack.servers.kafkaAdmin, async (kafka) => {
    const events = await countEvents(kafka, stack.namespace);
    const decisions = request.wantsClaims ? await readDecisions(kafka, stack.namespace) : [];
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    const outcome = outcomeOf(accounting, { seconds, events });
    if (!addsUp(outcome))
      throw new UserError(`The units do not add up, which is a fault of ours: ${JSON.stringify(outcome)}`);
    return { outcome, decisions };
  });
}

async function publishAll(
  stack: OwnStack,
  request: ReplayRequest,
  reports: readonly Report[],
): Promise<void> {
  const publisher = await stack.gateway.post<AddedPublisher>('/admin/publishers', {
    name: PUBLISHER,
    role: 'network',
  });
  await untilHeard(stack.services, publisher.topic);
  const windows = windowsOf(reports, request.asOf, request.windows);
  const progress = progressOf('replay', reports.length + windows.length);
  const { kafka: access } = publisher;
  try {
    await withKafka(stack, access ?? undefined, async (kafka) => {
      const inlet: ReplayInlet = { kafka, topic: access?.topic ?? `${stack.namespace}.${publisher.topic}` };
      await drive(windows, stack.services, inlet, {
        published: (count) => progress.advance(count),
        windowDone: (until) => progress.advance(1, toIso(until).slice(0, 10)),
      });
    });
  } finally {
    progress.done();
  }
}

type KafkaLogin = Pick<KafkaConfig, 'username' | 'password'>;

async function withKafka<T>(
  stack: OwnStack,
  login: KafkaLogin | undefined,
  work: (kafka: KafkaPort) => Promise<T>,
): Promise<T> {
  // Loaded here: only a replay speaks to Kafka itself, and all other commands start faster without.
  const { connectKafka } = await import('#messaging');
  const { username, password } = login ?? {};
  const kafka = connectKafka({
    brokers: stack.servers.brokers,
    clientId: 'makegood-replay',
    username,
    password,
  });
  try {
    return await work(kafka);
  } finally {
    await kafka.close();
  }
}

/** All reports that are known by `asOf`, in time order. */
export function reportsOf(
  request: Pick<ReplayRequest, 'rows' | 'events' | 'asOf'>,
  sellerId: string,
): Report[] {
  const { asOf } = request;
  const further = readEvents(request.events, sellerId).reports.filter(({ at }) => at <= asOf);
  const registered = further.filter(({ type }) => type === 'makegood.report.OrderRegistered.v1');
  const registeredElsewhere = new Set(registered.flatMap(({ data }) => orderOf(data) ?? []));
  const ofRows = reportsOfRows(request.rows, { sellerId, asOf, registeredElsewhere });
  return inTimeOrder([...ofRows, ...further]);
}
