import { describe, expect, test } from '@jest/globals';
import { parsePss, slope } from './memory.js';

test('reads the proportional set size in MB', () =>
  expect(parsePss('00400000-7fff [rollup]\nRss:     9000 kB\nPss:     1000 kB\nPss_Anon:  500 kB\n')).toBe(
    1.024,
  ));

test('a roll-up without it is refused', () => expect(() => parsePss('Rss: 1 kB\n')).toThrow('Pss:'));

describe('slope', () => {
  const samples = (megabytes: (done: number) => number) =>
    Array.from({ length: 11 }, (_, index) => ({ done: index * 100, megabytes: megabytes(index * 100) }));

  test('of what grows steadily', () => expect(slope(samples((done) => 50 + done * 0.02))).toBeCloseTo(0.02));
  test('of what swings and stays', () =>
    expect(Math.abs(slope(samples((done) => 50 + (done % 200) / 100)))).toBeLessThan(0.001));
  test('what happens while it warms up does not count', () =>
    expect(slope(samples((done) => Math.min(done, 400)))).toBeCloseTo(0));
  test('of a single look is flat', () => expect(slope([{ done: 5, megabytes: 80 }])).toBe(0));
});
