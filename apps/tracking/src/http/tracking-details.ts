import { toIso } from '#contracts';
import type { Instant } from '#contracts';
import { eventWords } from '../domain/event-words.js';
import { checkNumber } from '../domain/tracking-number.js';
import type { PolicyVersion } from '../domain/policy-in-force.js';
import { whereIs } from '../store/known-packages.js';
import type { KnownPackage } from '../store/known-packages.js';
import type { KeptScan } from '../store/scans.js';
import { inWords, ownScans } from './package-view.js';

/**
 * The payload of getPackageTrackingDetails. What nobody has told us (carrier, number) is left out; the place of a scan,
 * which the model wants, is empty then.
 */
export function trackingDetails(
  known: KnownPackage,
  customerTrackingLink: string,
  policies: readonly PolicyVersion[],
  now: Instant,
) {
  const { packageNumber, trackingNumber, shippedAt, estimatedDeliveryAt } = known.shipped;
  const { carrier } = checkNumber(known.shipped);
  return {
    packageNumber,
    ...(trackingNumber !== undefined && { trackingNumber }),
    customerTrackingLink,
    ...(carrier && { carrierCode: known.shipped.carrierCode ?? carrier.code }),
    ...(carrier?.phone !== undefined && { carrierPhoneNumber: carrier.phone }),
    ...(carrier?.website !== undefined && { carrierURL: carrier.website }),
    shipDate: toIso(shippedAt),
    estimatedArrivalDate: toIso(estimatedDeliveryAt),
    currentStatus: whereIs(known).status,
    currentStatusDescription: inWords(known, policies, now),
    trackingEvents: ownScans(known).map(trackingEvent).toReversed(),
  };
}

function trackingEvent({ occurredAt, eventCode, location }: KeptScan) {
  const { city = '', stateOrRegion = '', countryCode = '' } = location ?? {};
  return {
    eventDate: toIso(occurredAt),
    eventAddress: { city, state: stateOrRegion, country: countryCode },
    eventCode,
    eventDescription: eventWords[eventCode],
  };
}
