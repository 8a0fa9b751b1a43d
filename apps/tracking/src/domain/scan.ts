import { meaningOf } from '#contracts';
import type { CurrentStatus, EventCode, Incident, Instant, PackagePlace } from '#contracts';

/** What a carrier said of one moment of a package, as it said it; its meaning is derived, never stored. */
export interface Scan {
  scanId: string;
  eventCode: EventCode;
  /** As reported; absent when the publisher gave none. */
  status?: CurrentStatus;
  rawCode: string;
  occurredAt: Instant;
  incident?: Incident;
  /** The earlier scan that this one corrects, by what the carrier knows of it (T-4). */
  corrects?: { rawCode: string; occurredAt: Instant };
}

/** A scan with what it means for its package (T-3, T-8). */
export interface MeantScan extends Scan {
  meaning: {
    status: CurrentStatus;
    place: PackagePlace;
    rank: number;
    /** It shows the package moving towards the buyer, so it ends RETURNING and a loss. */
    forward: boolean;
  };
}

// A returning parcel is scanned at every hub on its way back: only these say that it turned to the buyer again.
const FORWARD_STATUSES: ReadonlySet<CurrentStatus> = new Set([
  'OUT_FOR_DELIVERY',
  'DELIVERY_ATTEMPTED',
  'AVAILABLE_FOR_PICKUP',
]);
const FORWARD_CODES: ReadonlySet<EventCode> = new Set(['EVENT_206', 'EVENT_307', 'EVENT_419']);

export function meant(scan: Scan): MeantScan {
  const { status, place, rank } = meaningOf(scan);
  const toBuyer =
    FORWARD_STATUSES.has(status) || FORWARD_CODES.has(scan.eventCode) || scan.status === 'IN_TRANSIT';
  return { ...scan, meaning: { status, place, rank, forward: place === 'in-transit' && toBuyer } };
}

/** Whether the scan shows the package on the move at all: what was lost is then found (T-8). */
export function moves(scan: MeantScan): boolean {
  return scan.meaning.forward || scan.meaning.status === 'IN_TRANSIT';
}
