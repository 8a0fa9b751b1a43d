import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { getTracking } from 'ts-tracking-number';
import { editionM } from '#contracts';
import { dueDay, fates, LOSS_WAIT, RETURN_WAIT } from './fates.js';
import { goods } from './goods.js';
import { withWorld } from './network.js';
import { planWorld } from './plan-world.js';
import { trackingNumber, withCheckDigit } from './tracking-numbers.js';
import { carriers, centers } from './world-plan.js';
import type { Carrier } from './world-plan.js';

const sumBySku = (items: readonly { sellerSku: string; quantity: number }[]): Map<string, number> =>
  items.reduce(
    (sums, { sellerSku, quantity }) => sums.set(sellerSku, (sums.get(sellerSku) ?? 0) + quantity),
    new Map<string, number>(),
  );

describe('a world by its seed', () => {
  it('is the same each time, and another with another seed', () => {
    const options = { seed: 7, orders: 50, sellers: 3 };
    expect(planWorld(options)).toEqual(planWorld(options));
    expect(planWorld({ ...options, seed: 8 })).not.toEqual(planWorld(options));
  });

  it('has orders that the door takes, of SKUs that their seller has, and stock as its supplies say', () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.integer({ min: 0, max: 2 ** 31 }),
          orders: fc.integer({ min: 1, max: 80 }),
          sellers: fc.integer({ min: 1, max: 12 }),
        }),
        (options) => {
          const { sellers, orders } = planWorld(options);
          expect([sellers.length, orders.length]).toEqual([options.sellers, options.orders]);
          expect(new Set(sellers.map(({ name }) => name)).size).toBe(options.sellers);
          expect(new Set(orders.map(({ id }) => id)).size).toBe(options.orders);
          sellers.forEach(({ skus, receipts, lateReceipts }, seller) => {
            const own = orders.filter((order) => order.seller === seller).flatMap(({ items }) => items);
            const asked = sumBySku(own);
            const first = sumBySku(receipts.flatMap(({ items }) => items));
            const late = sumBySku(lateReceipts.flatMap(({ items }) => items));
            expect(own.every(({ sellerSku }) => skus.some((sku) => sku.sellerSku === sellerSku))).toBe(true);
            for (const { sku, supply } of goods) {
              const [want, have] = [asked.get(sku.sellerSku) ?? 0, first.get(sku.sellerSku) ?? 0];
              const isScarce = supply === 'scarce';
              expect([sku.sellerSku, have > want]).toEqual([sku.sellerSku, !isScarce]);
              expect(isScarce && have !== Math.floor(want / 2)).toBe(false);
              expect(isScarce && have + (late.get(sku.sellerSku) ?? 0) > want).toBe(false);
            }
            for (const { center } of [...receipts, ...lateReceipts]) expect(centers).toContain(center);
          });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('has every fate, cancellation and failure among a thousand orders', () => {
    const { orders } = planWorld({ seed: 1, orders: 1000, sellers: 3 });
    const among = (of: (order: (typeof orders)[number]) => unknown) => new Set(orders.map(of)).size;
    expect(among(({ fate }) => fate.name)).toBe(fates.length);
    expect([
      among(({ afterwards }) => afterwards),
      among(({ fails }) => fails),
      among(({ policy }) => policy),
    ]).toEqual([5, 4, 3]);
  });
});

describe('fates', () => {
  it('add up to a hundred', () => {
    expect(fates.reduce((sum, { share }) => sum + share, 0)).toBe(100);
  });

  // I-2, T-8: the table says of each whether it is overdue; this is why.
  it.each(fates)('$name: overdue $overdue', (fate) => {
    const { age, promise, steps, overdue } = fate;
    expect([LOSS_WAIT, RETURN_WAIT]).toEqual([editionM.lossWaitDays, editionM.returnWaitDays]);
    const occurred = (code: string) =>
      steps.find((step) => step.kind === 'scan' && step.eventCode === code)?.day;
    const received = steps.find((step) => step.kind === 'return')?.day;
    const ended = occurred('EVENT_407') === undefined ? occurred('EVENT_301') : received;
    const due = dueDay(fate);
    const now = age ?? due + 1e-6;
    expect(ended === undefined ? due < now : due < ended).toBe(overdue);
    // Whatever is overdue in the end is so while it is watched.
    expect(due < now).toBe(overdue);
    // Nothing is told of the future, and no other wait runs out before a parcel that is turned round is told of.
    for (const { day } of steps) expect(day).toBeLessThanOrEqual(now);
    expect(promise + LOSS_WAIT > now || overdue).toBe(true);
    expect(occurred('EVENT_407') === undefined || promise + LOSS_WAIT > now).toBe(true);
  });
});

describe('tracking numbers', () => {
  it.each<[Carrier, RegExp]>([
    ['UPS', /^1Z[0-9A-Z]{6}03\d{8}$/],
    ['USPS', /^9400\d{18}$/],
    ['FEDEX', /^\d{12}$/],
  ])('of %s have their shape, and no two are alike', (carrier, shape) => {
    const made = Array.from({ length: 2000 }, (_, serial) => trackingNumber(carrier, 1_795_000_000, serial));
    expect(made.every((number) => shape.test(number))).toBe(true);
    expect(new Set(made).size).toBe(2000);
    expect(trackingNumber(carrier, 1_795_000_001, 0)).not.toBe(made[0]);
    expect(made.every((number) => getTracking(number)?.courier.code === carrier.toLowerCase())).toBe(true);
  });

  // Numbers of the carriers' own documents.
  it.each<[Carrier, string]>([
    ['UPS', '1Z999AA10123456784'],
    ['USPS', '9400111202555842332669'],
    ['FEDEX', '986578788855'],
  ])('of %s have the check digit of %s', (carrier, known) => {
    expect(withCheckDigit[carrier](known.slice(0, -1))).toBe(known);
  });
});

describe('the network of the world', () => {
  const bare = { calendars: [], fulfillmentCenters: [{ fulfillmentCenterId: 'FC1' }], routes: [], fees: [1] };

  it('has its warehouses and a way of each of its carriers beside what was there, once', () => {
    const network = withWorld(bare);
    expect(network.fulfillmentCenters.map((one) => one.fulfillmentCenterId)).toEqual(['FC1', ...centers]);
    expect(new Set(network.routes.map((route) => (route as { carrierCode: string }).carrierCode))).toEqual(
      new Set(carriers),
    );
    expect(network['fees']).toEqual([1]);
    expect(withWorld(network)).toBe(network);
  });
});
