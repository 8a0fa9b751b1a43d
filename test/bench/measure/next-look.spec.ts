import { describe, expect, test } from '@jest/globals';
import { untilNextLook } from './next-look.js';

describe('untilNextLook', () => {
  test.each([
    ['nothing done yet', 5_000, 0, 100, 100],
    ['half of what remains', 1_000, 50, 100, 500],
    ['never longer than a second', 60_000, 10, 100, 1_000],
    ['never shorter than 10 ms', 1_000, 9_999, 10_000, 10],
  ])('%s', (_, elapsed, done, total, ms) => expect(untilNextLook(elapsed, done, total)).toBe(ms));
});
