import { describe, expect, it } from '@jest/globals';
import { keysOfPackage, namingOf, resolve } from './reference.js';
import type { NamedPackage } from './reference.js';

const SELLER = '0190a000-0000-7000-8000-000000000001';
const ORDER = '0190a000-0000-7000-8000-000000000002';
const named = (packageId: string, more: Partial<NamedPackage> = {}): NamedPackage => ({
  packageId,
  packageNumber: 7,
  orderId: ORDER,
  sellerId: SELLER,
  sellerFulfillmentOrderId: 'SO-1',
  shipmentId: 'S-1',
  carrierCode: 'UPS',
  trackingNumber: '1Z',
  shippedAt: 100,
  ...more,
});

describe('the four ways to name a package (Words)', () => {
  const one = named('p1', { packageRef: 'a' });
  it.each([
    ['its id', { packageId: 'p1' }, 'package:p1'],
    ['seller and number', { sellerId: SELLER, packageNumber: 7 }, `seller-number:${SELLER}:7`],
    ['carrier and tracking number', { carrierCode: 'UPS', trackingNumber: '1Z' }, 'tracking:UPS:1Z'],
    [
      'order and shipment',
      { sellerId: SELLER, orderId: ORDER, shipmentId: 'S-1' },
      `shipment-of:${ORDER}:S-1`,
    ],
    [
      "seller's order and shipment",
      { sellerId: SELLER, sellerFulfillmentOrderId: 'SO-1', shipmentId: 'S-1' },
      `shipment:${SELLER}:SO-1:S-1`,
    ],
  ])('%s', (_name, reference, key) => {
    const naming = namingOf(reference, 100);
    expect(naming.key).toBe(key);
    // Whoever makes the package known wakes every key under which a report can wait for it.
    expect(keysOfPackage(one)).toContain(key);
    expect(resolve(naming, [one])).toEqual({ found: one });
    expect(resolve(naming, [])).toEqual({ unknown: true });
  });
});

describe('carrier and number: numbers are reused (Words)', () => {
  const [first, second] = [named('p1', { shippedAt: 100 }), named('p2', { shippedAt: 200 })];
  it.each([
    [99, undefined],
    [100, first],
    [199, first],
    [200, second],
    [201, second],
  ])('a scan of instant %i', (occurredAt, found) => {
    const naming = namingOf({ carrierCode: 'UPS', trackingNumber: '1Z' }, occurredAt);
    expect(resolve(naming, [second, first])).toEqual(found ? { found } : { unknown: true });
  });
});

describe('a package of a shipment', () => {
  const [a, b] = [named('p1', { packageRef: 'a' }), named('p2', { packageRef: 'b' })];
  const naming = (packageRef?: string, sellerId = SELLER) =>
    namingOf({ sellerId, orderId: ORDER, shipmentId: 'S-1', packageRef }, 0);

  it.each([
    ['its reference', naming('b'), { found: b }],
    ['no reference, of two', naming(), { impossible: 'ambiguous-package', among: [a, b] }],
    ['a reference that it does not have', naming('c'), { impossible: 'unknown-package', among: [a, b] }],
    ['another seller', naming('a', ORDER), { impossible: 'not-yours', among: [] }],
  ])('%s', (_name, meaning, expected) => {
    expect(resolve(meaning, [a, b])).toEqual(expected);
  });
});
