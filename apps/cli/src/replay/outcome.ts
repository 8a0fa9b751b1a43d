import type { Accounting } from '../door/accounting.js';

/** What a replay answers, and prints with `--json`. Units, but for `orders`, `overdue` and `events`. */
export interface Outcome {
  /** Distinct orders. */
  readonly orders: number;
  readonly units: number;
  readonly delivered: number;
  /** Packages for which DeliveryOverdue was published. */
  readonly overdue: number;
  /** Ever granted. */
  readonly granted: number;
  /** Of those granted: with no grant in force at the end. */
  readonly reversed: number;
  /** Received back, or later. */
  readonly returned: number;
  readonly refused: number;
  /** Under way, or a decision is due. */
  readonly open: number;
  readonly unaccounted: number;
  /** Decimal strings by currency. */
  readonly amountGranted: Readonly<Record<string, string>>;
  readonly amountReversed: Readonly<Record<string, string>>;
  readonly seconds: number;
  /** Messages on the topics of orders, tracking, returns and reimbursements. */
  readonly events: number;
}

/** A unit that a fulfilment centre has in hand, or had. */
const returned = ['received', 'restocked', 'unsellable', 'quarantined', 'disposed'];
/** Neither arrived nor in hand: refused if the claim was, else still open. */
const underWay = ['in-transit', 'returning', 'lost', 'refused-at-dock'];

/**
 * The outcome by the first that applies to each unit: grant in force (granted - reversed), decision due (open),
 * delivered, returned, refused, under way (open). So they add up to the units.
 */
export function outcomeOf(accounting: Accounting, measured: { seconds: number; events: number }): Outcome {
  const { states } = accounting;
  const inStates = (names: readonly string[]): number =>
    names.reduce((sum, name) => sum + (states[name] ?? 0), 0);
  const refusedUnderWay = underWay.reduce((sum, name) => sum + (accounting.refusedByState?.[name] ?? 0), 0);
  return {
    orders: accounting.orders,
    units: accounting.shipped,
    delivered: inStates(['delivered']),
    overdue: accounting.overduePackages,
    granted: accounting.everGranted,
    reversed: accounting.reversedUnits,
    returned: inStates(returned),
    refused: inStates(['refused']) + refusedUnderWay,
    open: inStates(['decision-due', ...underWay]) - refusedUnderWay,
    unaccounted: accounting.unaccountedCount,
    amountGranted: accounting.amountGranted,
    amountReversed: accounting.amountReversed,
    seconds: measured.seconds,
    events: measured.events,
  };
}

/** Whether every unit is in exactly one of the places that the outcome names. */
export function addsUp(outcome: Outcome): boolean {
  const { units, granted, reversed, delivered, returned: back, refused, open } = outcome;
  return units === granted - reversed + delivered + back + refused + open;
}

/** An outcome of nothing: no row was known. */
export function nothing(seconds: number): Outcome {
  const none = {
    orders: 0,
    units: 0,
    delivered: 0,
    overdue: 0,
    granted: 0,
    reversed: 0,
    returned: 0,
    refused: 0,
  };
  return { ...none, open: 0, unaccounted: 0, amountGranted: {}, amountReversed: {}, seconds, events: 0 };
}
