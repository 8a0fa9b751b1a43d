import { describe, expect, test } from '@jest/globals';
import { bounded } from './bounded.js';
import { counted } from './counted.js';
import { boundInWords, verdict, type Result } from './result.js';

const result = (peer: number, interval: [number, number]): Result => ({
  name: 'row',
  ours: 1,
  peer,
  ratio: 1 / peer,
  interval,
  unit: 'events/s',
  cpuSecondsPerUnit: { ours: null, peer: null },
  rounds: 5,
});

describe('verdict', () => {
  test.each([
    [100, 0.7, 'holds'],
    [100, 0.699, 'misses'],
    [50, 0.7, 'holds'],
    [49, 9, 'unfair'],
  ])('a pace: peer %d/s with an interval up to %d: %s', (peer, high, word) =>
    expect(verdict(result(peer, [0, high]), { expected: { atLeast: 0.7 }, fair: { atLeast: 50 } })).toBe(
      word,
    ),
  );

  test.each([
    [30, 1.15, 'holds'],
    [30, 1.151, 'misses'],
    [51, 0.1, 'unfair'],
  ])('a cost: peer %d us with an interval from %d: %s', (peer, low, word) =>
    expect(verdict(result(peer, [low, 9]), { expected: { atMost: 1.15 }, fair: { atMost: 50 } })).toBe(word),
  );
});

describe('bounded', () => {
  test('the bound stands in the peer’s place', () => {
    const judged = bounded({ name: 'sweep', unit: 'ms', atMost: 2, values: [1, 1, 4] });
    expect(judged.result).toMatchObject({ ours: 1, peer: 2, ratio: 0.5, rounds: 3 });
    expect(judged.verdict).toBe('holds');
    expect(bounded({ name: 'sweep', unit: 'ms', atMost: 2, values: [3, 3, 3] }).verdict).toBe('misses');
  });

  test.each([
    [[499, 500, 510], 'holds'],
    [[400, 401, 402], 'misses'],
  ])('a pace of at least 500: %j %s', (values, word) =>
    expect(bounded({ name: 'planning', unit: 'orders/s', atLeast: 500, values }).verdict).toBe(word),
  );

  test('a single figure is its own interval', () =>
    expect(bounded({ name: 'memory', unit: 'MB', atMost: 250, values: [251] })).toMatchObject({
      result: { interval: [251 / 250, 251 / 250] },
      verdict: 'misses',
    }));
});

describe('counted', () => {
  const counts = (reserved: number) => ({ reserved: [reserved, 5_000], Planning: [5_000, 5_000] }) as const;

  test.each([
    [5_000, 'holds'],
    [4_999, 'misses'],
    [5_001, 'misses'],
  ])('%d of exactly 5,000: %s', (reserved, word) =>
    expect(counted({ name: 'oversell', unit: 'reserved', counts: counts(reserved) }).verdict).toBe(word),
  );

  test('what is not as it must be is named, and the figure is the first that is not', () =>
    expect(
      counted({
        name: 'oversell',
        unit: 'reserved',
        counts: { reserved: [5_000, 5_000], Planning: [4_998, 5_000] },
      }),
    ).toMatchObject({
      result: { ours: 4_998, peer: 5_000 },
      verdict: 'misses',
      notes: ['reserved 5,000 of exactly 5,000, Planning 4,998 of exactly 5,000'],
    }));
});

test('bounds read as in the table', () =>
  expect([
    boundInWords({ atLeast: 0.75 }),
    boundInWords({ atMost: 1.15 }),
    boundInWords({ exactly: 1 }),
  ]).toEqual(['>= 0.75', '<= 1.15', '= 1']));
