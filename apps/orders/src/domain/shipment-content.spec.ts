import { describe, expect, it } from '@jest/globals';
import { sameContent } from './same-content.js';
import { shipmentContent, shipmentFaults } from './shipment-content.js';
import { aShipment } from './ship.samples.js';

const a1 = { sellerFulfillmentOrderItemId: 'a', quantity: 1 };
const first = aShipment({ packages: [{ trackingNumber: '1Z', items: [a1, { ...a1, quantity: 2 }] }] });

describe('shipmentContent', () => {
  it.each([
    [
      'the detail said that would be taken anyway',
      { packages: [{ ...first.packages[0]!, detail: 'full' as const }] },
      true,
    ],
    [
      'units of one item in one line',
      { packages: [{ trackingNumber: '1Z', items: [{ ...a1, quantity: 3 }] }] },
      true,
    ],
    ['the order by another of its names', { order: { sellerId: first.order.sellerId, orderId: 'x' } }, true],
    ['another number', { packages: [{ ...first.packages[0]!, trackingNumber: '2Z' }] }, false],
    ['another instant', { occurredAt: '2026-01-03T10:00:00.001Z' }, false],
    ['another centre', { fulfillmentCenterId: 'FC-2' }, false],
    ['another promise', { estimatedDeliveryAt: '2026-01-08' }, false],
  ])('%s', (_name, change, same) => {
    expect(sameContent(shipmentContent(first), shipmentContent({ ...first, ...change }))).toBe(same);
  });
});

describe('shipmentFaults', () => {
  it('has none to tell of a good one', () => {
    expect(shipmentFaults(first)).toEqual([]);
  });

  it('tells every fault at once', () => {
    const packages = [
      { packageRef: '1', items: [a1] },
      { packageRef: '1', items: [{ ...a1, sellerFulfillmentOrderItemId: '' }] },
    ];
    const bad = aShipment({ order: { sellerId: 's' }, shipmentId: '', fulfillmentCenterId: '', packages });
    expect(shipmentFaults(bad)).toEqual([
      'order.sellerFulfillmentOrderId is blank',
      'shipmentId is blank',
      'fulfillmentCenterId is blank',
      'packages.1.packageRef is given twice',
      'packages.1.items.0.sellerFulfillmentOrderItemId is blank',
    ]);
  });
});
