import type { CurrentStatus, Instant, PackagePlace } from '#contracts';
import { meant, moves } from './scan.js';
import type { MeantScan, Scan } from './scan.js';

/** Where a package is and how it got there, as its scans tell. */
export interface ScannedState {
  place: PackagePlace;
  /** Since when it is there. */
  since: Instant;
  status: CurrentStatus;
  /** The first delivery scan that occurred, after corrections; later scans do not take it away (I-2). */
  deliveredAt?: Instant;
  /** The first scan that turned the parcel round, unless it was delivered after that (T-8). */
  returningSince?: Instant;
  /** occurredAt of the scan that decides; shippedAt while none does. */
  asOf: Instant;
}

/**
 * The scans that count, in the order in which they count: (occurredAt, rank, id), less those that another scan
 * corrects (T-4). A correction that is itself corrected still takes back what it named: the carrier withdrew that.
 */
export function scansInOrder(scans: Iterable<Scan>): MeantScan[] {
  const all = [...scans];
  const corrections = new Map<string, Scan[]>();
  for (const scan of all) {
    if (!scan.corrects) continue;
    const named = nameOf(scan.corrects);
    corrections.set(named, [...(corrections.get(named) ?? []), scan]);
  }
  const withdrawn = (scan: Scan): boolean =>
    (corrections.get(nameOf(scan)) ?? []).some((by) => by.scanId !== scan.scanId);
  return all
    .filter((scan) => !withdrawn(scan))
    .map(meant)
    .sort(byTimeRankId);
}

/** T-4: the state is a function of the set of scans, so any arrival order and any repetition give the same. */
export function stateOf(inOrder: readonly MeantScan[], shippedAt: Instant): ScannedState {
  const state: ScannedState = {
    place: 'in-transit',
    since: shippedAt,
    status: 'IN_TRANSIT',
    asOf: shippedAt,
  };
  for (const scan of inOrder) apply(state, scan);
  return state;
}

function apply(state: ScannedState, scan: MeantScan): void {
  const { place, status } = scan.meaning;
  if (!decides(state.place, scan)) return;
  if (place !== state.place) {
    state.place = place;
    state.since = scan.occurredAt;
  }
  state.status = status;
  state.asOf = scan.occurredAt;
  if (place === 'delivered') {
    state.deliveredAt ??= scan.occurredAt;
    delete state.returningSince;
  }
  if (place === 'returning') state.returningSince ??= scan.occurredAt;
}

/**
 * Whether a scan changes what is known of a package in that place. DELIVERED rests: hubs that empty their queues
 * late do not undo it; what turns it round, loses it or corrects it does (T-8). RETURNING after DELIVERED wins (T-4).
 */
function decides(place: PackagePlace, scan: MeantScan): boolean {
  if (scan.meaning.place !== 'in-transit') return true;
  if (place === 'delivered') return false;
  if (place === 'returning') return scan.meaning.forward;
  return place === 'in-transit' || moves(scan);
}

function byTimeRankId(a: MeantScan, b: MeantScan): number {
  return (
    a.occurredAt - b.occurredAt ||
    a.meaning.rank - b.meaning.rank ||
    (a.scanId < b.scanId ? -1 : Number(a.scanId > b.scanId))
  );
}

function nameOf(scan: { rawCode: string; occurredAt: Instant }): string {
  return `${scan.occurredAt}|${scan.rawCode}`;
}
