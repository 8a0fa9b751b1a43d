import type { KafkaPort } from '#messaging';
import type { TestStack } from './test-stack.js';

type ReadRecord = Awaited<ReturnType<KafkaPort['lastRecords']>>[number]['record'];

let readers = 0;

/** All records that a topic of this namespace holds now, in the order of its partitions. */
export async function readTopic(stack: TestStack, name: string): Promise<ReadRecord[]> {
  const topic = stack.namespace.topic(name);
  const ends = await stack.kafka().ranges(topic);
  const waiting = new Set(ends.filter(({ low, high }) => high > low).map(({ partition }) => partition));
  const found = new Map<number, ReadRecord[]>(ends.map(({ partition }) => [partition, []]));
  if (waiting.size === 0) return [];
  readers += 1;
  let done: () => void = () => undefined;
  const allRead = new Promise<void>((resolve) => (done = resolve));
  const reading = await stack.kafka().consume(
    { groupId: `${topic}-reader-${process.pid}-${readers}`, topics: [topic], concurrency: 1 },
    {
      onJoin: (assigned, consumption) => assigned.forEach((at) => consumption.seek(at, 0n)),
      onBatch: async ({ partition, records, lastOffset }, control) => {
        found.get(partition)?.push(...records);
        control.resolve(lastOffset);
        if (lastOffset + 1n >= (ends.find((end) => end.partition === partition)?.high ?? 0n))
          waiting.delete(partition);
        if (waiting.size === 0) done();
      },
      onGap: () => undefined,
      onCrash: () => undefined,
    },
  );
  await allRead;
  await reading.stop();
  return [...found.values()].flat();
}
