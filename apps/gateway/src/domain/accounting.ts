import { currencyDigits, toIso, type Instant } from '#contracts';
import type { UnitKey, UnitView } from './unit-rows.js';
import { STATES, stateOf, verdictOn, type UnitState } from './unit-state.js';

/** How many units of a list are shown; the rest are counted. */
export const MOST_LISTED = 1_000;

export interface ListedUnit extends UnitKey {
  sellerFulfillmentOrderId: string | null;
  why: string;
}

export interface Accounting {
  asOf: string;
  /** Distinct orders, packages and units that orders has shipped. */
  orders: number;
  packages: number;
  shipped: number;
  states: Record<UnitState, number>;
  decisionDue: Record<string, number>;
  refusedByReason: Record<string, number>;
  /** Units whose settlement is refused, by the state they are counted in: a place goes before a refusal. */
  refusedByState: Record<string, number>;
  /** The first 1,000 in unit order; the count is of all. */
  unaccounted: ListedUnit[];
  unaccountedCount: number;
  settling: ListedUnit[];
  settlingCount: number;
  /** Decimal strings with the currency's digits; granted is everything ever granted. */
  amountGranted: Record<string, string>;
  amountReversed: Record<string, string>;
  /** Units ever granted, and those of them with no grant in force now. */
  everGranted: number;
  reversedUnits: number;
  /** Packages for which DeliveryOverdue was published. */
  overduePackages: number;
  /** The states sum to what was shipped. */
  addsUp: boolean;
}

/** Decimal string of integer minor units, exact for any size. */
export function decimal(minorUnits: bigint, currency: string): string {
  const digits = currencyDigits(currency) ?? 2;
  const text = minorUnits.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const byName = (counts: Map<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));

const add = (sums: Map<string, number>, name: string): void => void sums.set(name, (sums.get(name) ?? 0) + 1);

/** Counts distinct values within one order: units come order by order, so one order's set is enough. */
class DistinctPerOrder {
  private order = '';
  private readonly seen = new Set<string>();
  count = 0;

  note(orderId: string, value: string): void {
    if (orderId !== this.order) {
      this.order = orderId;
      this.seen.clear();
    }
    if (this.seen.has(value)) return;
    this.seen.add(value);
    this.count += 1;
  }
}

/** A list that keeps its first entries and counts the rest. */
class Listed {
  readonly first: ListedUnit[] = [];
  count = 0;

  add(unit: UnitView, why: string[]): void {
    this.count += 1;
    if (this.first.length >= MOST_LISTED) return;
    const { orderId, line, ordinal, shipped } = unit;
    const sellerFulfillmentOrderId = shipped?.sellerFulfillmentOrderId ?? null;
    this.first.push({ orderId, sellerFulfillmentOrderId, line, ordinal, why: why.join('; ') });
  }
}

/** The law of the system as a running sum: add every unit in order, then read the answer. Memory is constant. */
export class UnitTally {
  private readonly states = new Map<UnitState, number>(STATES.map((state) => [state, 0]));
  private readonly due = new Map<string, number>();
  private readonly reasons = new Map<string, number>();
  private readonly refused = new Map<string, number>();
  private readonly granted = new Map<string, bigint>();
  private readonly reversed = new Map<string, bigint>();
  private readonly unaccounted = new Listed();
  private readonly settling = new Listed();
  private readonly orders = new DistinctPerOrder();
  private readonly packages = new DistinctPerOrder();
  private readonly overdue = new DistinctPerOrder();
  private shipped = 0;
  private everGranted = 0;
  private reversedUnits = 0;

  constructor(private readonly asOf: Instant) {}

  add(unit: UnitView): void {
    const verdict = verdictOn(unit, this.asOf);
    if (verdict.kind === 'unaccounted') this.unaccounted.add(unit, verdict.why);
    if (verdict.kind === 'settling') this.settling.add(unit, verdict.why);
    this.addAmounts(unit);
    if (unit.tracked !== undefined && unit.tracked.overdueAt !== null) {
      this.overdue.note(unit.orderId, unit.tracked.packageId);
    }
    // A unit that orders never shipped is listed, and no part of the sum.
    if (unit.shipped === undefined) return;
    this.shipped += 1;
    this.orders.note(unit.orderId, unit.orderId);
    this.packages.note(unit.orderId, unit.shipped.packageId);
    const { state, due, reason } = stateOf(unit);
    this.states.set(state, (this.states.get(state) ?? 0) + 1);
    if (due !== undefined) add(this.due, due);
    if (reason !== undefined) add(this.reasons, reason);
    if (unit.settled?.settlement === 'refused') add(this.refused, state);
  }

  private addAmounts({ settled }: UnitView): void {
    if (settled === undefined) return;
    if (settled.everGranted) {
      this.everGranted += 1;
      if (settled.settlement !== 'granted' && settled.settlement !== 'replaced') this.reversedUnits += 1;
    }
    const { currency, grantedMinor, reversedMinor } = settled;
    if (currency === null) return;
    if (grantedMinor > 0)
      this.granted.set(currency, (this.granted.get(currency) ?? 0n) + BigInt(grantedMinor));
    if (reversedMinor > 0)
      this.reversed.set(currency, (this.reversed.get(currency) ?? 0n) + BigInt(reversedMinor));
  }

  answer(): Accounting {
    const states = Object.fromEntries(this.states) as Record<UnitState, number>;
    const sum = Object.values(states).reduce((total, count) => total + count, 0);
    return {
      asOf: toIso(this.asOf),
      orders: this.orders.count,
      packages: this.packages.count,
      shipped: this.shipped,
      states,
      decisionDue: byName(this.due),
      refusedByReason: byName(this.reasons),
      refusedByState: byName(this.refused),
      unaccounted: this.unaccounted.first,
      unaccountedCount: this.unaccounted.count,
      settling: this.settling.first,
      settlingCount: this.settling.count,
      amountGranted: amounts(this.granted),
      amountReversed: amounts(this.reversed),
      everGranted: this.everGranted,
      reversedUnits: this.reversedUnits,
      overduePackages: this.overdue.count,
      addsUp: sum === this.shipped,
    };
  }
}

const amounts = (sums: Map<string, bigint>): Record<string, string> =>
  Object.fromEntries(
    [...sums]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, minor]) => [currency, decimal(minor, currency)]),
  );
