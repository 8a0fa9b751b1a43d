import { OrderShipped, TrackingUpdatedReport } from '#contracts';
import { is } from '#messaging';
import type { Batch, Fact, Turn } from '#messaging';
import { follow } from '../domain/follow.js';
import { stateRow } from '../domain/package-state.js';
import type { PackageState } from '../domain/package-state.js';
import type { PolicyVersion } from '../domain/policy-in-force.js';
import { keysOfPackage, namingOf } from '../domain/reference.js';
import type { Naming } from '../domain/reference.js';
import { packagesOf, unitsOf } from '../domain/shipped-package.js';
import type { ShippedPackage } from '../domain/shipped-package.js';
import { createStates, lockStates } from '../store/package-states.js';
import { findPackages, insertPackages } from '../store/packages.js';
import type { PackagesByKey } from '../store/packages.js';
import { policyVersions } from '../store/policies.js';
import { insertScans } from '../store/scans.js';
import { insertUnits } from '../store/units.js';
import { namingOfReport, settle } from './find-meant.js';
import { moveScans } from './move-scans.js';
import { readFiles, saveFiles } from './package-files.js';
import { recordScans } from './record-scans.js';
import type { MeantReport, Recorded } from './record-scans.js';
import { scanSandboxes } from './sandbox-scans.js';

/**
 * Packages become known: their clock starts (I-2), reports that waited for them are handled, and what was heard of
 * them before, from other owners, counts from now on.
 */
export async function onOrderShipped(batch: Batch, turn: Turn): Promise<Fact[]> {
  const { tx } = turn;
  const shipments = batch.filter((incoming) => is(OrderShipped, incoming)).map(({ data }) => data);
  const shipped = shipments.flatMap(packagesOf);
  if (shipped.length === 0) return [];
  const [waited, policies] = await Promise.all([
    turn.waiting.wake([...new Set(shipped.flatMap(keysOfPackage))]),
    policyVersions(tx),
  ]);
  const woken = waited.filter((incoming) => is(TrackingUpdatedReport, incoming));
  insertPackages(tx, shipped);
  createStates(
    tx,
    shipped.map((one) => atShipping(one, policies)),
  );
  const known = await findPackages(tx, [...woken.map(namingOfReport), ...shipped.flatMap(numberOf)]);
  const meant = settle(woken, known, turn);

  const open = packagesToOpen(shipped, meant, known);
  const locked = await lockStates(tx, [...open.keys()]);
  const shippedAt = new Map(shipped.map((one) => [one.packageId, one.shippedAt]));
  const units = shipments.flatMap(unitsOf);
  insertUnits(
    tx,
    units.map((unit) => ({ ...unit, shippedAt: shippedAt.get(unit.packageId) ?? 0 })),
  );
  const files = await readFiles(tx, open.values(), locked);

  const moved: Recorded = { scans: [], facts: [] };
  await moveScans(tx, shipped, known, files, moved);
  const recorded = recordScans(meant, files, policies, (...parked) => turn.park(...parked));
  scanSandboxes(shipped, files, recorded);
  insertScans(tx, [...moved.scans, ...recorded.scans]);
  saveFiles(tx, files, policies);
  return [...moved.facts, ...recorded.facts];
}

/** The row of a package of which nothing else is known. */
function atShipping(shipped: ShippedPackage, policies: readonly PolicyVersion[]): PackageState {
  return stateRow(shipped, follow({ ...shipped, units: [], scans: [], returned: [] }, policies), null);
}

/** Earlier packages of the same numbers are locked too: a scan on its way to one of them then looks again. */
function packagesToOpen(
  shipped: readonly ShippedPackage[],
  meant: readonly MeantReport[],
  known: PackagesByKey,
): Map<string, ShippedPackage> {
  const sameNumber = shipped.flatMap(numberOf).flatMap(({ key }) => known.get(key) ?? []);
  const all = [...shipped, ...meant.map((one) => one.shipped), ...sameNumber];
  return new Map(all.map((one) => [one.packageId, one]));
}

function numberOf({ carrierCode, trackingNumber }: ShippedPackage): Naming[] {
  if (carrierCode === undefined || trackingNumber === undefined) return [];
  return [namingOf({ carrierCode, trackingNumber }, 0)];
}
