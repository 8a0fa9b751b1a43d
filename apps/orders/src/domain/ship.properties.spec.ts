import { describe, expect, it } from '@jest/globals';
import { editionM, naturalKey } from '#contracts';
import type { OrderShippedReport } from '#contracts';
import fc from 'fast-check';
import type { Order } from './order.js';
import { ship } from './ship.js';
import type { Package } from './shipment.js';
import { shipmentContent } from './shipment-content.js';
import { anOrder, aShipment } from './ship.samples.js';

interface World {
  order: Order;
  contents: Map<string, object>;
  packages: Package[];
  refused: number;
}

function play(reports: readonly OrderShippedReport[]): World {
  const world: World = { order: anOrder(), contents: new Map(), packages: [], refused: 0 };
  for (const [at, report] of reports.entries()) {
    const key = naturalKey.shipped({ orderId: world.order.orderId, shipmentId: report.shipmentId });
    const result = ship(world.order, { report, at, earlier: world.contents.get(key) }, editionM);
    if (result.outcome === 'refused') world.refused += 1;
    if (result.outcome !== 'shipped') continue;
    world.order = result.order;
    world.contents.set(key, shipmentContent(report));
    world.packages.push(...result.shipment.packages);
  }
  return world;
}

const parcel = fc
  .array(
    fc.record({
      sellerFulfillmentOrderItemId: fc.constantFrom('a', 'b'),
      quantity: fc.integer({ min: 1, max: 3 }),
    }),
    {
      minLength: 1,
      maxLength: 2,
    },
  )
  .map((items) => ({ items }));
const report = fc
  .record({
    shipmentId: fc.constantFrom('S-1', 'S-2', 'S-3', 'S-4'),
    packages: fc.array(parcel, { minLength: 1, maxLength: 3 }),
  })
  .map(aShipment);
const reports = fc.array(report, { maxLength: 12 });

describe('any reports, in any order, however often (O-11)', () => {
  it('never ships more than was ordered, puts each unit in one package, and leaves no hole', () => {
    fc.assert(
      fc.property(reports, (said) => {
        const { order, packages } = play(said);
        const units = packages.flatMap((one) => one.units.map(({ line, ordinal }) => `${line}/${ordinal}`));
        expect(new Set(units).size).toBe(units.length);
        for (const item of order.items) {
          expect(item.shippedQuantity).toBeLessThanOrEqual(item.quantity - item.cancelledQuantity);
          for (let ordinal = 1; ordinal <= item.shippedQuantity; ordinal++)
            expect(units).toContain(`${item.line}/${ordinal}`);
        }
        expect(units).toHaveLength(order.items.reduce((sum, item) => sum + item.shippedQuantity, 0));
      }),
    );
  });

  it('makes nothing more of a history that is told twice', () => {
    fc.assert(
      fc.property(reports, (said) => {
        const once = play(said);
        const twice = play([...said, ...said]);
        expect(twice.packages).toEqual(once.packages);
        expect(twice.order).toEqual(once.order);
      }),
    );
  });

  it('comes to the same counts and status in any order when all of it fits', () => {
    const single = (id: string, nth: number) =>
      aShipment({
        shipmentId: `S-${id}${nth}`,
        packages: [{ items: [{ sellerFulfillmentOrderItemId: id, quantity: 1 }] }],
      });
    const fitting = [single('a', 1), single('a', 2), single('b', 1), single('b', 2)];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(fitting, { minLength: 4 }),
        fc.array(fc.constantFrom(...fitting)),
        (order, repeats) => {
          const world = play([...order, ...repeats]);
          expect(world.refused).toBe(0);
          expect(world.order.items.map((item) => item.shippedQuantity)).toEqual([2, 2]);
          expect(world.order.status).toBe('Processing');
        },
      ),
    );
  });
});
