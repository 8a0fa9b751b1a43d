import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inventoryHistory } from './inventory-history.js';
import { stockKinds } from './stock.js';

const place = (sku: string, sellable: number, unsellable = 0, reserved = 0) => ({
  sku,
  fulfillmentCenterId: 'FC-A',
  sellable,
  unsellable,
  reserved,
});
const days = ['2026-03-01', '2026-03-02', '2026-03-03'];

test('a day starts with what was left the day before (O-7)', () => {
  const rows = inventoryHistory(
    [place('MUG', 5)],
    [
      { ...place('MUG', 10), date: '2026-03-02', kind: 'received' },
      { ...place('MUG', 0, 0, 3), date: '2026-03-02', kind: 'reserved' },
      { ...place('MUG', -3, 0, -3), date: '2026-03-03', kind: 'shipped' },
      { ...place('CUP', 0, 1), date: '2026-03-03', kind: 'returned-unsellable' },
    ],
    days,
  );
  expect(
    rows.map(({ date, sku, start, changes, end }) => [
      date,
      sku,
      start.sellable,
      changes,
      end.sellable,
      end.reserved,
    ]),
  ).toEqual([
    ['2026-03-01', 'MUG', 5, {}, 5, 0],
    ['2026-03-02', 'MUG', 5, { received: 10 }, 15, 3],
    ['2026-03-03', 'CUP', 0, { 'returned-unsellable': 1 }, 0, 0],
    ['2026-03-03', 'MUG', 15, { shipped: -3 }, 12, 0],
  ]);
});

test('start plus changes are the end, and the end is the next start, whatever happened', () => {
  const change = fc.record({
    sku: fc.constantFrom('MUG', 'CUP'),
    fulfillmentCenterId: fc.constantFrom('FC-A', 'FC-B'),
    date: fc.constantFrom(...days),
    kind: fc.constantFrom(...stockKinds.filter((kind) => kind !== 'reserved' && kind !== 'released')),
    sellable: fc.integer({ min: -9, max: 9 }),
    unsellable: fc.integer({ min: -9, max: 9 }),
    reserved: fc.constant(0),
  });
  // The store sums a day's entries of one kind and place.
  const keyOf = ({
    date,
    sku,
    fulfillmentCenterId,
    kind,
  }: {
    date: string;
    sku: string;
    fulfillmentCenterId: string;
    kind: string;
  }) => `${date} ${sku} ${fulfillmentCenterId} ${kind}`;
  const changes = fc.uniqueArray(change, { selector: keyOf, maxLength: 20 });
  fc.assert(
    fc.property(changes, (made) => {
      const rows = inventoryHistory([place('MUG', 7)], made, days);
      const ends = new Map<string, number>([['MUG FC-A', 7]]);
      for (const { sku, fulfillmentCenterId, start, changes: moved, end } of rows) {
        const name = `${sku} ${fulfillmentCenterId}`;
        const sum = Object.values(moved).reduce((total, one) => total + one, 0);
        expect(start.sellable + start.unsellable).toBe(ends.get(name) ?? 0);
        expect(start.sellable + start.unsellable + sum).toBe(end.sellable + end.unsellable);
        ends.set(name, end.sellable + end.unsellable);
      }
    }),
  );
});
