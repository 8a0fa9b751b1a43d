import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { interval90, median, percentile } from './statistics.js';

describe('median', () => {
  test.each([
    [[7], 7],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
  ])('of %j is %d', (values, middle) => expect(median(values)).toBe(middle));

  test('leaves its input as it is', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  test('of nothing is refused', () => expect(() => median([])).toThrow('no values'));
});

describe('interval90', () => {
  test('of equal ratios is that ratio', () => {
    for (const end of interval90([0.8, 0.8, 0.8])) expect(end).toBeCloseTo(0.8, 12);
  });

  // t(0.95, 2 degrees) = 2.92; logs of 1/2, 1, 2 have mean 0 and deviation ln 2.
  test('of 1/2, 1 and 2 is what the book says', () => {
    const margin = Math.exp((2.92 * Math.LN2) / Math.sqrt(3));
    const [low, high] = interval90([0.5, 2, 1]);
    expect(low).toBeCloseTo(1 / margin, 12);
    expect(high).toBeCloseTo(margin, 12);
  });

  test('of one pair says nothing of a spread', () => expect(interval90([1.5])).toEqual([1.5, 1.5]));

  test.each([[[]], [[1, 0]], [[1, -2]], [[Number.NaN]]])('of %j is refused', (ratios: number[]) =>
    expect(() => interval90(ratios)).toThrow(RangeError),
  );

  test('holds the geometric mean, and turns over when ours and the peer change places', () => {
    const ratios = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(ratios, (some) => {
        const mean = Math.exp(some.reduce((sum, one) => sum + Math.log(one), 0) / some.length);
        const [low, high] = interval90(some);
        expect(low).toBeLessThanOrEqual(mean * (1 + 1e-9));
        expect(high).toBeGreaterThanOrEqual(mean * (1 - 1e-9));
        const [turnedLow, turnedHigh] = interval90(some.map((one) => 1 / one));
        expect(turnedLow * high).toBeCloseTo(1, 6);
        expect(turnedHigh * low).toBeCloseTo(1, 6);
      }),
    );
  });
});

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  test.each([
    [50, 50],
    [99, 99],
    [100, 100],
    [1, 1],
  ])('%i %% of 1 to 100 do not exceed %i', (percent, value) =>
    expect(percentile(hundred, percent)).toBe(value),
  );

  test('of a single value is that value', () => expect(percentile([7], 99)).toBe(7));
  test('of nothing is refused', () => expect(() => percentile([], 50)).toThrow('no values'));
});
