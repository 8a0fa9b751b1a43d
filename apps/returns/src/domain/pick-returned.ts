import { byOrdinal } from './order.js';
import type { Step, Unit } from './unit.js';

/**
 * Of the units that a receipt can have seen, the likeliest first, then the lowest ordinal:
 * those that were shipped under the parcel's number (an undelivered parcel comes back under it); those that an
 * earlier receipt of this parcel looked at (taken in first, inspected later); those that nobody has looked at; then
 * those that came, it seems, in another parcel.
 */
export function byLikelihood(step: Step): (a: Unit, b: Unit) => number {
  return (a, b) =>
    Number(underNumber(b, step)) - Number(underNumber(a, step)) ||
    familiarity(a, step) - familiarity(b, step) ||
    Number(contradictsDamage(a, step)) - Number(contradictsDamage(b, step)) ||
    byOrdinal(a, b);
}

function underNumber(unit: Unit, { trackingNumber }: Step): boolean {
  return trackingNumber !== undefined && unit.trackingNumber === trackingNumber;
}

function familiarity({ steps }: Unit, step: Step): number {
  if (steps.length === 0) return 1;
  return steps.some((known) => inAnotherParcel(known, step)) ? 2 : 0;
}

function inAnotherParcel(a: Step, b: Step): boolean {
  return (
    a.kind !== b.kind ||
    a.fulfillmentCenterId !== b.fulfillmentCenterId ||
    differ(a.trackingNumber, b.trackingNumber) ||
    // N-4: items of different authorizations must not travel in one parcel.
    differ(a.rmaId, b.rmaId)
  );
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b;
}

// A damage report may overtake the return report of the same unit: both must come to rest on one unit.
function contradictsDamage({ damages }: Unit, { condition }: Step): boolean {
  return condition === 'Sellable' ? damages.length > 0 : damages.length === 0;
}
