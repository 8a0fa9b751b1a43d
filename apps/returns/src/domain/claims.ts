import { editionM, toInstant } from '#contracts';
import type {
  Condition,
  FaultParty,
  FoundAt,
  Instant,
  OrderReference,
  PublisherRole,
  ReceivedPlace,
  ReturnKind,
  ReturnReceivedReport,
  UnitDamagedReport,
} from '#contracts';
import { placeByCondition } from './places.js';

/** Who reports. An absent part of the scope means all. */
export interface Reporter {
  publisherId: string;
  name: string;
  role: PublisherRole;
  scope: {
    fulfillmentCenterIds?: readonly string[] | undefined;
    carrierCodes?: readonly string[] | undefined;
    sellerIds?: readonly string[] | undefined;
  };
}

interface Claim {
  reporter: Reporter;
  /** Claimed by the reporter: data, never now. */
  occurredAt: Instant;
  /** The report's instant. */
  recordedAt: Instant;
  shipmentId?: string | undefined;
}

export interface ReturnedPiece {
  sellerFulfillmentOrderItemId?: string | undefined;
  sellerSku?: string | undefined;
  quantity: number;
  condition: Condition;
  place: ReceivedPlace;
}

export interface ReturnClaim extends Claim {
  order?: OrderReference | undefined;
  receiptId: string;
  fulfillmentCenterId: string;
  kind: ReturnKind;
  trackingNumber?: string | undefined;
  rmaId?: string | undefined;
  pieces: readonly ReturnedPiece[];
}

export interface DamagedPiece {
  sellerFulfillmentOrderItemId: string;
  quantity: number;
  ordinals?: readonly number[] | undefined;
}

export interface DamageClaim extends Claim {
  order: OrderReference;
  foundAt: FoundAt;
  cause: string;
  faultParty: FaultParty;
  pieces: readonly DamagedPiece[];
}

/** The report in this service's terms: instants as numbers, what was left out filled in (N-8). */
export function returnClaim(
  report: ReturnReceivedReport,
  recordedAt: Instant,
  reporter: Reporter,
): ReturnClaim {
  return {
    reporter,
    recordedAt,
    occurredAt: toInstant(report.occurredAt),
    order: report.order,
    receiptId: report.receiptId,
    fulfillmentCenterId: report.fulfillmentCenterId,
    kind: report.kind,
    shipmentId: report.shipmentId,
    trackingNumber: report.trackingNumber,
    rmaId: report.rmaId,
    pieces: report.items.map(
      ({ sellerFulfillmentOrderItemId, sellerSku, quantity, condition, disposition }) => ({
        sellerFulfillmentOrderItemId,
        sellerSku,
        quantity: quantity ?? 1,
        condition,
        place: disposition ?? placeByCondition(condition),
      }),
    ),
  };
}

/** The report in this service's terms; `quantity` counts the ordinals when they are named. */
export function damageClaim(report: UnitDamagedReport, recordedAt: Instant, reporter: Reporter): DamageClaim {
  return {
    reporter,
    recordedAt,
    occurredAt: toInstant(report.occurredAt),
    order: report.order,
    shipmentId: report.shipmentId,
    foundAt: report.foundAt,
    cause: report.cause,
    faultParty: report.faultParty,
    pieces: report.items.map(({ sellerFulfillmentOrderItemId, quantity, ordinals }) => {
      const named = ordinals && [...new Set(ordinals)].sort((a, b) => a - b);
      return { sellerFulfillmentOrderItemId, quantity: named?.length ?? quantity ?? 1, ordinals: named };
    }),
  };
}

const MINUTE = 60_000;

/** Words, "report": a claim may lie this far ahead of its record; publishers' clocks are not ours. */
export function isClaimedInFuture({ occurredAt, recordedAt }: Claim): boolean {
  return occurredAt > recordedAt + editionM.futureToleranceMinutes * MINUTE;
}
