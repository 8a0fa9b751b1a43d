import { uuidv5 } from '#contracts';
import type { Instant, Money, ReimbursementCause, UnitRef } from '#contracts';
import { canonicalJson } from './canonical-json.js';
import { decideDamaged } from './decide-damaged.js';
import type { DamagedInputs } from './decide-damaged.js';
import { decideLost } from './decide-lost.js';
import type { LostInputs } from './decide-lost.js';
import { decideReversal } from './decide-reversal.js';
import type { ReversalInputs } from './decide-reversal.js';
import { reasonOf } from './outcome.js';
import type { Outcome, Stands } from './outcome.js';

// Never to be changed: decisions already stored were named with it.
const NAMESPACE = '5b0c3a52-8f5e-4f0e-9a35-0d6f1f5b7c02';

/** A claim on a unit: that it was lost, or one damage to it. A unit can have one of the first, many of the second. */
export type Question = 'lost' | `damage:${string}`;

export type Inputs = LostInputs | DamagedInputs | ReversalInputs;

/** One decision about one unit, with all that it takes to explain it and to take it again. */
export interface Decision {
  id: string;
  unit: UnitRef;
  question: Question;
  cause: ReimbursementCause;
  at: Instant;
  inputs: Inputs;
  outcome: Outcome;
  /** The grant: its own id, of a reversal or correction that of the grant it names; else null. */
  reimbursementId: string | null;
  /** What is granted or taken back; else null. */
  amount: Money | null;
}

/** the outcome follows from the inputs and nothing else. */
export function decide(inputs: Inputs): Outcome | Stands {
  if (inputs.decides === 'lost') return decideLost(inputs);
  if (inputs.decides === 'damaged') return decideDamaged(inputs);
  return decideReversal(inputs);
}

/** decides a stored decision again, from its stored inputs alone. @returns the bytes of its outcome. */
export function redecide(storedInputs: string): string {
  return canonicalJson(decide(JSON.parse(storedInputs) as Inputs));
}

/**
 * The id of a decision: the same unit, claim, evidence and answer is the same decision, wherever it is taken.
 * @param repeat 0, or how often the same answer to the same evidence was recorded before
 */
export function decisionId(
  unit: { orderId: string } & UnitRef,
  question: Question,
  evidenceKey: string,
  outcome: Outcome,
  repeat = 0,
): string {
  const { orderId, line, ordinal } = unit;
  const what = [orderId, line, ordinal, question, evidenceKey, outcome.kind, reasonOf(outcome)];
  return uuidv5(NAMESPACE, repeat === 0 ? what : [...what, repeat]);
}
