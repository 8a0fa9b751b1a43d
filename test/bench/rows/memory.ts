import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { contractOf, ReturnReceived } from '#contracts';
import { freePort } from '#local-stack';
import { frugal } from '../../../apps/cli/src/stack/launch.js';
import { Spawned } from '../contestants/spawned.js';
import { bounded } from '../measure/bounded.js';
import { cpuSeconds } from '../measure/cpu-seconds.js';
import { proportionalMegabytes, slope, type MemorySample } from '../measure/memory.js';
import type { Judged } from '../measure/result.js';
import { INPUT, writeInput } from '../pipeline/input.js';
import type { BenchStack } from '../stack/bench-stack.js';
import type { Circumstances, Row } from './row.js';

const SERVICE = new URL('../services/real-service.js', import.meta.url);
const LOOK_MS = 200;
const PATIENCE_MS = 240_000;
const MOST_MB = 250;
/** Flat: a hundred thousand more events leave at most so much behind, a million less than a tenth of the bound. */
const MOST_GROWTH_MB = 2;
const PER = 100_000;

/** A whole service as it is deployed: returns, which reads every accepted order and keeps it. */
export const memory: Row = {
  name: 'memory',
  says: 'what a service holds while it drains 1,000,000 events, and while its relay sends one tick of 300,000 rows',
  async measure(given) {
    const stack = await given.stack.apart(['returns']);
    const service = await Spawned.open('returns', SERVICE, await setupOf(stack), given.profile, frugal);
    const database = new pg.Client({ connectionString: stack.databaseUrl });
    database.on('error', () => undefined);
    await database.connect();
    try {
      return [
        ...(await drain(given, stack, service, database)),
        ...(await oneTick(given, stack, service, database)),
      ];
    } finally {
      await service.close();
      await database.end();
      await stack.drop();
    }
  },
};

async function setupOf(stack: BenchStack): Promise<object> {
  const port = String(await freePort());
  return { service: 'returns', env: stack.serviceEnv('returns', { PORT: port }) };
}

/** The backlog is there before the service starts, so that it is never short of work. */
async function drain(
  given: Circumstances,
  stack: BenchStack,
  service: Spawned,
  database: pg.Client,
): Promise<Judged[]> {
  const events = given.quick ? 60_000 : 1_000_000;
  given.tell(`writing ${events} events to ${INPUT}`);
  await writeInput(stack.kafka, stack.namespace.topic(INPUT), events, { numbering: 'throughout' });
  await service.start(0);
  const read = `select coalesce(sum(next), 0)::int as done from returns.consumer_offset where topic = '${INPUT}'`;
  const done = async (): Promise<number> => (await database.query<{ done: number }>(read)).rows[0]?.done ?? 0;
  const watched = await watch(given, stack, service, events, done);
  return judge('memory', `draining ${events} events`, watched);
}

async function oneTick(
  given: Circumstances,
  stack: BenchStack,
  service: Spawned,
  database: pg.Client,
): Promise<Judged[]> {
  const rows = given.quick ? 40_000 : 300_000;
  const topic = stack.namespace.topic('returns.events');
  const done = async (): Promise<number> =>
    Number((await stack.kafka.ranges(topic)).reduce((sum, { high }) => sum + high, 0n));
  const { type } = contractOf(ReturnReceived);
  // One transaction, so one tick.
  await database.query(
    `insert into returns.outbox (topic, key, type, subject, at, body)
     select 'returns.events', key, $1, key, now(), json_build_object('orderId', key, 'filler', repeat('x', 440))
     from (select gen_random_uuid()::text as key from generate_series(1, $2)) as said`,
    [type, rows],
  );
  const watched = await watch(given, stack, service, rows, done);
  return judge('memory-relay', `one tick of ${rows} rows`, watched);
}

interface Watched {
  samples: MemorySample[];
  cpuSecondsPerUnit?: number | undefined;
}

async function watch(
  { tell }: Circumstances,
  { serverPids }: BenchStack,
  service: Spawned,
  total: number,
  done: () => Promise<number>,
): Promise<Watched> {
  const spent = async (): Promise<number | undefined> =>
    (serverPids && (await cpuSeconds([service.pid, ...serverPids])))?.reduce((sum, one) => sum + one, 0);
  const before = await spent();
  const samples: MemorySample[] = [];
  for (const began = Date.now(); (samples.at(-1)?.done ?? 0) < total; await sleep(LOOK_MS)) {
    service.check();
    samples.push({ done: await done(), megabytes: await proportionalMegabytes(service.pid) });
    if (samples.length % 25 === 0) tell(shown(samples));
    if (Date.now() - began > PATIENCE_MS)
      throw new Error(`not done in ${PATIENCE_MS / 1000} s: ${shown(samples)}`);
  }
  tell(shown(samples));
  const after = await spent();
  return { samples, cpuSecondsPerUnit: before === undefined ? before : ((after ?? NaN) - before) / total };
}

function shown(samples: readonly MemorySample[]): string {
  const last = samples.at(-1);
  return `${last?.done} done, ${last?.megabytes.toFixed(0)} MB, at most ${peakOf(samples).toFixed(0)} MB`;
}

function peakOf(samples: readonly MemorySample[]): number {
  return Math.max(...samples.map(({ megabytes }) => megabytes));
}

function judge(name: string, work: string, { samples, cpuSecondsPerUnit }: Watched): Judged[] {
  const growth = slope(samples) * PER;
  return [
    bounded({
      name,
      unit: 'MB',
      atMost: MOST_MB,
      values: [peakOf(samples)],
      cpuSecondsPerUnit,
      notes: [work],
    }),
    bounded({
      name: `${name}-slope`,
      unit: `MB per ${PER.toLocaleString('en-US')}`,
      atMost: MOST_GROWTH_MB,
      // What shrinks is as flat as can be told.
      values: [Math.max(growth, 0.01)],
      notes: [`${growth.toFixed(2)} MB per ${PER.toLocaleString('en-US')} over the later half of ${work}`],
    }),
  ];
}
