import type { Instant, OverdueCause } from '#contracts';
import { claimClosesAt } from './claim-window.js';
import { inGoodStanding, neverReversed, notARemoval, nothingInForce, pay } from './claim-conditions.js';
import type { ClaimInputs } from './claim-inputs.js';
import { apply, defer, refuse } from './outcome.js';
import type { Answer, Condition } from './outcome.js';

/** Inputs of a claim for a unit whose package is overdue. */
export interface LostInputs extends ClaimInputs {
  decides: 'lost';
  overdue: { cause: OverdueCause; dueAt: Instant };
  /** When the package was delivered, as far as known at `now`; null: not. */
  deliveredAt: Instant | null;
  /** Whether the unit itself is back with nobody but the buyer or a defect to blame, if to blame at all. */
  receivedBack: boolean;
  /** Our instant of the seller's statement; null: none. */
  statementAt: Instant | null;
}

/** is the seller owed for a unit that did not arrive? Total: every refusal is a value. */
export function decideLost(inputs: LostInputs): Answer {
  const conditions = [
    nothingInForce(inputs),
    notARemoval(inputs),
    notDelivered(inputs),
    notBack(inputs),
    { rule: 'I-2', says: 'the package was overdue' },
    inGoodTime(inputs),
    stated(inputs),
    neverReversed(inputs),
    inGoodStanding(inputs),
  ];
  return pay(inputs, apply(conditions));
}

// I-3: what the carrier marks delivered in time is never lost, or a signature decides; I-4: a late delivery
// closes what was not decided yet.
function notDelivered({ deliveredAt, overdue, shipped, policy }: LostInputs): Condition {
  if (deliveredAt === null) return { rule: 'I-3', says: 'the package is not delivered' };
  if (deliveredAt > overdue.dueAt) {
    return {
      rule: 'I-4',
      says: 'the package is not delivered, not even late',
      otherwise: refuse('delivered-late'),
    };
  }
  if (policy.deliveredRule === 'delivered-is-never-lost') {
    return {
      rule: 'I-3',
      says: 'the carrier has not marked the package delivered',
      otherwise: refuse('carrier-marked-delivered'),
    };
  }
  return {
    rule: 'I-3',
    says: 'the package is not delivered, with or without the signature it needs',
    otherwise: shipped.signatureRequired
      ? refuse('delivered-with-signature')
      : defer('in-review', 'delivered-without-signature'),
  };
}

function notBack({ receivedBack }: LostInputs): Condition {
  return {
    rule: 'R-8',
    says: 'the unit has not come back',
    otherwise: receivedBack ? refuse('returned') : undefined,
  };
}

// I-5: inclusive to the millisecond.
function inGoodTime(inputs: LostInputs): Condition {
  const closesAt = claimClosesAt(inputs.shipped.estimatedDeliveryAt, inputs.policy);
  const late = needsStatement(inputs) && (inputs.statementAt ?? inputs.now) > closesAt;
  return {
    rule: 'I-5',
    says: 'the claim comes within its window',
    otherwise: late ? refuse('not-claimed-in-time') : undefined,
  };
}

function stated(inputs: LostInputs): Condition {
  const missing = needsStatement(inputs) && inputs.statementAt === null;
  return {
    rule: 'R-1',
    says: needsStatement(inputs)
      ? 'the seller states that its buyer has not received the untracked package'
      : 'the package is tracked: nobody has to ask',
    otherwise: missing ? defer('waiting', 'seller-statement') : undefined,
  };
}

// A unit that was on its way back is missed by us, not by the buyer: there is nothing to state.
function needsStatement({ shipped, overdue, policy }: LostInputs): boolean {
  return policy.untrackedNeedsStatement && shipped.detail === 'none' && overdue.cause === 'no-delivery';
}
