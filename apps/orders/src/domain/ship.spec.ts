import { describe, expect, it } from '@jest/globals';
import { editionM, toInstant } from '#contracts';
import type { OrderShippedReport, ShippedPackageReport } from '#contracts';
import { cancelOrder } from './cancel-order.js';
import { ship } from './ship.js';
import { shipmentContent } from './shipment-content.js';
import { anOrder, aShipment } from './ship.samples.js';

const at = toInstant('2026-01-03T11:00:00Z');
const take = (report: OrderShippedReport, order = anOrder(), earlier?: object) =>
  ship(order, { report, at, earlier }, editionM);
const packing = (...quantities: Record<string, number>[]): ShippedPackageReport[] =>
  quantities.map((items) => ({
    items: Object.entries(items).map(([id, quantity]) => ({ sellerFulfillmentOrderItemId: id, quantity })),
  }));

function shippedOf(report: OrderShippedReport, order = anOrder()) {
  const result = take(report, order);
  if (result.outcome !== 'shipped') throw new Error(`refused: ${JSON.stringify(result)}`);
  return result;
}

describe('ship (O-11)', () => {
  it('gives each package the lowest free ordinals, package after package, report after report', () => {
    const first = shippedOf(aShipment({ packages: packing({ a: 1 }, { a: 1, b: 1 }) }));
    const units = first.shipment.packages.map((parcel) =>
      parcel.units.map(({ line, ordinal }) => [line, ordinal]),
    );
    expect(units).toEqual([
      [[1, 1]],
      [
        [1, 2],
        [2, 1],
      ],
    ]);
    const second = shippedOf(aShipment({ shipmentId: 'S-2', packages: packing({ a: 1 }) }), first.order);
    expect(second.shipment.packages[0]?.units).toEqual([
      {
        line: 1,
        ordinal: 3,
        sellerFulfillmentOrderItemId: 'a',
        sellerSku: 'MUG',
        unitValue: { currency: 'USD', minorUnits: 1999 },
      },
    ]);
  });

  it('takes what left before the warehouse knew that the order is cancelled: it is no longer cancelled', () => {
    const cancelled = cancelOrder({ ...anOrder(), heldUntil: at + 5 }, at);
    if (cancelled.outcome !== 'cancelled') throw new Error('it could be cancelled');
    const { order } = shippedOf(aShipment({ packages: packing({ a: 2 }) }), cancelled.order);
    expect(order).toMatchObject({ status: 'CompletePartialled', cancelledAt: at, heldUntil: undefined });
    expect(order.items).toMatchObject([
      { quantity: 3, shippedQuantity: 2, cancelledQuantity: 1 },
      { quantity: 2, shippedQuantity: 0, cancelledQuantity: 2 },
    ]);
    expect(take(aShipment({ packages: packing({ a: 4 }) }), cancelled.order)).toMatchObject({
      outcome: 'refused',
      detail: 'item a: 4 reported, 3 left to ship',
    });
  });

  it('ends a hold: what has shipped is not held', () => {
    const { order } = shippedOf(aShipment({}), { ...anOrder(), heldUntil: at + 5 });
    expect(order.heldUntil).toBeUndefined();
  });

  it('moves the status on, and its date only when it changes', () => {
    const first = shippedOf(aShipment({ packages: packing({ a: 1 }) }));
    expect(first.order).toMatchObject({ status: 'Processing', statusUpdatedAt: at });
    const second = ship(
      first.order,
      { report: aShipment({ shipmentId: 'S-2', packages: packing({ a: 1 }) }), at: at + 1 },
      editionM,
    );
    expect(second).toMatchObject({
      outcome: 'shipped',
      order: { status: 'Processing', statusUpdatedAt: at },
    });
    const last = ship(
      first.order,
      { report: aShipment({ shipmentId: 'S-3', packages: packing({ a: 2, b: 2 }) }), at: at + 2 },
      editionM,
    );
    expect(last).toMatchObject({
      outcome: 'shipped',
      order: { status: 'Complete', statusUpdatedAt: at + 2 },
    });
  });

  it.each([
    ['all that is left', packing({ a: 3, b: 2 }), 'shipped'],
    ['one more of one item', packing({ a: 4 }), 'exceeds-ordered'],
    ['one more over two packages', packing({ a: 2 }, { a: 2 }), 'exceeds-ordered'],
    [
      'one more in two lines of one package',
      [{ items: [...packing({ a: 2 })[0]!.items, ...packing({ a: 2 })[0]!.items] }],
      'exceeds-ordered',
    ],
    ['an item that the order lacks', packing({ a: 1, z: 1 }), 'unknown-item'],
  ])('%s', (_name, packages, outcome) => {
    const result = take(aShipment({ packages }));
    expect(result.outcome === 'refused' ? result.reason : result.outcome).toBe(outcome);
  });

  it.each([
    ['all but what was cancelled', 2, 'shipped'],
    ['one that was cancelled', 3, 'exceeds-ordered'],
  ])('%s', (_name, quantity, outcome) => {
    const order = anOrder();
    const items = order.items.map((item) => (item.line === 1 ? { ...item, cancelledQuantity: 1 } : item));
    const result = take(aShipment({ packages: packing({ a: quantity }) }), { ...order, items });
    expect(result.outcome === 'refused' ? result.reason : result.outcome).toBe(outcome);
  });

  it('takes nothing of a report that has one fault, and names every item that is too many', () => {
    const order = anOrder();
    expect(take(aShipment({ packages: packing({ a: 4, b: 3 }) }), order)).toEqual({
      outcome: 'refused',
      reason: 'exceeds-ordered',
      detail: 'item a: 4 reported, 3 left to ship; item b: 3 reported, 2 left to ship',
    });
    expect(order).toEqual(anOrder());
  });

  it('knows a shipment again, however it is written, and parks another of its name', () => {
    const report = aShipment({ packages: packing({ a: 1 }, { b: 1 }) });
    const { order } = shippedOf(report);
    const earlier = JSON.parse(JSON.stringify(shipmentContent(report))) as object;
    const again = {
      ...report,
      occurredAt: '2026-01-03T11:00:00+01:00',
      packages: report.packages.toReversed(),
    };
    expect(take(again, order, earlier)).toEqual({ outcome: 'known' });
    const other = take({ ...report, packages: packing({ a: 2 }, { b: 1 }) }, order, earlier);
    expect(other).toMatchObject({ outcome: 'refused', reason: 'conflicting-content' });
  });

  it('parks the whole report when one package has no promise', () => {
    const packages = packing({ a: 1 }, { b: 1 });
    packages[0]!.estimatedDeliveryAt = '2026-01-08';
    const result = take(aShipment({ packages, estimatedDeliveryAt: undefined }));
    expect(result).toMatchObject({ outcome: 'refused', reason: 'no-promise' });
  });

  it('resolves a bare date where the parcel goes, else where the policy says', () => {
    const report = aShipment({ packages: packing({ a: 1 }), estimatedDeliveryAt: '2026-01-08' });
    const here = shippedOf(report).shipment.packages[0];
    expect(here).toMatchObject({
      estimatedDeliveryAt: toInstant('2026-01-08T23:59:59.999Z'),
      promisedBy: 'shipment',
    });
    const there = shippedOf(report, { ...anOrder(), destinationTimeZone: 'Asia/Tokyo' }).shipment.packages[0];
    expect(there?.estimatedDeliveryAt).toBe(toInstant('2026-01-08T14:59:59.999Z'));
    const policy = { ...editionM, destinationTimeZoneDefault: 'America/New_York' };
    expect(ship(anOrder(), { report, at }, policy)).toMatchObject({
      shipment: { packages: [{ estimatedDeliveryAt: toInstant('2026-01-09T04:59:59.999Z') }] },
    });
  });

  it.each([
    ['a number', { trackingNumber: '1Z' }, 'full'],
    [
      'a number, but only the last event',
      { trackingNumber: '1Z', detail: 'delivered-only' as const },
      'delivered-only',
    ],
    ['no number', {}, 'none'],
    ['no number, all the details (T-2)', { detail: 'full' as const }, 'full'],
  ])('tracking detail of %s', (_name, given, detail) => {
    const [parcel] = packing({ a: 1 });
    const { shipment } = shippedOf(aShipment({ packages: [{ ...parcel!, ...given }] }));
    expect(shipment.packages[0]?.detail).toBe(detail);
  });

  it.each([
    ['the order, when the package does not say', true, undefined, true],
    ['the package before the order', true, false, false],
    ['the package alone', false, true, true],
  ])('signature: %s', (_name, ofOrder, ofPackage, required) => {
    const [parcel] = packing({ a: 1 });
    const report = aShipment({ packages: [{ ...parcel!, signatureRequired: ofPackage }] });
    const { shipment } = shippedOf(report, { ...anOrder(), signatureRequired: ofOrder });
    expect(shipment.packages[0]?.signatureRequired).toBe(required);
  });
});
