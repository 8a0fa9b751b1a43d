import { describe, expect, it } from '@jest/globals';
import { claimedInFuture, mayReport } from './may-report.js';
import type { Speaker } from './may-report.js';

const of = { sellerId: 's1', fulfillmentCenterId: 'FC-1' };
const speaker = (role: Speaker['role'], scope: Speaker['scope'] = {}): Speaker => ({ role, scope });

describe('mayReport (Words, "report")', () => {
  it.each([
    ['nobody known', undefined, false],
    ['a warehouse without limits', speaker('warehouse'), true],
    ['a warehouse of that centre', speaker('warehouse', { fulfillmentCenterIds: ['FC-2', 'FC-1'] }), true],
    ['a warehouse of another centre', speaker('warehouse', { fulfillmentCenterIds: ['FC-2'] }), false],
    ['a warehouse of no centre', speaker('warehouse', { fulfillmentCenterIds: [] }), false],
    ['a warehouse for that seller', speaker('warehouse', { sellerIds: ['s1'] }), true],
    ['a warehouse for another seller', speaker('warehouse', { sellerIds: ['s2'] }), false],
    ['a carrier', speaker('carrier'), false],
    ['an order source', speaker('order-source'), false],
    ['the network', speaker('network'), true],
    ['the network for that seller', speaker('network', { sellerIds: ['s1'] }), true],
    ['the network for another seller', speaker('network', { sellerIds: ['s2'] }), false],
  ])('%s, about a shipment', (_name, who, may) => {
    expect(mayReport(who, 'warehouse', of)).toBe(may);
  });

  it.each([
    ['an order source', speaker('order-source'), true],
    ['an order source for another seller', speaker('order-source', { sellerIds: ['s2'] }), false],
    [
      'an order source limited to centres: an order names none',
      speaker('order-source', { fulfillmentCenterIds: [] }),
      true,
    ],
    ['a warehouse', speaker('warehouse'), false],
  ])('%s, about an order', (_name, who, may) => {
    expect(mayReport(who, 'order-source', { sellerId: 's1' })).toBe(may);
  });
});

describe('claimedInFuture', () => {
  it.each([
    ['in the past', -1, false],
    ['5 minutes ahead', 300_000, false],
    ['1 ms more', 300_001, true],
  ])('%s', (_name, ahead, is) => {
    expect(claimedInFuture(1_000_000 + ahead, 1_000_000, { futureToleranceMinutes: 5 })).toBe(is);
  });
});
