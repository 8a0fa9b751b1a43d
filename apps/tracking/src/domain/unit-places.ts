import type { Instant, PackagePlace } from '#contracts';
import { proofInstant } from './clock.js';
import type { MeantScan } from './scan.js';
import type { ScannedState } from './scans.js';

/** Where a unit is; no place once it is handed over to `returns`, so that no two services claim it (the law). */
export interface UnitPlace {
  place: PackagePlace | null;
  since: Instant;
}

export interface UnitPlaceFacts {
  state: ScannedState;
  scans: readonly MeantScan[];
  /** When the first unit of the package came back as a buyer's return. */
  provenAt?: Instant | undefined;
  /** When this very unit was first received back. */
  returnedAt?: Instant | undefined;
}

/** I-7: the returned unit is handed over, the others of a package that a buyer sent something back from are delivered. */
export function placeOfUnit({ state, scans, provenAt, returnedAt }: UnitPlaceFacts): UnitPlace {
  if (returnedAt !== undefined) return { place: null, since: returnedAt };
  if (provenAt === undefined) return { place: state.place, since: state.since };
  const proven = proofInstant({ scans }, provenAt);
  return { place: 'delivered', since: Math.min(proven, state.deliveredAt ?? proven) };
}
