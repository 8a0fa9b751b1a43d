import { describe, expect, it } from '@jest/globals';
import type { FoundAt, PublisherRole } from '#contracts';
import { damaged, network, returned, sellerId } from '../../test/given.js';
import { isClaimedInFuture } from './claims.js';
import { mayReportDamage, mayReportReturn } from './entitlement.js';

const as = (role: PublisherRole, scope = {}) => ({ ...network, role, scope });

describe('who may report a return', () => {
  it.each([
    ['network', {}, true],
    ['warehouse', {}, true],
    ['warehouse', { fulfillmentCenterIds: ['FC-1'] }, true],
    ['warehouse', { fulfillmentCenterIds: ['FC-2'] }, false],
    ['warehouse', { fulfillmentCenterIds: [] }, false],
    ['network', { sellerIds: [sellerId] }, true],
    ['network', { sellerIds: ['another'] }, false],
    ['carrier', {}, false],
    ['order-source', {}, false],
  ] as const)('%s within %j: %s', (role, scope, may) => {
    expect(mayReportReturn(returned({}, as(role, scope)))?.reason).toBe(may ? undefined : 'not-yours');
  });

  it('needs no seller for a parcel that matches no order (N-5)', () => {
    const claim = returned({ order: undefined }, as('warehouse', { sellerIds: ['another'] }));
    expect(mayReportReturn(claim)).toBeUndefined();
  });
});

describe('who may report damage', () => {
  const cases: [PublisherRole, FoundAt, boolean][] = [
    ['network', 'return-inspection', true],
    ['warehouse', 'return-inspection', true],
    ['warehouse', 'warehouse', true],
    ['warehouse', 'in-transit', true],
    ['carrier', 'in-transit', true],
    ['carrier', 'return-inspection', false],
    ['carrier', 'warehouse', false],
    ['order-source', 'in-transit', false],
  ];
  it.each(cases)('%s, found %s: %s', (role, foundAt, may) => {
    expect(mayReportDamage(damaged({ foundAt }, as(role)))?.reason).toBe(may ? undefined : 'not-yours');
  });

  it('keeps to its sellers', () => {
    expect(mayReportDamage(damaged({}, as('network', { sellerIds: [] })))?.reason).toBe('not-yours');
  });
});

describe('a claim ahead of its record', () => {
  it.each([
    [0, false],
    [5 * 60_000, false],
    [5 * 60_000 + 1, true],
  ])('by %i ms is in the future: %s', (ahead, future) => {
    const claim = returned();
    expect(isClaimedInFuture({ ...claim, recordedAt: claim.occurredAt - ahead })).toBe(future);
  });
});
