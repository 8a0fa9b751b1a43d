import type { TrackingUpdatedReport } from '#contracts';
import type { Incoming, Turn } from '#messaging';
import { maySpeakOf } from '../domain/entitlement.js';
import { namingOf, resolve } from '../domain/reference.js';
import type { Naming } from '../domain/reference.js';
import type { ShippedPackage } from '../domain/shipped-package.js';
import { findPackages } from '../store/packages.js';
import type { PackagesByKey } from '../store/packages.js';
import { claimedAt } from './record-scans.js';
import type { MeantReport } from './record-scans.js';

export type TrackingReport = Incoming<TrackingUpdatedReport>;

export function namingOfReport(incoming: TrackingReport): Naming {
  return namingOf(incoming.data.package, claimedAt(incoming));
}

/**
 * The package that each report means. One that is unknown waits; the key is guarded before the second look, so that a
 * package which becomes known in between either is seen here or wakes the report (messaging-review 3).
 */
export async function findMeant(reports: readonly TrackingReport[], turn: Turn): Promise<MeantReport[]> {
  const first = await findPackages(turn.tx, reports.map(namingOfReport));
  const { unknown } = sortOut(reports, first);
  if (unknown.length === 0) return settle(reports, first, turn);
  const namings = unknown.map(namingOfReport);
  turn.waiting.guard([...new Set(namings.map(({ key }) => key))]);
  return settle(reports, new Map([...first, ...(await findPackages(turn.tx, namings))]), turn);
}

/** The package that each report means, given what is known; others wait or are parked. */
export function settle(reports: readonly TrackingReport[], known: PackagesByKey, turn: Turn): MeantReport[] {
  const { meant, unknown, impossible } = sortOut(reports, known);
  for (const incoming of unknown) turn.waiting.add(incoming, namingOfReport(incoming).key);
  for (const { incoming, reason, among } of impossible) {
    const detail = `the reference names no single package of ${namingOfReport(incoming).key}`;
    turn.park(incoming, reason, detail, heldOrder(incoming, among));
  }
  return meant;
}

/**
 * A number may have been given to another package while the rows were awaited: looked up again under the lock, since
 * whoever makes that package known locks the number's earlier ones as well.
 */
export async function lookAgain(meant: readonly MeantReport[], turn: Turn): Promise<MeantReport[]> {
  const numbered = meant
    .map(({ incoming }) => namingOfReport(incoming))
    .filter(({ way }) => way === 'tracking');
  const known = await findPackages(turn.tx, numbered);
  return meant.map((one) => {
    const naming = namingOfReport(one.incoming);
    if (naming.way !== 'tracking') return one;
    const resolved = resolve(naming, known.get(naming.key) ?? []);
    return 'found' in resolved ? { ...one, shipped: resolved.found } : one;
  });
}

interface SortedOut {
  meant: MeantReport[];
  unknown: TrackingReport[];
  impossible: { incoming: TrackingReport; reason: string; among: ShippedPackage[] }[];
}

function sortOut(reports: readonly TrackingReport[], known: PackagesByKey): SortedOut {
  const sorted: SortedOut = { meant: [], unknown: [], impossible: [] };
  for (const incoming of reports) {
    const naming = namingOfReport(incoming);
    const resolved = resolve(naming, known.get(naming.key) ?? []);
    if ('found' in resolved) sorted.meant.push({ incoming, shipped: resolved.found });
    else if ('unknown' in resolved) sorted.unknown.push(incoming);
    else sorted.impossible.push({ incoming, reason: resolved.impossible, among: resolved.among });
  }
  return sorted;
}

/** The order whose packages are held while the report is aside; only if its publisher may speak of one of them. */
function heldOrder({ publisher }: TrackingReport, among: readonly ShippedPackage[]): string | undefined {
  return publisher && among.find((one) => maySpeakOf(publisher, one))?.orderId;
}
