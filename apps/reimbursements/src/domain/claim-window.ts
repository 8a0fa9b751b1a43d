import type { Instant } from '#contracts';

const DAY = 86_400_000;

/** I-5: the last instant at which a claim or statement is in time: the promise plus so many days, inclusive. */
export function claimClosesAt(estimatedDeliveryAt: Instant, policy: { claimWindowDays: number }): Instant {
  return estimatedDeliveryAt + policy.claimWindowDays * DAY;
}

/**
 * I-2: the last instant at which a delivery is in time. A claim can be made from 1 ms later; the promise known at
 * shipment counts here, `DeliveryOverdue` has the last word.
 */
export function claimOpensAfter(
  unit: { estimatedDeliveryAt: Instant; shippedAt: Instant },
  policy: { lossWaitDays: number },
): Instant {
  return Math.max(unit.estimatedDeliveryAt + policy.lossWaitDays * DAY, unit.shippedAt);
}
