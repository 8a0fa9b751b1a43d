import { setTimeout as sleep } from 'node:timers/promises';
import { fateNamed } from '../../checker/workload/fates.js';
import { databaseRestored } from './database-restored.js';
import { only } from './disaster.js';
import type { Disaster } from './disaster.js';

const CARRIER = 'inbound.carrier';
const RECREATED = /the topic was recreated or lost records/;

/** What only a person may decide about; each has a namespace of its own. */
export const disasters: readonly Disaster[] = [
  {
    name: 'topic-recreated',
    strike: async (arena, scene) => {
      const { stack } = arena;
      await scene.settled(8);
      await recreate(arena, CARRIER, 3, {
        'message.timestamp.type': 'LogAppendTime',
        'max.message.bytes': '8388608',
      });
      // What comes before somebody has looked is given up with the rest: enough of it for each partition, for a
      // running consumer sees by the first new record that a partition is another one.
      scene.giveUp(await scene.sent(20, [fateNamed('in-time')]));
      for (const service of ['tracking', 'orders', 'returns'] as const) {
        const hearer = only(arena, service);
        await scene.noticed(hearer, RECREATED);
        await scene.accepted(hearer, RECREATED);
      }
      await stack.untilReady(30_000);
      await scene.settled(8);
    },
  },
  {
    name: 'retention-gap',
    strike: async (arena, scene) => {
      const { stack } = arena;
      await scene.settled(8);
      const tracking = only(arena, 'tracking');
      await tracking.stop();
      scene.giveUp(await scene.sent(6));
      const admin = await stack.admin();
      const ends = await admin.fetchTopicOffsets(stack.topic(CARRIER));
      const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
      await admin.deleteTopicRecords({ topic: stack.topic(CARRIER), partitions });
      tracking.start();
      const removed = /retention has removed what was not read/;
      await scene.noticed(tracking, removed);
      await scene.accepted(tracking, removed);
      await stack.untilReady(30_000);
      await scene.settled(8);
    },
  },
  {
    name: 'partition-added',
    strike: async (arena, scene) => {
      const { stack } = arena;
      scene.giveUp(await scene.settled(6));
      const topic = 'orders.events';
      const admin = await stack.admin();
      await admin.createPartitions({ topicPartitions: [{ topic: stack.topic(topic), count: 7 }] });
      const orders = only(arena, 'orders');
      await orders.stop();
      orders.start();
      await scene.noticed(orders, /has 7 partitions, its contract says 6/);
      await recreate(arena, topic, 6, { 'message.timestamp.type': 'CreateTime', 'retention.ms': '-1' });
      for (const service of ['orders', 'tracking', 'returns', 'reimbursements'] as const) {
        const hearer = only(arena, service);
        await hearer.stop();
        hearer.start();
        await scene.noticed(hearer, RECREATED);
        await scene.accepted(hearer, RECREATED);
      }
      await stack.untilReady(30_000);
      await scene.settled(8);
    },
  },
  databaseRestored,
];

async function recreate(
  { stack }: Parameters<Disaster['strike']>[0],
  topic: string,
  numPartitions: number,
  config: Readonly<Record<string, string>>,
): Promise<void> {
  const admin = await stack.admin();
  const name = stack.topic(topic);
  await admin.deleteTopics({ topics: [name] });
  for (let tries = 1; ; tries += 1) {
    try {
      const configEntries = Object.entries(config).map(([key, value]) => ({ name: key, value }));
      await admin.createTopics({ topics: [{ topic: name, numPartitions, configEntries }] });
      return;
    } catch (error) {
      // Kafka deletes in its own time.
      if (tries === 50) throw error;
      await sleep(200);
    }
  }
}
