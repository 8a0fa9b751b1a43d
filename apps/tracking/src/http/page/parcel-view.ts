import type { EventCode, Incident, Instant, Location } from '#contracts';
import { carrierPage } from '../../domain/carriers.js';
import { furtherReason } from '../../domain/event-words.js';
import { policyInForce } from '../../domain/policy-in-force.js';
import type { PolicyVersion } from '../../domain/policy-in-force.js';
import { scansInOrder } from '../../domain/scans.js';
import { situationOf, stageOf } from '../../domain/situation.js';
import type { Situation, Stage } from '../../domain/situation.js';
import { checkNumber } from '../../domain/tracking-number.js';
import { whereIs } from '../../store/known-packages.js';
import type { KnownPackage } from '../../store/known-packages.js';
import { ownScans } from '../package-view.js';

export interface ParcelEvent {
  at: Instant;
  eventCode: EventCode;
  /** Where the event does not say it. */
  reason?: Incident | undefined;
  /** Town, region and country; what could be a street or an address of e-mail is left out. */
  where: Location;
}

/** What anybody with the link is told of a parcel (T-6): no buyer, no seller, no order, no contents. */
export interface ParcelView {
  situation: Situation;
  stage?: Stage | undefined;
  since: Instant;
  shippedAt: Instant;
  estimatedDeliveryAt: Instant;
  /** IANA name; none when nobody knows where it goes. */
  timeZone?: string | undefined;
  carrier?: { name: string; phone?: string | undefined; page?: string | undefined } | undefined;
  trackingNumber?: string | undefined;
  signatureRequired: boolean;
  /** The latest first; those that the carrier withdrew are left out. */
  events: ParcelEvent[];
}

export function parcelView(
  known: KnownPackage,
  policies: readonly PolicyVersion[],
  now: Instant,
): ParcelView {
  const { shipped, state } = known;
  const { shippedAt, estimatedDeliveryAt, detail, trackingNumber, signatureRequired } = shipped;
  const { policy } = policyInForce(policies, shipped.marketplaceId, shippedAt);
  const { place, placeSince, status } = whereIs(known);
  const scans = ownScans(known);
  const kept = new Map(scans.map((scan) => [scan.scanId, scan]));
  const inOrder = scansInOrder(scans).flatMap(({ scanId }) => kept.get(scanId) ?? []);
  const anyScan = inOrder.length > 0;
  const proven = state.stoppedBy === 'buyer-return' ? state.stoppedAt : null;
  const facts = { shippedAt, estimatedDeliveryAt, detail, place, status, anyScan };
  const situation = situationOf(
    { ...facts, provenDelivered: proven !== null },
    policy.trackingPatienceHours,
    now,
  );
  const { carrier } = checkNumber(shipped);
  const timeZone = shipped.destinationTimeZone ?? policy.destinationTimeZoneDefault;
  return {
    situation,
    stage: stageOf(situation, anyScan),
    since: situation === 'delivered' && place !== 'delivered' ? (proven ?? placeSince) : placeSince,
    shippedAt,
    estimatedDeliveryAt,
    timeZone: timeZone === 'UTC' ? undefined : timeZone,
    carrier: carrier && {
      name: carrier.name,
      phone: carrier.phone,
      page: carrierPage(carrier, trackingNumber),
    },
    trackingNumber,
    signatureRequired,
    events: inOrder.toReversed().map(({ occurredAt: at, eventCode, incident, location }) => ({
      at,
      eventCode,
      reason: furtherReason(eventCode, incident),
      where: publicPlace(location ?? {}),
    })),
  };
}

/** T-6: carriers are asked for a town, and what they write instead of one is not shown. */
export function publicPlace({ city, stateOrRegion, countryCode }: Location): Location {
  return { city: townOnly(city), stateOrRegion: townOnly(stateOrRegion), countryCode };
}

function townOnly(text: string | undefined): string | undefined {
  return text === undefined || /[\p{Nd}@]/u.test(text) ? undefined : text;
}
