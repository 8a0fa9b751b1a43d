import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { sql, type Database } from '#postgres';
import type { Logger } from '../logger.js';
import { Sweeper } from './sweeper.js';

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

beforeEach(() => void jest.useFakeTimers({ now: 1_000 }));
afterEach(() => void jest.useRealTimers());

/** Timers that are due at these instants, on the clock of the test. */
function world(dues: number[], passes: () => boolean = () => true) {
  const swept: number[] = [];
  const database = {
    read: async () => [{ due: dues[0] ?? null, now: Date.now() }],
    transaction: async (work: (tx: object) => Promise<unknown>) => work({}),
  } as unknown as Database;
  const handle = async ({ until }: { until: number }) => {
    while (dues[0] !== undefined && dues[0] <= until) swept.push(dues.shift() ?? NaN);
    return [];
  };
  const sweep = { name: 'test', nextDue: sql('test_due', ''), barrier: [], handle };
  const barrier = { passes: async () => passes() };
  return { swept, sweeper: new Sweeper('tracking', [sweep], database, barrier, () => undefined, silent) };
}

describe('the clock of a service', () => {
  test('what falls due while others are swept does not wait for the next tick (I-2: within 1 s)', async () => {
    const dues = [1_000];
    const { swept, sweeper } = world(dues, () => {
      // The barrier takes 20 ms, in which one more falls due.
      if (swept.length === 0) dues.push(1_020);
      jest.setSystemTime(Date.now() + 20);
      return true;
    });
    sweeper.start();
    await jest.advanceTimersByTimeAsync(5);
    expect(swept).toEqual([1_000, 1_020]);
    const stopped = sweeper.stop();
    await jest.runAllTimersAsync();
    await stopped;
  });

  test('wakes up for the next due, however soon it is', async () => {
    const { swept, sweeper } = world([1_000, 1_030]);
    sweeper.start();
    await jest.advanceTimersByTimeAsync(29);
    expect(swept).toEqual([1_000]);
    await jest.advanceTimersByTimeAsync(5);
    expect(swept).toEqual([1_000, 1_030]);
    await sweeper.stop();
  });

  test('while the barrier holds it back it asks again at the next tick, not at once', async () => {
    const passes = jest.fn(() => false);
    const { swept, sweeper } = world([1_000], passes);
    sweeper.start();
    await jest.advanceTimersByTimeAsync(499);
    expect(passes).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(2);
    expect(passes).toHaveBeenCalledTimes(2);
    expect(swept).toEqual([]);
    await sweeper.stop();
  });
});
