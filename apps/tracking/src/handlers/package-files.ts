import type { Tx } from '#postgres';
import { follow } from '../domain/follow.js';
import type { Followed, ReturnedUnit } from '../domain/follow.js';
import { differs, stateRow } from '../domain/package-state.js';
import type { PackageState } from '../domain/package-state.js';
import type { PolicyVersion } from '../domain/policy-in-force.js';
import { scansInOrder, stateOf } from '../domain/scans.js';
import type { ScannedState } from '../domain/scans.js';
import type { ShippedPackage } from '../domain/shipped-package.js';
import { lockStates, saveStates } from '../store/package-states.js';
import { returnedOfPackages } from '../store/returned-units.js';
import { scansOfPackages } from '../store/scans.js';
import type { KnownScan } from '../store/scans.js';
import { savePlaces, unitsOfPackages } from '../store/units.js';
import type { UnitRow } from '../store/units.js';

/** All that is known of one package, read while its row is locked. */
export class PackageFile {
  readonly scans = new Map<string, KnownScan>();
  readonly units: UnitRow[] = [];
  readonly returned: ReturnedUnit[] = [];

  constructor(
    readonly shipped: ShippedPackage,
    readonly before: PackageState,
  ) {}

  scannedState(): ScannedState {
    return stateOf(scansInOrder(this.scans.values()), this.shipped.shippedAt);
  }

  followed(policies: readonly PolicyVersion[]): Followed {
    return follow(
      { ...this.shipped, units: this.units, scans: this.scans.values(), returned: this.returned },
      policies,
    );
  }
}

/** By package id. */
export type PackageFiles = Map<string, PackageFile>;

/** Locks packages that are known and reads all that is known of them, in a fixed number of statements. */
export async function openFiles(tx: Tx, packages: Iterable<ShippedPackage>): Promise<PackageFiles> {
  const distinct = new Map([...packages].map((one) => [one.packageId, one]));
  return readFiles(tx, distinct.values(), await lockStates(tx, [...distinct.keys()]));
}

/** Reads what is known of packages whose rows, `locked`, are locked already. */
export async function readFiles(
  tx: Tx,
  packages: Iterable<ShippedPackage>,
  locked: readonly PackageState[],
): Promise<PackageFiles> {
  const files: PackageFiles = new Map();
  const states = new Map(locked.map((state) => [state.packageId, state]));
  for (const shipped of packages) {
    const state = states.get(shipped.packageId);
    if (!state) throw new Error(`package ${shipped.packageId} is known but has no row to lock`);
    files.set(shipped.packageId, new PackageFile(shipped, state));
  }
  const ids = [...files.keys()];
  const [scans, units, returned] = await Promise.all([
    scansOfPackages(tx, ids),
    unitsOfPackages(tx, ids),
    returnedOfPackages(tx, ids),
  ]);
  for (const scan of scans) files.get(scan.packageId)?.scans.set(scan.scanId, scan);
  for (const unit of units) files.get(unit.packageId)?.units.push(unit);
  for (const unit of returned) files.get(unit.packageId)?.returned.push(unit);
  return files;
}

/** Writes what follows from what is known now: state, clock and places of all files, where they changed. */
export function saveFiles(tx: Tx, files: PackageFiles, policies: readonly PolicyVersion[]): void {
  const states: PackageState[] = [];
  const units: UnitRow[] = [];
  for (const file of files.values()) {
    const followed = file.followed(policies);
    const state = stateRow(file.shipped, followed, file.before.decidedDueAt);
    if (differs(file.before, state)) states.push(state);
    file.units.forEach((unit, at) => {
      const now = followed.places[at];
      if (!now || (now.place === unit.place && now.since === unit.placeSince)) return;
      units.push({ ...unit, place: now.place, placeSince: now.since });
    });
  }
  saveStates(tx, states);
  savePlaces(tx, units);
}
