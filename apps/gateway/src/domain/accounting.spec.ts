import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decimal, MOST_LISTED, UnitTally } from './accounting.js';
import {
  mergeUnits,
  type SettledRow,
  type ShippedRow,
  type TrackedRow,
  type UnitKey,
  type UnitView,
} from './unit-rows.js';

const asOf = Date.UTC(2026, 0, 20);
const at = (order: number, ordinal: number): UnitKey => ({ orderId: `order-${order}`, line: 1, ordinal });
const shipped = (key: UnitKey, packageId = `${key.orderId}/p`): ShippedRow => ({
  ...key,
  packageId,
  sellerId: 's1',
  sellerFulfillmentOrderId: `SO/${key.orderId}`,
  shippedAt: 0,
});
const tracked = (key: UnitKey, overdueAt: number | null = null): TrackedRow => ({
  ...key,
  packageId: `${key.orderId}/p`,
  place: 'in-transit',
  since: 0,
  overdueAt,
});
const settled = (key: UnitKey, more: Partial<SettledRow> = {}): SettledRow => ({
  ...key,
  settlement: 'none',
  since: 0,
  reason: null,
  currency: null,
  grantedMinor: 0,
  reversedMinor: 0,
  everGranted: false,
  ...more,
});
const whole = (key: UnitKey, more: Partial<SettledRow> = {}, overdueAt: number | null = null): UnitView => ({
  ...key,
  shipped: shipped(key),
  tracked: tracked(key, overdueAt),
  settled: settled(key, more),
});
const tallied = (units: UnitView[]) => {
  const tally = new UnitTally(asOf);
  units.forEach((unit) => tally.add(unit));
  return tally.answer();
};

describe('accounting', () => {
  test('sums money per currency and tells grants that were reversed from those in force', () => {
    const answer = tallied([
      whole(at(1, 1), { settlement: 'granted', currency: 'BRL', grantedMinor: 10_000, everGranted: true }),
      whole(at(1, 2), {
        settlement: 'reversed',
        currency: 'BRL',
        grantedMinor: 10_050,
        reversedMinor: 10_050,
        everGranted: true,
      }),
      whole(at(2, 1), { settlement: 'granted', currency: 'JPY', grantedMinor: 500, everGranted: true }),
      // Granted, reversed, and granted again by a person: one grant is in force.
      whole(at(3, 1), {
        settlement: 'granted',
        currency: 'BRL',
        grantedMinor: 200,
        reversedMinor: 100,
        everGranted: true,
      }),
    ]);
    expect(answer).toMatchObject({
      amountGranted: { BRL: '202.50', JPY: '500' },
      amountReversed: { BRL: '101.50' },
      everGranted: 4,
      reversedUnits: 1,
    });
  });

  test('counts orders, packages and overdue packages once, however many units they have', () => {
    const units = [whole(at(1, 1), {}, 5), whole(at(1, 2), {}, 5), whole(at(2, 1))];
    expect(tallied(units)).toMatchObject({ orders: 2, packages: 2, shipped: 3, overduePackages: 1 });
  });

  test('lists a unit that orders never shipped, outside the sum', () => {
    const key = at(1, 1);
    const answer = tallied([{ ...key, tracked: tracked(key) }]);
    expect(answer).toMatchObject({ shipped: 0, addsUp: true, unaccountedCount: 1 });
    expect(answer.unaccounted).toEqual([
      { ...key, sellerFulfillmentOrderId: null, why: 'claimed by tracking but orders never shipped it' },
    ]);
  });

  test('shows the first 1,000 of the unaccounted and counts them all', () => {
    const units = Array.from({ length: MOST_LISTED + 5 }, (_, i) => ({
      ...at(1, i),
      shipped: shipped(at(1, i)),
    }));
    const answer = tallied(units);
    expect(answer.unaccounted).toHaveLength(MOST_LISTED);
    expect(answer.unaccountedCount).toBe(MOST_LISTED + 5);
  });

  test.each([
    [0n, 'USD', '0.00'],
    [5n, 'USD', '0.05'],
    [123n, 'JPY', '123'],
    [1234n, 'BHD', '1.234'],
    [2n ** 60n, 'USD', '11529215046068469.76'],
  ])('writes %s minor units of %s as %s', (minor, currency, text) => {
    expect(decimal(minor, currency)).toBe(text);
  });
});

async function* stream<R>(rows: R[]): AsyncGenerator<R> {
  yield* rows;
}

async function mergedKeys(streams: Record<'shipped' | 'tracked' | 'returned' | 'settled', UnitKey[]>) {
  const found: Record<string, string[]> = {};
  const merged = mergeUnits({
    shipped: stream(streams.shipped.map((key) => shipped(key))),
    tracked: stream(streams.tracked.map((key) => tracked(key))),
    returned: stream(streams.returned.map((key) => ({ ...key, place: 'received' as const, since: 0 }))),
    settled: stream(streams.settled.map((key) => settled(key))),
  });
  for await (const { orderId, line, ordinal, ...rows } of merged) {
    found[`${orderId}/${line}/${ordinal}`] = Object.keys(rows).filter(
      (name) => rows[name as keyof typeof rows],
    );
  }
  return found;
}

describe('merging the extracts', () => {
  test('every unit that anybody names comes once, in order, with all that is said of it', async () => {
    const keys = fc.uniqueArray(
      fc.record({ order: fc.integer({ min: 1, max: 6 }), ordinal: fc.integer({ min: 1, max: 12 }) }),
      {
        selector: ({ order, ordinal }) => order * 100 + ordinal,
      },
    );
    const list = keys.map((some) =>
      some
        .sort((a, b) => a.order - b.order || a.ordinal - b.ordinal)
        .map(({ order, ordinal }) => at(order, ordinal)),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.record({ shipped: list, tracked: list, returned: list, settled: list }),
        async (streams) => {
          const found = await mergedKeys(streams);
          const expected: Record<string, string[]> = {};
          for (const name of ['shipped', 'tracked', 'returned', 'settled'] as const) {
            for (const { orderId, line, ordinal } of streams[name])
              (expected[`${orderId}/${line}/${ordinal}`] ??= []).push(name);
          }
          expect(found).toEqual(expected);
        },
      ),
    );
  });

  test('refuses an extract that is out of order, since its merge would miscount', async () => {
    const streams = { shipped: [at(1, 2), at(1, 1)], tracked: [], returned: [], settled: [] };
    await expect(mergedKeys(streams)).rejects.toThrow(
      'the extract of orders is not in the order of its units',
    );
  });
});
