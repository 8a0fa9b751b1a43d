import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '#contracts';
import { fateNamed } from '../../checker/workload/fates.js';
import type { Arena, Kind } from './kind.js';

const inner = ['orders', 'tracking', 'returns', 'reimbursements'] as const;
/** A topic that each of them hears. */
const HEARD = {
  orders: 'inbound.order-source',
  tracking: 'inbound.carrier',
  returns: 'orders.events',
  reimbursements: 'tracking.events',
} as const;
const SIX_MB = 6_000_000;

/** What happens to what is said, heard and kept of where one stands. */
export const messageKinds: readonly Kind[] = [
  {
    name: 'duplicates',
    inject: async ({ load, random, tell }) => {
      tell('publishers and sellers send everything twice');
      load.duplicating = random.next() / 2 + 0.5;
      await sleep(3_000);
      load.duplicating = 0;
      return true;
    },
  },
  {
    name: 'reordering',
    inject: async ({ load, tell }) => {
      tell('reports overtake each other');
      load.reordering = true;
      await sleep(4_000);
      load.reordering = false;
      return true;
    },
  },
  {
    name: 'poison',
    inject: async (arena) => {
      const id = `poison-${arena.random.whole(1, 1_000_000_000)}`;
      const broken = ['{', '{"package":{}}', '\u0000', '[]', '{"occurredAt":"\u0000"}'];
      await poison(
        arena,
        broken.map((value, index) => ({ id: `${id}-${index}`, value: Buffer.from(value) })),
      );
      return true;
    },
  },
  {
    name: 'oversize',
    inject: async (arena) => {
      const id = `oversize-${arena.random.whole(1, 1_000_000_000)}`;
      await poison(arena, [
        { id, value: Buffer.from(`{"junk":"${randomBytes(SIX_MB / 2).toString('hex')}"}`) },
      ]);
      return true;
    },
  },
  {
    // Marks and natural keys stay: nothing of it may have a second effect.
    name: 'replay-from-zero',
    inject: async (arena) => {
      const service = arena.random.pick(inner);
      arena.tell(`${service} reads everything again from offset 0`);
      await whileDown(arena, service, () =>
        // Hundreds of thousands of fillers are on that one: reading them again shows nothing and costs minutes.
        arena.stack.sql.query(
          `update ${service}.consumer_offset set next = 0 where topic <> 'returns.events'`,
        ),
      );
      return true;
    },
  },
  ...(['above', 'below'] as const).map((where): Kind => ({
    // Kafka's committed offsets are for displays: the database's count (messaging-review 6, 7).
    name: `kafka-commit-${where}`,
    inject: async (arena) => {
      const { stack } = arena;
      const service = arena.random.pick(inner);
      arena.tell(`Kafka's commits of ${service} lie ${where} the database's`);
      await whileDown(arena, service, async () => {
        const topic = stack.topic(HEARD[service]);
        const admin = await stack.admin();
        const ends = await admin.fetchTopicOffsets(topic);
        const partitions = ends.map(({ partition, high }) => ({
          partition,
          offset: where === 'above' ? high : '0',
        }));
        await patiently(() =>
          admin.setOffsets({ groupId: stack.test.namespace.group(service), topic, partitions }),
        );
      });
      return true;
    },
  })),
  {
    name: 'backlog',
    once: true,
    inject: async (arena) => {
      const slow = arena.stack.of('tracking');
      arena.tell('a burst, and tracking is slow');
      for (const { spec } of slow) spec.postgres.delayMs = 60;
      arena.more({ orders: 400, spreadMs: 1_000, dueAfterMs: { least: 12_000, most: 20_000 } });
      await sleep(6_000);
      for (const { spec } of slow) spec.postgres.delayMs = 0;
      return true;
    },
  },
  {
    // messaging-review 4: when it comes back it must read the scans before it looks at the clock.
    name: 'down-across-due',
    inject: async (arena) => {
      const down = arena.stack.of('tracking');
      arena.tell('tracking is away while parcels fall due whose deliveries it has not read');
      const fates = [fateNamed('in-time')];
      arena.more({
        orders: 60,
        spreadMs: 300,
        dueAfterMs: { least: 4_500, most: 5_000 },
        stepMs: 900,
        fates,
      });
      // Shipped, and the first scan is read; the delivery comes while nobody listens.
      await sleep(2_000);
      await Promise.all(down.map((one) => one.kill()));
      await sleep(4_500);
      for (const one of down) one.start();
      return true;
    },
  },
];

async function poison(arena: Arena, records: { id: string; value: Buffer }[]): Promise<void> {
  const type = 'makegood.report.TrackingUpdated.v1';
  arena.tell(`${records.length} unreadable reports`);
  for (const { id, value } of records)
    await patiently(() => arena.senders.bytes('carrier', [{ id, key: id, type, value }]));
  arena.load.expectPoison(records.map(({ id }) => id));
}

/** Kafka may be coming back, or count a killed member of a group until its session is over. */
async function patiently(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (tries === 30) throw error;
      await sleep(500);
    }
  }
}

/** All its replicas leave in order, so that the group is empty; and come back. */
async function whileDown({ stack }: Arena, service: Service, work: () => Promise<unknown>): Promise<void> {
  const replicas = stack.of(service);
  await Promise.all(replicas.map((one) => one.stop()));
  try {
    await work();
  } finally {
    for (const one of replicas) one.start();
  }
}
