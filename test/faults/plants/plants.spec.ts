import { expect, it } from '@jest/globals';
import { plants } from './plants.js';

it('breaks at least eight promises, each in its own way', () => {
  expect(new Set(plants.map(({ name }) => name)).size).toBe(plants.length);
  expect(plants.length).toBeGreaterThanOrEqual(8);
  for (const { name, during, after, caughtBy } of plants)
    expect([name, (during ?? after) !== undefined, caughtBy.length > 0]).toEqual([name, true, true]);
});
