import { toIso } from '#contracts';
import type { Instant } from '#contracts';
import type { PolicyVersion } from '../domain/policy-in-force.js';
import { policyInForce } from '../domain/policy-in-force.js';
import { meant } from '../domain/scan.js';
import { checkNumber } from '../domain/tracking-number.js';
import { clockWords, trackingWords } from '../domain/words.js';
import { whereIs } from '../store/known-packages.js';
import type { KnownPackage } from '../store/known-packages.js';
import type { KeptScan } from '../store/scans.js';

const isoOrNull = (instant: Instant | null): string | null => (instant === null ? null : toIso(instant));

/** A package as its seller and the operator see it. */
export function packageView(
  known: KnownPackage,
  customerTrackingLink: string,
  policies: readonly PolicyVersion[],
  now: Instant,
) {
  const { shipped, state, units } = known;
  const { place, placeSince, status } = whereIs(known);
  const clock = clockWords(state);
  const { carrier, warning } = checkNumber(shipped);
  return {
    packageId: shipped.packageId,
    packageNumber: shipped.packageNumber,
    orderId: shipped.orderId,
    sellerFulfillmentOrderId: shipped.sellerFulfillmentOrderId,
    shipmentId: shipped.shipmentId,
    carrierCode: shipped.carrierCode ?? null,
    carrierName: carrier?.name ?? null,
    trackingNumber: shipped.trackingNumber ?? null,
    customerTrackingLink,
    warnings: warning === undefined ? [] : [{ rule: 'T-5', text: warning }],
    hasNumber: shipped.hasNumber,
    detail: shipped.detail,
    signatureRequired: shipped.signatureRequired,
    shippedAt: toIso(shipped.shippedAt),
    estimatedDeliveryAt: toIso(shipped.estimatedDeliveryAt),
    text: inWords(known, policies, now),
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
    scans: ownScans(known).map(scanView).toReversed(),
  };
}

/** What a person is told of a package (T-1). */
export function inWords(known: KnownPackage, policies: readonly PolicyVersion[], now: Instant): string {
  const { shippedAt, detail, marketplaceId } = known.shipped;
  const { policy } = policyInForce(policies, marketplaceId, shippedAt);
  const { place, placeSince: since, status } = whereIs(known);
  const tracked = { shippedAt, detail, place, since, status, anyScan: ownScans(known).length > 0 };
  return trackingWords(tracked, policy.trackingPatienceHours, now);
}

/** Those that turned out to be another package's are left out. */
export function ownScans({ scans }: KnownPackage): KeptScan[] {
  return scans.filter((scan) => scan.movedTo === undefined);
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
