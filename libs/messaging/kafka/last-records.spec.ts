import { expect, test } from '@jest/globals';
import { lastRecords } from './last-records.js';
import type { ConsumeHooks, Consumption, FetchedBatch, ReadRecord } from './port.js';

const topic = 'orders.events';
const record = (offset: bigint): ReadRecord => ({
  offset,
  key: null,
  value: null,
  headers: {},
  timestamp: 0,
});
const batch = (partition: number, ...offsets: bigint[]): FetchedBatch => ({
  topic,
  partition,
  fetchedOffset: offsets[0]!,
  lastOffset: offsets.at(-1)!,
  records: offsets.map(record),
});
const control = { heartbeat: async () => undefined, isStale: () => false, resolve: () => undefined };

/** Partition 0 is empty, 1 ends at 4, 2 at 9. What the consumer brings is for the test to say. */
function read(brings: (hooks: ConsumeHooks) => void, ms = 1000) {
  const sought: [number, bigint][] = [];
  let stopped = false;
  const consumption: Consumption = {
    pause: () => undefined,
    resume: () => undefined,
    seek: ({ partition }, offset) => sought.push([partition, offset]),
    report: async () => undefined,
    stop: async () => void (stopped = true),
  };
  const found = lastRecords(
    {
      ranges: async () => [
        { partition: 0, low: 7n, high: 7n },
        { partition: 1, low: 0n, high: 5n },
        { partition: 2, low: 0n, high: 10n },
      ],
      consume: async (_, hooks) => {
        hooks.onJoin([], consumption);
        brings(hooks);
        return consumption;
      },
    },
    topic,
    'check',
    ms,
  );
  return { found, sought, stopped: () => stopped };
}

test('seeks the last record of each partition that has one, and stops', async () => {
  const { found, sought, stopped } = read((hooks) => {
    void hooks.onBatch(batch(2, 9n), control);
    void hooks.onBatch(batch(1, 3n, 4n), control);
  });
  expect(await found).toEqual([
    { topic, partition: 2, record: record(9n) },
    { topic, partition: 1, record: record(4n) },
  ]);
  expect(sought).toEqual([
    [1, 4n],
    [2, 9n],
  ]);
  expect(stopped()).toBe(true);
});

test('a partition that ends with a control record has none to check', async () => {
  const { found } = read((hooks) => {
    hooks.onGap({ topic, partition: 1 }, 4n, 4n);
    void hooks.onBatch(batch(2, 9n), control);
  });
  expect(await found).toEqual([{ topic, partition: 2, record: record(9n) }]);
});

test('what did not come in time is an error that names it, never a shorter list', async () => {
  const { found, stopped } = read((hooks) => void hooks.onBatch(batch(1, 4n), control), 20);
  await expect(found).rejects.toThrow('the last record of orders.events [2] did not come within 0.02 s');
  expect(stopped()).toBe(true);
});

test('a crash, even before the consumer has started, is an error', async () => {
  const { found, stopped } = read((hooks) => hooks.onCrash(new Error('no coordinator')));
  await expect(found).rejects.toThrow('no coordinator');
  expect(stopped()).toBe(true);
});
