import type { CurrentStatus, Instant, PackagePlace, TrackingDetail } from '#contracts';

const HOUR = 3_600_000;

/** What a buyer is told first of a parcel (T-1, T-2, T-6). */
export const situations = [
  'first-day',
  'unscanned',
  'delivered-only',
  'untracked',
  'moving',
  'delayed',
  'out-for-delivery',
  'attempted',
  'pickup',
  'action',
  'late',
  'delivered',
  'returning',
  'returned',
  'undeliverable',
] as const;
export type Situation = (typeof situations)[number];

/** How far the parcel is: shipped, on its way, at the last mile, delivered. None for one that does not arrive. */
export type Stage = 0 | 1 | 2 | 3;

export interface ParcelFacts {
  shippedAt: Instant;
  estimatedDeliveryAt: Instant;
  detail: TrackingDetail;
  place: PackagePlace;
  status: CurrentStatus;
  anyScan: boolean;
  /** I-7: something of it came back from its buyer, so it was delivered, whatever its scans say. */
  provenDelivered: boolean;
}

const ofStatus: Partial<Record<CurrentStatus, Situation>> = {
  OUT_FOR_DELIVERY: 'out-for-delivery',
  DELIVERY_ATTEMPTED: 'attempted',
  AVAILABLE_FOR_PICKUP: 'pickup',
  CUSTOMER_ACTION: 'action',
};

/**
 * The situation of a parcel at `now`. T-1: without a scan the first `patienceHours` are "allow a day". T-2: a carrier
 * that tells only of the delivery, or of nothing, is no fault of the parcel.
 */
export function situationOf(parcel: ParcelFacts, patienceHours: number, now: Instant): Situation {
  const { place, status, detail, anyScan, shippedAt, estimatedDeliveryAt, provenDelivered } = parcel;
  if (place === 'returning') return status === 'RETURNING' ? 'returning' : 'returned';
  if (place === 'delivered' || provenDelivered) return 'delivered';
  if (place === 'lost') return 'undeliverable';
  // What the recipient can do comes before what was promised.
  const atTheDoor = ofStatus[status];
  if (atTheDoor) return atTheDoor;
  if (detail === 'none' && !anyScan) return 'untracked';
  if (now > estimatedDeliveryAt) return 'late';
  if (anyScan) return status === 'DELAYED' ? 'delayed' : 'moving';
  if (detail === 'delivered-only') return 'delivered-only';
  return now < shippedAt + patienceHours * HOUR ? 'first-day' : 'unscanned';
}

export function stageOf(situation: Situation, anyScan: boolean): Stage | undefined {
  if (situation === 'delivered') return 3;
  if (['returning', 'returned', 'undeliverable'].includes(situation)) return undefined;
  if (['out-for-delivery', 'attempted', 'pickup'].includes(situation)) return 2;
  return anyScan ? 1 : 0;
}
