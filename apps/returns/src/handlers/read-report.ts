import type { OrderReference } from '#contracts';
import { ReturnReceivedReport, UnitDamagedReport } from '#contracts';
import { is } from '#messaging';
import type { Incoming } from '#messaging';
import { damageClaim, isClaimedInFuture, returnClaim } from '../domain/claims.js';
import type { DamageClaim, ReturnClaim } from '../domain/claims.js';
import { mayReportDamage, mayReportReturn } from '../domain/entitlement.js';
import type { Fault } from '../domain/verdict.js';

/** A report together with what it claims, in this service's terms. */
export type ReadReport = { incoming: Incoming } & (
  { about: 'return'; claim: ReturnClaim } | { about: 'damage'; claim: DamageClaim }
);

/** Reads a report and checks what needs no look at any order: who may say so, and when. */
export function readReport(incoming: Incoming): ReadReport | Fault {
  const { publisher, time } = incoming;
  if (!publisher) return { reason: 'not-yours', detail: 'no known publisher sent this report' };
  if (is(ReturnReceivedReport, incoming)) {
    const claim = returnClaim(incoming.data, time, publisher);
    return mayReportReturn(claim) ?? tooEarly(claim) ?? { about: 'return', incoming, claim };
  }
  if (is(UnitDamagedReport, incoming)) {
    const claim = damageClaim(incoming.data, time, publisher);
    return mayReportDamage(claim) ?? tooEarly(claim) ?? { about: 'damage', incoming, claim };
  }
  throw new Error(
    `returns does not check ${incoming.type}: hear it in returns.subscriptions.ts only with a reader here`,
  );
}

function tooEarly(claim: ReturnClaim | DamageClaim): Fault | undefined {
  if (!isClaimedInFuture(claim)) return undefined;
  return {
    reason: 'claimed-in-future',
    detail: `occurredAt ${new Date(claim.occurredAt).toISOString()} lies ahead of the record: check the clock`,
  };
}

/** Keys under which reports wait for an order, by each of the two ways to name it. */
export const waitKey = {
  byId: (orderId: string): string => `order-id:${orderId}`,
  bySeller: (sellerId: string, sellerFulfillmentOrderId: string): string =>
    `order:${sellerId}:${sellerFulfillmentOrderId}`,
  of({ sellerId, orderId, sellerFulfillmentOrderId }: OrderReference): string {
    if (orderId !== undefined) return waitKey.byId(orderId);
    return waitKey.bySeller(sellerId, sellerFulfillmentOrderId ?? '');
  },
};
