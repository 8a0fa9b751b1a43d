import type { FaultParty, FoundAt } from '#contracts';
import { inGoodStanding, neverReversed, notARemoval, nothingInForce, pay } from './claim-conditions.js';
import type { ClaimInputs } from './claim-inputs.js';
import { apply, defer, refuse } from './outcome.js';
import type { Answer, Condition } from './outcome.js';

/** Inputs of a claim for a unit that was found damaged. */
export interface DamagedInputs extends ClaimInputs {
  decides: 'damaged';
  damage: { damageId: string; foundAt: FoundAt; cause: string; faultParty: FaultParty };
}

/** is the seller owed for a damaged unit? A delivered unit can be: I-3 speaks of lost ones only. */
export function decideDamaged(inputs: DamagedInputs): Answer {
  const conditions = [
    nothingInForce(inputs),
    notARemoval(inputs),
    operatorAtFault(inputs),
    neverReversed(inputs),
    evidenced(inputs),
    inGoodStanding(inputs),
  ];
  return pay(inputs, apply(conditions));
}

// fault fulfiller or carrier is the operator's acceptance of responsibility.
function operatorAtFault({ damage }: DamagedInputs): Condition {
  const says = 'the fault is the fulfiller’s or the carrier’s';
  const { faultParty } = damage;
  if (faultParty === 'customer') return { rule: 'R-5', says, otherwise: refuse('customer-damaged') };
  if (faultParty === 'defect') return { rule: 'R-5', says, otherwise: refuse('defective') };
  const unknown = faultParty === 'unknown';
  return { rule: 'R-4', says, otherwise: unknown ? defer('in-review', 'fault-unknown') : undefined };
}

// what our own people found needs no photographs.
function evidenced({ damage }: DamagedInputs): Condition {
  const inTransit = damage.foundAt === 'in-transit';
  return {
    rule: 'R-3',
    says: inTransit ? 'photographs show the damage' : 'the damage was found by the operator itself',
    otherwise: inTransit ? defer('waiting', 'photographs') : undefined,
  };
}
