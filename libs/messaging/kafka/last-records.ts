import type { KafkaPort, ReadRecord, TopicPartition } from './port.js';

/**
 * Reads the last record of each non-empty partition, as the only member of its consumer group. A partition that ends
 * with a control record is left out.
 *
 * @throws when not all of them came within `ms`: what was not read must not pass for checked
 */
export async function lastRecords(
  kafka: Pick<KafkaPort, 'ranges' | 'consume'>,
  topic: string,
  groupId: string,
  ms: number,
): Promise<(TopicPartition & { record: ReadRecord })[]> {
  const wanted = (await kafka.ranges(topic)).filter(({ low, high }) => high > low);
  if (wanted.length === 0) return [];
  const reached = new Map<number, bigint>();
  const missing = () => wanted.filter(({ partition, high }) => (reached.get(partition) ?? -1n) < high - 1n);
  const found = new Map<number, ReadRecord>();
  const all = Promise.withResolvers<void>();
  // It may fail before anybody awaits it.
  all.promise.catch(() => undefined);
  const reach = (partition: number, offset: bigint): void => {
    reached.set(partition, offset);
    if (missing().length === 0) all.resolve();
  };
  const running = await kafka.consume(
    { groupId, topics: [topic], concurrency: 1 },
    {
      onJoin: (_, joined) =>
        wanted.forEach(({ partition, high }) => joined.seek({ topic, partition }, high - 1n)),
      onBatch: async (batch, control) => {
        const last = batch.records.at(-1);
        if (last) found.set(batch.partition, last);
        control.resolve(batch.lastOffset);
        reach(batch.partition, batch.lastOffset);
      },
      onGap: ({ partition }, _, last) => reach(partition, last),
      onCrash: all.reject,
    },
  );
  const timer = setTimeout(() => {
    const partitions = missing().map(({ partition }) => partition);
    all.reject(
      new Error(`the last record of ${topic} [${partitions.join(', ')}] did not come within ${ms / 1000} s`),
    );
  }, ms);
  try {
    await all.promise;
  } finally {
    clearTimeout(timer);
    await running.stop();
  }
  return [...found].map(([partition, record]) => ({ topic, partition, record }));
}
