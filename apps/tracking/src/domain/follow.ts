import type { Instant } from '#contracts';
import { clockOf } from './clock.js';
import type { Clock } from './clock.js';
import { policyInForce } from './policy-in-force.js';
import type { PolicyVersion } from './policy-in-force.js';
import type { Scan } from './scan.js';
import { scansInOrder, stateOf } from './scans.js';
import type { ScannedState } from './scans.js';
import { placeOfUnit } from './unit-places.js';
import type { UnitPlace } from './unit-places.js';

/** A unit that came back, as `returns` says. */
export interface ReturnedUnit {
  line: number;
  ordinal: number;
  receivedAt: Instant;
  kind: 'buyer-return' | 'undelivered';
}

/** All that is known of one package. Nothing else decides where it is and when it is overdue. */
export interface PackageFacts {
  marketplaceId: string;
  /** Of a sandbox: nothing of it falls due. */
  sandbox?: boolean | undefined;
  shippedAt: Instant;
  estimatedDeliveryAt: Instant;
  units: readonly { line: number; ordinal: number }[];
  scans: Iterable<Scan>;
  returned: readonly ReturnedUnit[];
}

/** What follows from it. */
export interface Followed {
  state: ScannedState;
  clock: Clock;
  policyVersion: string;
  /** In the order of `units`. */
  places: UnitPlace[];
}

/** A function of the set of facts: their arrival order and repetition make no difference (T-4). */
export function follow(facts: PackageFacts, policies: readonly PolicyVersion[]): Followed {
  const { version, policy } = policyInForce(policies, facts.marketplaceId, facts.shippedAt);
  const scans = scansInOrder(facts.scans);
  const state = stateOf(scans, facts.shippedAt);
  const provenAt = firstOf(facts.returned.filter((unit) => unit.kind === 'buyer-return'));
  const { shippedAt, estimatedDeliveryAt } = facts;
  const places = facts.units.map(({ line, ordinal }) => {
    const own = facts.returned.filter((unit) => unit.line === line && unit.ordinal === ordinal);
    return placeOfUnit({ state, scans, provenAt, returnedAt: firstOf(own) });
  });
  const clock: Clock = facts.sandbox
    ? { stopped: { at: shippedAt, by: 'sandbox' } }
    : clockOf({ shippedAt, estimatedDeliveryAt, policy, scans, provenAt });
  return { state, clock, policyVersion: version, places };
}

function firstOf(returned: readonly ReturnedUnit[]): Instant | undefined {
  return returned.length === 0 ? undefined : Math.min(...returned.map((unit) => unit.receivedAt));
}
