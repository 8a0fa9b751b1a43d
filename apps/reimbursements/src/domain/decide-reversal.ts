import type {
  Condition,
  FaultParty,
  FoundAt,
  Instant,
  Money,
  ReceivedPlace,
  ReimbursementCause,
  ReversalReason,
  UnitRef,
} from '#contracts';
import type { Corrected, Reversed, RuleCheck, Stands } from './outcome.js';
import type { PolicyTerms } from './policy-terms.js';

/** What became known about a unit after it was paid. */
export type Trigger =
  | { kind: 'delivered'; deliveredAt: Instant }
  | { kind: 'received'; condition: Condition; place: ReceivedPlace }
  | { kind: 'damage-found'; foundAt: FoundAt; faultParty: FaultParty }
  /** Facts that came late say that this claim was never to be paid: how it should have been answered. */
  | { kind: 'should-have-been'; answer: string };

export interface ReversalInputs {
  decides: 'reversal';
  now: Instant;
  unit: { orderId: string } & UnitRef;
  grant: { reimbursementId: string; cause: ReimbursementCause; amount: Money; decidedAt: Instant };
  /** Of a unit paid as lost; null: paid as damaged. */
  dueAt: Instant | null;
  trigger: Trigger;
  policy: PolicyTerms;
}

/** does a payment stand after what became known? Total. */
export function decideReversal(inputs: ReversalInputs): Reversed | Corrected | Stands {
  const { trigger } = inputs;
  if (trigger.kind === 'delivered') return onDelivery(inputs, trigger.deliveredAt);
  if (trigger.kind === 'received') return onReceipt(inputs, trigger);
  if (trigger.kind === 'damage-found') return onDamage(inputs, trigger);
  return { kind: 'reversed', reason: inError(trigger.answer), rules: [paidInError] };
}

// I-4: delivered in time but reported late is always reversed; delivered late by policy. A damaged unit was paid
// whether or not it was delivered.
function onDelivery(inputs: ReversalInputs, deliveredAt: Instant): Reversed | Stands {
  if (inputs.dueAt === null)
    return stands('R-4', 'the unit was paid as damaged: its delivery changes nothing');
  if (deliveredAt <= inputs.dueAt) {
    return reversed('delivered-in-time', 'I-4', 'the package was not delivered in time');
  }
  if (!inputs.policy.reverseOnLateDelivery) {
    return stands('R-8', 'by policy a late delivery leaves the payment in force');
  }
  return reversed('delivered-late', 'I-4', 'the package was not delivered after all');
}

function onReceipt(
  { dueAt }: ReversalInputs,
  { condition, place }: { condition: Condition; place: ReceivedPlace },
): Reversed | Corrected | Stands {
  // Quarantined or refused at the dock: nobody has it in stock, nobody has looked at it.
  if (place === 'quarantined' || place === 'refused-at-dock')
    return stands('R-8', 'the unit is not taken in yet');
  if (condition === 'Sellable') return reversed('returned', 'R-8', 'the unit did not return to stock');
  if (dueAt === null || condition === 'Uninspected')
    return stands('R-8', 'nothing says that the payment was wrong');
  if (condition === 'CarrierDamaged' || condition === 'FulfillerDamaged') return corrected();
  return reversed(
    'returned',
    'R-8',
    'the unit did not come back, damaged by others than carrier or fulfiller',
  );
}

function onDamage(
  { dueAt }: ReversalInputs,
  { foundAt, faultParty }: { foundAt: FoundAt; faultParty: FaultParty },
): Reversed | Corrected | Stands {
  if (dueAt === null) return stands('R-7', 'the unit was paid as damaged');
  if (foundAt === 'in-transit')
    return stands('R-3', 'a damage in transit is a claim that waits for photographs');
  if (faultParty === 'unknown') return stands('R-4', 'whose fault it is, is not known');
  if (faultParty === 'carrier' || faultParty === 'fulfiller') return corrected();
  return reversed(
    'returned',
    'R-8',
    'the unit did not come back, damaged by others than carrier or fulfiller',
  );
}

const paidInError: RuleCheck = {
  rule: 'R-8',
  says: 'the claim was to be paid on all the facts',
  passed: false,
};

function inError(answer: string): ReversalReason {
  if (answer === 'carrier-marked-delivered' || answer === 'delivered-with-signature')
    return 'delivered-in-time';
  if (answer === 'delivered-late' || answer === 'returned') return answer;
  return 'paid-in-error';
}

function reversed(reason: ReversalReason, rule: 'I-4' | 'R-8', says: string): Reversed {
  const also = rule === 'R-8' ? [] : [{ rule: 'R-8', says: 'the payment stands', passed: false }];
  return { kind: 'reversed', reason, rules: [{ rule, says, passed: false }, ...also] };
}

// lost, then received broken by carrier or fulfiller: owed all the same, for another cause.
function corrected(): Corrected {
  const says = 'the unit came back damaged by carrier or fulfiller: the payment stands as damaged';
  return { kind: 'corrected', cause: 'damaged', rules: [{ rule: 'R-8', says, passed: true }] };
}

function stands(rule: string, says: string): Stands {
  return { kind: 'stands', rules: [{ rule, says, passed: true }] };
}
