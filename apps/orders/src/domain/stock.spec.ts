import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adjusted, applied, available, entry, possible, shippedEntries, stockKinds } from './stock.js';
import type { Stock } from './stock.js';

const key = { sellerId: 's', sku: 'MUG', fulfillmentCenterId: 'FC-A' };
const stock = (sellable: number, unsellable: number, reserved: number): Stock => ({
  ...key,
  sellable,
  unsellable,
  reserved,
});
const of = { at: 5, orderId: 'o', reference: 'r' };

describe('what an entry changes (O-7)', () => {
  test.each([
    ['received', stock(3, 0, 0)],
    ['reserved', stock(0, 0, 3)],
    ['released', stock(0, 0, -3)],
    ['returned-sellable', stock(3, 0, 0)],
    ['returned-unsellable', stock(0, 3, 0)],
    ['disposed', stock(0, -3, 0)],
  ] as const)('%s', (kind, change) => {
    expect(entry(kind, stock(9, 9, 9), 3, of)).toEqual({ ...change, kind, ...of });
  });

  test('a correction changes what it says', () =>
    expect(adjusted(stock(5, 0, 0), { sellable: -1, unsellable: 1 }, of)).toEqual({
      ...stock(-1, 1, 0),
      kind: 'adjusted',
      ...of,
    }));
});

describe('pieces that left', () => {
  const shipped = (sellable: number, reserved: number) => ({
    ...stock(-sellable, 0, -reserved),
    kind: 'shipped',
    ...of,
  });
  test.each([
    ['reserved for their order', stock(5, 0, 2), 2, 2, []],
    ['not reserved, but there', stock(5, 0, 3), 2, 0, []],
    ['not reserved, and all is promised to others', stock(5, 0, 4), 2, 0, [1]],
    ['of which the books know nothing', stock(0, 0, 0), 2, 0, [2]],
    ['partly reserved', stock(3, 0, 2), 3, 2, []],
  ])('%s', (_name, lying, quantity, reserved, found) => {
    const made = shippedEntries(lying, quantity, reserved, of);
    expect(made).toEqual([
      ...found.map((more) => ({ ...stock(more, 0, 0), kind: 'adjusted', ...of })),
      shipped(quantity, reserved),
    ]);
    expect(possible(made.reduce(applied, lying))).toBe(true);
  });

  test('stock is never impossible by what leaves', () => {
    const lying = fc
      .record({ sellable: fc.nat(9), unsellable: fc.nat(9), part: fc.nat(100) })
      .map(({ sellable, unsellable, part }) =>
        stock(sellable, unsellable, Math.floor((sellable * part) / 100)),
      );
    fc.assert(
      fc.property(lying, fc.integer({ min: 1, max: 20 }), fc.nat(20), (before, quantity, own) => {
        const reserved = Math.min(own, quantity, before.reserved);
        const after = shippedEntries(before, quantity, reserved, of).reduce(applied, before);
        expect(possible(after)).toBe(true);
        expect(after.reserved).toBe(before.reserved - reserved);
      }),
    );
  });
});

test('what is reserved is not available', () => expect(available(stock(5, 3, 2))).toBe(3));

test.each([
  [stock(0, 0, 0), true],
  [stock(2, 0, 2), true],
  [stock(2, 0, 3), false],
  [stock(2, 0, -1), false],
  [stock(2, -1, 0), false],
])('whether stock can be so: %j', (lying, can) => expect(possible(lying)).toBe(can));

test('the kinds are those of the rule', () => expect(stockKinds).toHaveLength(8));
