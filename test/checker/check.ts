import type { Expected } from './expected.js';
import { asPlanned } from './invariants/as-planned.js';
import { copiesAgree } from './invariants/copies-agree.js';
import { inOrder } from './invariants/in-order.js';
import { nothingLeft } from './invariants/nothing-left.js';
import { oneEffect } from './invariants/one-effect.js';
import { onePlace } from './invariants/one-place.js';
import { paidOnce } from './invariants/paid-once.js';
import { saidAndStored } from './invariants/said-and-stored.js';
import type { Observed, Violation } from './observed.js';
import { SeenWorld } from './seen-world.js';

const invariants = [
  oneEffect,
  onePlace,
  paidOnce,
  asPlanned,
  inOrder,
  saidAndStored,
  copiesAgree,
  nothingLeft,
] as const;

/** Everything that must never be and yet is, of a world at rest. */
export function check(observed: Observed, expected: Expected): Violation[] {
  const world = new SeenWorld(observed, expected);
  return invariants.flatMap((invariant) => invariant(world));
}
