import type { CurrentStatus, Instant, OverdueCause, PackagePlace } from '#contracts';
import type { Followed } from './follow.js';

/** What is kept of a package: the outcome of all that is known of it, and what was decided. */
export interface PackageState {
  packageId: string;
  orderId: string;
  /** Null until its OrderShipped is heard; then all the rest is null as well. */
  sellerId: string | null;
  place: PackagePlace | null;
  placeSince: Instant | null;
  status: CurrentStatus | null;
  deliveredAt: Instant | null;
  returningSince: Instant | null;
  asOf: Instant | null;
  policyVersion: string | null;
  /** The due of the timer that runs; null when none does. */
  nextDueAt: Instant | null;
  nextDueCause: OverdueCause | null;
  stoppedAt: Instant | null;
  stoppedBy: 'delivery' | 'buyer-return' | 'sandbox' | null;
  /** The due that the sweep has handled: from then on no timer runs, whatever is heard (I-2: once per package). */
  decidedDueAt: Instant | null;
}

/** The state of a package of which everything that is known is known. */
export function stateRow(
  of: { packageId: string; orderId: string; sellerId: string },
  { state, clock, policyVersion }: Followed,
  decidedDueAt: Instant | null,
): PackageState {
  const timer = decidedDueAt === null ? clock.timer : undefined;
  return {
    packageId: of.packageId,
    orderId: of.orderId,
    sellerId: of.sellerId,
    place: state.place,
    placeSince: state.since,
    status: state.status,
    deliveredAt: state.deliveredAt ?? null,
    returningSince: state.returningSince ?? null,
    asOf: state.asOf,
    policyVersion,
    nextDueAt: timer?.due ?? null,
    nextDueCause: timer?.cause ?? null,
    stoppedAt: clock.stopped?.at ?? null,
    stoppedBy: clock.stopped?.by ?? null,
    decidedDueAt,
  };
}

/** Whether a row must be written again. */
export function differs(before: PackageState, after: PackageState): boolean {
  return (Object.keys(after) as (keyof PackageState)[]).some((field) => before[field] !== after[field]);
}
