import { describe, expect, test } from '@jest/globals';
import { nextAfter, orderIdAsked, pageAsked } from './extracts.js';

const ID = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';
const START = { orderId: '00000000-0000-0000-0000-000000000000', line: 0, ordinal: 0 };

const saidOf = (ask: () => unknown): unknown => {
  try {
    return ask();
  } catch (error) {
    return (error as { errors: { message: string }[] }).errors.map(({ message }) => message);
  }
};

describe('a page of an extract', () => {
  test.each([
    [undefined, undefined, { after: START, limit: 5_000 }],
    ['', '1', { after: START, limit: 1 }],
    [`${ID},1,2`, '50000', { after: { orderId: ID, line: 1, ordinal: 2 }, limit: 50_000 }],
  ])('after %p, limit %p', (after, limit, asked) => {
    expect(pageAsked(after, limit)).toEqual(asked);
  });

  test.each([`${ID},1`, `${ID},1,2,3`, `${ID.toUpperCase()},1,2`, `${ID},-1,2`, `${ID},1,x`, [ID]])(
    'cannot begin after %p',
    (after) => {
      expect(saidOf(() => pageAsked(after, '1'))).toEqual([expect.stringMatching(/^after must be/)]);
    },
  );

  test.each(['', '0', '50001', '1.5', '1e3', ' 1', ['1']])('cannot be limited to %p', (limit) => {
    expect(saidOf(() => pageAsked('', limit))).toEqual([expect.stringMatching(/^limit must be/)]);
  });

  test('names all that is wrong at once', () => {
    expect(saidOf(() => pageAsked('x', 'y'))).toHaveLength(2);
  });

  test('says what comes next, and of the last page nothing', () => {
    const asked = { after: START, limit: 2 };
    const unit = { orderId: ID, line: 1, ordinal: 1 };
    expect(nextAfter([unit, { ...unit, ordinal: 2 }], asked)).toBe(`${ID},1,2`);
    expect(nextAfter([unit], asked)).toBeNull();
    expect(nextAfter([], asked)).toBeNull();
  });
});

test('an order is asked for by its id', () => {
  expect(orderIdAsked(ID)).toBe(ID);
  for (const wrong of [undefined, '', 'x', ID.toUpperCase(), [ID]]) {
    expect(saidOf(() => orderIdAsked(wrong))).toEqual([expect.stringMatching(/^orderId must be/)]);
  }
});
