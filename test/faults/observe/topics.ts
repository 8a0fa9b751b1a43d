import { randomBytes } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import type { ObservedRecord } from '../../checker/observed.js';

const STUCK_MS = 60_000;

/**
 * Reads topics from their beginning to where they end now, as a consumer that nobody knows.
 * @param named plain names by the names on the broker
 * @param take what is to be kept of a record
 */
export async function readTopics(
  kafka: Kafka,
  named: ReadonlyMap<string, string>,
  take: (record: ObservedRecord) => void,
): Promise<void> {
  const left = await endsOf(kafka, [...named.keys()]);
  if (left.size === 0) return;
  const consumer = kafka.consumer({
    groupId: `observer-${randomBytes(6).toString('hex')}`,
    maxBytesPerPartition: 8_000_000,
    maxWaitTimeInMs: 100,
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...named.keys()], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      let movedAt = Date.now();
      const watch = setInterval(() => {
        if (Date.now() - movedAt > STUCK_MS)
          reject(new Error(`no more to read, and ${left.size} partitions are not at their end`));
      }, 1_000);
      const done = (): void => {
        clearInterval(watch);
        resolve();
      };
      consumer.on('consumer.crash', ({ payload }) => {
        if (!payload.restart) reject(payload.error);
      });
      void consumer.run({
        autoCommit: false,
        eachBatch: async (payload) => {
          const { batch } = payload;
          movedAt = Date.now();
          const slot = `${batch.topic}/${batch.partition}`;
          const end = left.get(slot);
          if (end === undefined) return;
          for (const { offset, key, headers, value, timestamp } of batch.messages) {
            if (Number(offset) >= end) break;
            const texts = Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)]);
            take({
              topic: named.get(batch.topic) ?? batch.topic,
              partition: batch.partition,
              offset: Number(offset),
              key: key?.toString() ?? null,
              headers: Object.fromEntries(texts) as Record<string, string>,
              value: value?.toString() ?? null,
              timestamp: Number(timestamp),
            });
          }
          if (Number(batch.lastOffset()) + 1 >= end) left.delete(slot);
          if (left.size === 0) done();
          await payload.heartbeat();
        },
      });
    });
  } finally {
    await consumer.disconnect();
  }
}

/** Ends of the partitions that hold anything, by `topic/partition`. */
async function endsOf(kafka: Kafka, topics: readonly string[]): Promise<Map<string, number>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const perTopic = await Promise.all(
      topics.map(async (topic) =>
        (await admin.fetchTopicOffsets(topic))
          .filter(({ low, high }) => Number(high) > Number(low))
          .map(({ partition, high }) => [`${topic}/${partition}`, Number(high)] as const),
      ),
    );
    return new Map(perTopic.flat());
  } finally {
    await admin.disconnect();
  }
}
