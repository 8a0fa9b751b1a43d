import { toIso } from '#contracts';
import type { Instant } from '#contracts';
import type { PolicyVersion } from '../domain/policy-in-force.js';
import { policyInForce } from '../domain/policy-in-force.js';
import { meant } from '../domain/scan.js';
import { clockWords, trackingWords } from '../domain/words.js';
import type { KnownPackage } from '../store/known-packages.js';
import type { KeptScan } from '../store/scans.js';

const isoOrNull = (instant: Instant | null): string | null => (instant === null ? null : toIso(instant));

/** A package as its seller and the operator see it. */
export function packageView(
  { shipped, state, scans, units }: KnownPackage,
  policies: readonly PolicyVersion[],
  now: Instant,
) {
  const { place, placeSince, status, sellerId } = state;
  if (place === null || placeSince === null || status === null || sellerId === null) {
    throw new Error(`package ${shipped.packageId} is known but has no state`);
  }
  const { policy } = policyInForce(policies, shipped.marketplaceId, shipped.shippedAt);
  const own = scans.filter((scan) => scan.movedTo === undefined);
  const clock = clockWords(state);
  const words = {
    shippedAt: shipped.shippedAt,
    detail: shipped.detail,
    place,
    since: placeSince,
    status,
    anyScan: own.length > 0,
  };
  return {
    packageId: shipped.packageId,
    packageNumber: shipped.packageNumber,
    orderId: shipped.orderId,
    sellerFulfillmentOrderId: shipped.sellerFulfillmentOrderId,
    shipmentId: shipped.shipmentId,
    carrierCode: shipped.carrierCode ?? null,
    trackingNumber: shipped.trackingNumber ?? null,
    hasNumber: shipped.hasNumber,
    detail: shipped.detail,
    signatureRequired: shipped.signatureRequired,
    shippedAt: toIso(shipped.shippedAt),
    estimatedDeliveryAt: toIso(shipped.estimatedDeliveryAt),
    text: trackingWords(words, policy.trackingPatienceHours, now),
    state: {
      place,
      since: toIso(placeSince),
      status,
      deliveredAt: isoOrNull(state.deliveredAt),
      returningSince: isoOrNull(state.returningSince),
      asOf: isoOrNull(state.asOf),
    },
    clock: {
      state: clock.state,
      at: toIso(clock.at),
      cause: state.nextDueCause ?? state.overdueCause,
      policyVersion: state.policyVersion,
      rule: clock.rule,
      text: clock.text,
    },
    units: units.map((unit) => ({
      line: unit.line,
      ordinal: unit.ordinal,
      place: unit.place,
      since: toIso(unit.placeSince),
    })),
    scans: own.map(scanView).toReversed(),
  };
}

function scanView(scan: KeptScan) {
  return {
    scanId: scan.scanId,
    eventCode: scan.eventCode,
    rawCode: scan.rawCode,
    status: meant(scan).meaning.status,
    occurredAt: toIso(scan.occurredAt),
    reportedAt: toIso(scan.reportedAt),
    location: scan.location,
    incident: scan.incident,
    faultParty: scan.faultParty,
    estimatedDeliveryAt: scan.carrierEstimate,
  };
}
