import type { DeferralReason, OpenSettlement, RefusalReason, ReversalReason } from '#contracts';
import type { Valuation } from './valuation.js';

/** One rule as it was applied, in the order in which it was. */
export interface RuleCheck {
  rule: string;
  /** The condition in words. */
  says: string;
  passed: boolean;
}

/** The unit is made good. */
export interface Granted {
  kind: 'granted';
  valuation: Valuation;
  rules: RuleCheck[];
}

/** Not reimbursed. A refusal is a value, never an error. */
export interface Refused {
  kind: 'refused';
  reason: RefusalReason;
  rules: RuleCheck[];
}

/** Not decided yet: held, waiting for something, or in review by a person. */
export interface Deferred {
  kind: 'deferred';
  settlement: OpenSettlement;
  reason: DeferralReason;
  rules: RuleCheck[];
}

/** A grant is taken back. */
export interface Reversed {
  kind: 'reversed';
  reason: ReversalReason;
  rules: RuleCheck[];
}

/** The payment stands, for another cause. */
export interface Corrected {
  kind: 'corrected';
  cause: 'damaged';
  rules: RuleCheck[];
}

/** What new evidence changes about a grant: nothing. Never stored. */
export interface Stands {
  kind: 'stands';
  rules: RuleCheck[];
}

/** The answer to a claim. */
export type Answer = Granted | Refused | Deferred;
export type Outcome = Answer | Reversed | Corrected;

/** A condition, and what follows when it is not met. */
export interface Condition {
  rule: string;
  says: string;
  /** Undefined: met. */
  otherwise?: Stop | undefined;
}

type Stop =
  | { kind: 'refused'; reason: RefusalReason }
  | { kind: 'deferred'; settlement: OpenSettlement; reason: DeferralReason };

/** Applies conditions in order; the first that is not met decides. */
export function apply(
  conditions: readonly Condition[],
): Refused | Deferred | { kind: 'passed'; rules: RuleCheck[] } {
  const rules: RuleCheck[] = [];
  for (const { rule, says, otherwise } of conditions) {
    rules.push({ rule, says, passed: otherwise === undefined });
    if (otherwise !== undefined) return { ...otherwise, rules };
  }
  return { kind: 'passed', rules };
}

export function refuse(reason: RefusalReason): Stop {
  return { kind: 'refused', reason };
}

export function defer(settlement: OpenSettlement, reason: DeferralReason): Stop {
  return { kind: 'deferred', settlement, reason };
}

/** Ids of the rules that an outcome rests on: those that stopped it, else all that it passed. */
export function ruleIds({ rules }: { rules: readonly RuleCheck[] }): string[] {
  const failed = rules.filter((check) => !check.passed);
  return [...new Set((failed.length > 0 ? failed : rules).map((check) => check.rule))];
}

/** Two answers are the same when kind and reason are: a claim is not answered twice alike. */
export function sameAnswer(a: Answer, b: Answer): boolean {
  return a.kind === b.kind && reasonOf(a) === reasonOf(b);
}

export function reasonOf(outcome: Outcome): string | null {
  return 'reason' in outcome ? outcome.reason : null;
}
