import type { ReceivedPlace } from '#contracts';
import type { Unit } from './unit.js';
import { conditionOf, lastStep } from './unit.js';

/** N-7: what people are told of a unit. */
export interface ReturnStatus {
  status:
    | 'not-received'
    | 'refused-at-dock'
    | 'quarantined'
    | 'received'
    | 'back-in-stock'
    | 'damaged-operator-at-fault'
    | 'damaged-or-defective-nobody-at-fault'
    | 'disposed';
  /** What the seller can do next. */
  next: string;
}

const byPlace: Readonly<Record<Exclude<ReceivedPlace, 'unsellable'>, ReturnStatus>> = {
  'refused-at-dock': { status: 'refused-at-dock', next: 'The carrier has the parcel: ask where it goes.' },
  quarantined: { status: 'quarantined', next: 'Send the RMA number of this parcel to seller support.' },
  received: { status: 'received', next: 'Nothing for now: the fulfilment centre looks at the unit next.' },
  restocked: { status: 'back-in-stock', next: 'Refund or replace: the unit can be sold again.' },
  disposed: { status: 'disposed', next: 'Refund or replace: the unit is gone.' },
};

/** N-7, N-8: the status of a unit by its place, and by the blame that its condition or a damage report lays. */
export function returnStatus(unit: Unit): ReturnStatus {
  const step = lastStep(unit);
  if (!step) return { status: 'not-received', next: 'Nothing was received of this unit.' };
  return step.place === 'unsellable' ? unsellable(unit) : byPlace[step.place];
}

function unsellable(unit: Unit): ReturnStatus {
  const condition = conditionOf(unit);
  // Words: fault fulfiller or carrier is the operator's acceptance of responsibility.
  const operator =
    unit.damages.some(({ faultParty }) => faultParty === 'fulfiller' || faultParty === 'carrier') ||
    condition === 'FulfillerDamaged' ||
    condition === 'CarrierDamaged';
  return operator
    ? {
        status: 'damaged-operator-at-fault',
        next: 'Refund or replace. Once the fulfilment centre reports the damage, the reimbursement is decided by itself.',
      }
    : {
        status: 'damaged-or-defective-nobody-at-fault',
        next: 'Refund or exchange, as you choose: no reimbursement is due.',
      };
}
