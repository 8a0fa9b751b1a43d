import { fromHeaders, topicOf } from '#contracts';
import type { KafkaPort } from '#messaging';
import { innerServices } from '../stack/service-names.js';
import { UserError } from '../user-error.js';
import type { DecisionFact } from './claims.js';

/** What is read of one record. */
interface KafkaRead {
  readonly headers: Readonly<Record<string, Buffer | undefined>>;
  readonly value: Buffer | null;
}

/** Of the facts of reimbursements, those that are decisions; a policy is none. */
const DECISION = /^makegood\.(Reimbursement\w+)\.v\d+$/;

/** Messages on the topics of the four owners. */
export async function countEvents(kafka: Pick<KafkaPort, 'ranges'>, namespace: string): Promise<number> {
  const ranges = await Promise.all(
    innerServices.map((service) => kafka.ranges(named(namespace, topicOf(service)))),
  );
  return ranges.flat().reduce((sum, { low, high }) => sum + Number(high - low), 0);
}

/** Every decision that was published, each once, in the order of its partition. */
export async function readDecisions(
  kafka: Pick<KafkaPort, 'ranges' | 'consume'>,
  namespace: string,
): Promise<DecisionFact[]> {
  const topic = named(namespace, topicOf('reimbursements'));
  const unread = new Map(
    (await kafka.ranges(topic))
      .filter(({ low, high }) => high > low)
      .map(({ partition, high }) => [partition, high]),
  );
  if (unread.size === 0) return [];
  const found = new Map<string, DecisionFact>();
  const finished = Promise.withResolvers<void>();
  const running = await kafka.consume(
    { groupId: named(namespace, `claims-${process.pid}`), topics: [topic], concurrency: 1 },
    {
      onJoin: () => undefined,
      onBatch: async (batch, control) => {
        for (const record of batch.records) note(found, record);
        control.resolve(batch.lastOffset);
        if (batch.lastOffset + 1n >= (unread.get(batch.partition) ?? 0n)) unread.delete(batch.partition);
        if (unread.size === 0) finished.resolve();
        await control.heartbeat();
      },
      onGap: () => undefined,
      onCrash: (error) =>
        finished.reject(new UserError(`The decisions cannot be read from ${topic}: ${error.message}`)),
    },
  );
  try {
    await finished.promise;
  } finally {
    await running.stop();
  }
  return [...found.values()];
}

// A relay may send a fact twice; source and id name it for good.
function note(found: Map<string, DecisionFact>, { headers, value }: KafkaRead): void {
  const { envelope } = fromHeaders(headers);
  const name = DECISION.exec(envelope?.type ?? '')?.[1];
  if (envelope === undefined || name === undefined || value === null) return;
  const data = JSON.parse(value.toString('utf8')) as DecisionFact['data'];
  found.set(`${envelope.source} ${envelope.id}`, { name, data });
}

function named(namespace: string, base: string): string {
  return namespace === '' ? base : `${namespace}.${base}`;
}
