import type { CurrentStatus, Instant, PackagePlace } from '#contracts';
import type { Tx } from '#postgres';
import type { ShippedPackage } from '../domain/shipped-package.js';
import { packagesById, packagesNumbered, packagesOfOrder } from './packages.js';
import { readStates } from './package-states.js';
import type { DecidedState } from './package-states.js';
import { keptScans } from './scans.js';
import type { KeptScan } from './scans.js';
import { unitsOfPackages } from './units.js';
import type { UnitRow } from './units.js';

/** One package with all that is kept of it, for reading. */
export interface KnownPackage {
  shipped: ShippedPackage;
  state: DecidedState;
  /** By occurredAt; those moved to another package too. */
  scans: KeptScan[];
  units: UnitRow[];
}

export async function knownPackage(tx: Tx, packageId: string): Promise<KnownPackage | undefined> {
  const [known] = await readAll(tx, await packagesById(tx, [packageId]));
  return known;
}

/** The package that a seller's programs know by this number. */
export async function knownPackageNumbered(
  tx: Tx,
  sellerId: string,
  packageNumber: number,
): Promise<KnownPackage | undefined> {
  const [known] = await readAll(tx, await packagesNumbered(tx, sellerId, packageNumber));
  return known;
}

/** Where a known package is: its state was decided as it became known. */
export function whereIs({ shipped, state }: KnownPackage): {
  place: PackagePlace;
  placeSince: Instant;
  status: CurrentStatus;
} {
  const { place, placeSince, status } = state;
  if (place === null || placeSince === null || status === null)
    throw new Error(`package ${shipped.packageId} is known but has no state`);
  return { place, placeSince, status };
}

export async function knownPackagesOfOrder(tx: Tx, orderId: string): Promise<KnownPackage[]> {
  return readAll(tx, await packagesOfOrder(tx, orderId));
}

async function readAll(tx: Tx, packages: readonly ShippedPackage[]): Promise<KnownPackage[]> {
  const ids = packages.map(({ packageId }) => packageId);
  const [states, scans, units] = await Promise.all([
    readStates(tx, ids),
    keptScans(tx, ids),
    unitsOfPackages(tx, ids),
  ]);
  return packages.flatMap((shipped) => {
    const own = ({ packageId }: { packageId: string }): boolean => packageId === shipped.packageId;
    const state = states.find(own);
    return state ? [{ shipped, state, scans: scans.filter(own), units: units.filter(own) }] : [];
  });
}
