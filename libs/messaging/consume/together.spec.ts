import { describe, expect, test } from '@jest/globals';
import type { Run } from './read-runs.js';
import { Together } from './together.js';

const run = (topic: string, partition: number, records = 1): Run => ({
  topic,
  partition,
  records: Array.from({ length: records }, () => ({}) as Run['records'][number]),
  fetchedOffset: 0n,
  through: BigInt(records),
});

/** Transactions that end when told, and what each of them was given. */
function lab(concurrency: number) {
  const given: string[][] = [];
  const ends: ((outcomes: unknown[]) => void)[] = [];
  const together = new Together({
    concurrency,
    most: 10,
    take: (runs) => {
      given.push(runs.map(({ topic, partition }) => `${topic}/${partition}`));
      return new Promise((end) => ends.push(end));
    },
  });
  return { together, given, end: (nth: number, ...outcomes: unknown[]) => ends[nth]?.(outcomes) };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('bug: a trickle on six partitions cost six transactions', () => {
  test('what one fetch brings of a topic is taken in one transaction, topics apart', async () => {
    const { together, given } = lab(3);
    for (const topic of ['a', 'b'])
      for (const partition of [0, 1, 2]) void together.take(run(topic, partition));
    await turn();
    expect(given).toEqual([
      ['a/0', 'a/1', 'a/2'],
      ['b/0', 'b/1', 'b/2'],
    ]);
  });

  test.each([
    [[5, 5], 1],
    [[5, 6], 2],
    [[11], 1],
    [[11, 1], 2],
  ])('runs of %j records, ten at most, make %d transactions', async (sizes, transactions) => {
    const { together, given } = lab(9);
    sizes.forEach((size, partition) => void together.take(run('a', partition, size)));
    await turn();
    await turn();
    expect(given).toHaveLength(transactions);
  });

  test('a partition is in a transaction once', async () => {
    const { together, given } = lab(9);
    void together.take(run('a', 0));
    void together.take(run('a', 0));
    await turn();
    await turn();
    expect(given).toEqual([['a/0'], ['a/0']]);
  });

  test('what comes while all transactions are under way is gathered for the next', async () => {
    const { together, given, end } = lab(1);
    void together.take(run('a', 0));
    await turn();
    void together.take(run('b', 1));
    void together.take(run('a', 1));
    void together.take(run('b', 2));
    await turn();
    expect(given).toEqual([['a/0']]);
    end(0);
    await turn();
    expect(given).toEqual([['a/0'], ['b/1', 'b/2']]);
  });

  test('each learns its own outcome', async () => {
    const { together, end } = lab(1);
    const outcomes = Promise.allSettled([together.take(run('a', 0)), together.take(run('a', 1))]);
    await turn();
    end(0, undefined, new Error('not this one'));
    expect(await outcomes).toEqual([
      { status: 'fulfilled', value: undefined },
      { status: 'rejected', reason: new Error('not this one') },
    ]);
  });
});
