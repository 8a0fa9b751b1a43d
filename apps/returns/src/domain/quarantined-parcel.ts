import { toIso, uuidv5 } from '#contracts';
import type { ReturnClaim } from './claims.js';
import type { Verdict } from './verdict.js';
import { impossible } from './verdict.js';

// Never to be changed: parcels ever received are known by it.
const PARCEL = '5b3c2c58-0d0e-4c0f-8a53-9b6f5d1c7e22';

/** The id of a parcel that matches no order yet: a centre gives a receipt one number. */
export function parcelId({
  fulfillmentCenterId,
  receiptId,
}: Pick<ReturnClaim, 'fulfillmentCenterId' | 'receiptId'>): string {
  return uuidv5(PARCEL, [fulfillmentCenterId, receiptId]);
}

/** What is in the parcel, as it was reported. */
export function parcelContent(claim: ReturnClaim): string {
  const { kind, shipmentId, trackingNumber, rmaId, occurredAt, pieces } = claim;
  return JSON.stringify({ kind, shipmentId, trackingNumber, rmaId, occurredAt: toIso(occurredAt), pieces });
}

/** N-5: a parcel without an order is received into quarantine, once; never lost, never silently accepted. */
export function quarantine(claim: ReturnClaim, before: string | undefined): Verdict<string> {
  const content = parcelContent(claim);
  if (before === undefined) return { is: 'accepted', news: content };
  if (before === content) return { is: 'known' };
  return impossible(
    'conflicting-content',
    `receipt ${claim.receiptId} at ${claim.fulfillmentCenterId} holds another parcel: use a new receiptId`,
  );
}
