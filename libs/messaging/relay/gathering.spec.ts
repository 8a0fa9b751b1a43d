import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Gathering } from './gathering.js';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Whether a rest is over once so many milliseconds have passed. */
async function overAfter(rest: Promise<void>, ms: number): Promise<boolean> {
  let over = false;
  void rest.then(() => (over = true));
  await jest.advanceTimersByTimeAsync(ms);
  return over;
}

describe('bug: with small transactions every commit cost a tick, and the outbox a third of the pace', () => {
  test.each([
    [1, 5, 9, false],
    [1, 5, 10, true],
    [499, 100, 29, false],
    [499, 100, 30, true],
    [500, 100, 0, true],
  ])('after %d rows in %d ms, over after %d ms: %s', async (rows, tookMs, ms, over) =>
    expect(await overAfter(new Gathering().rest(rows, tookMs), ms)).toBe(over),
  );

  test('who waits for the outbox ends the rest', async () => {
    const gathering = new Gathering();
    const rest = gathering.rest(1, 10);
    gathering.hurry();
    expect(await overAfter(rest, 0)).toBe(true);
  });

  test('who came while it was at work spares it the rest', async () => {
    const gathering = new Gathering();
    gathering.hurry();
    expect(await overAfter(gathering.rest(1, 10), 0)).toBe(true);
  });
});
