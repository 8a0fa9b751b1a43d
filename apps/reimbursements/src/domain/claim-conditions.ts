import type { ClaimInputs } from './claim-inputs.js';
import { defer, refuse } from './outcome.js';
import type { Answer, Condition, Deferred, Refused, RuleCheck } from './outcome.js';
import { valuation } from './valuation.js';

/** at most one grant in force per unit. */
export function nothingInForce({ inForce }: ClaimInputs): Condition {
  return {
    rule: 'R-7',
    says: 'no reimbursement of this unit is in force',
    otherwise: inForce === null ? undefined : refuse('already-reimbursed'),
  };
}

/** after a reversal only a person may grant again. Comes late, so that a person is asked only where it would be paid. */
export function neverReversed({ reversedBefore }: ClaimInputs): Condition {
  return {
    rule: 'R-7',
    says: 'no reimbursement of this unit was reversed before',
    otherwise: reversedBefore ? defer('in-review', 'after-reversal') : undefined,
  };
}

/** stock taken out through an order is never reimbursed (O-8). */
export function notARemoval({ shipped }: ClaimInputs): Condition {
  return {
    rule: 'R-5',
    says: 'the order is not a removal',
    otherwise: shipped.purpose === 'removal' ? refuse('removal-order') : undefined,
  };
}

/** held until the seller's standing returns. Comes last, so that only what would be paid is held. */
export function inGoodStanding({ standing }: ClaimInputs): Condition {
  return {
    rule: 'R-5',
    says: 'the seller is in good standing',
    otherwise: standing === 'good' ? undefined : defer('held', 'seller-not-in-good-standing'),
  };
}

/** the end of every claim whose conditions were met: granted at the value, or held without one. */
export function pay(
  { shipped, policy }: ClaimInputs,
  passed: Refused | Deferred | { kind: 'passed'; rules: RuleCheck[] },
): Answer {
  if (passed.kind !== 'passed') return passed;
  const found = valuation(shipped.value, shipped.marketplaceId, policy);
  const valued = { rule: 'R-6', says: `a value is known by ${policy.valuation}`, passed: found !== null };
  const rules = [...passed.rules, valued];
  return found === null
    ? { kind: 'deferred', settlement: 'held', reason: 'value-unknown', rules }
    : { kind: 'granted', valuation: found, rules };
}
