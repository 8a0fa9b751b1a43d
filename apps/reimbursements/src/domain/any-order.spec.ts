import { describe, expect, test } from '@jest/globals';
import { conditions, faultParties } from '#contracts';
import type { Condition, FaultParty } from '#contracts';
import fc from 'fast-check';
import {
  closesAt,
  damaged,
  DAY,
  hearInTurns,
  overdue,
  received,
  scan,
  settled,
  shippedAt,
  sibling,
  statement,
  windowClosed,
} from '../../test/unit-facts.js';
import type { Given } from '../../test/unit-facts.js';
import { canonicalJson } from './canonical-json.js';
import { redecide } from './decision.js';
import type { StoredEvidence } from './evidence.js';
import { grantInForce } from './recorded.js';
import type { Recorded } from './recorded.js';

const VALUE = 10_000;
const instant = fc.integer({ min: 0, max: 110 * 4 }).map((quarters) => shippedAt + (quarters * DAY) / 4);
const afterDue = fc
  .integer({ min: 13 * 4, max: 110 * 4 })
  .map((quarters) => shippedAt + (quarters * DAY) / 4);

// What tracking says of a package comes in its order, however late it says that the package was overdue.
const fromTracking = fc
  .tuple(scansOfPackage(), fc.option(fc.nat(3)))
  .map(([said, place]) => (place === null ? said : said.toSpliced(place, 0, overdue())));

function scansOfPackage(): fc.Arbitrary<StoredEvidence[]> {
  return fc
    .array(fc.record({ at: instant, late: fc.integer({ min: 0, max: 12 }), withdrawn: fc.boolean() }), {
      maxLength: 3,
    })
    .map((drawn) =>
      drawn
        .toSorted((a, b) => a.at - b.at)
        .map(({ at, late, withdrawn }) => scan(at, withdrawn ? null : at - (late * DAY) / 2)),
    );
}

// I-2: DeliveryOverdue names no unit that was back or paid before, so ours is received and inspected later; once.
const inspection = fc
  .record({ at: afterDue, condition: fc.constantFrom(...conditions), told: fc.nat(2), gap: fc.nat(3) })
  .map(({ at, condition, told, gap }) => {
    const fault = faultOf[condition];
    const receipt = told === 1 ? [] : [received(at, condition)];
    return told === 0 || fault === undefined ? receipt : [...receipt, damaged(at + (gap * DAY) / 4, fault)];
  });

const faultOf: Record<Condition, FaultParty | undefined> = {
  Sellable: undefined,
  Defective: 'defect',
  CustomerDamaged: 'customer',
  CarrierDamaged: 'carrier',
  FulfillerDamaged: 'fulfiller',
  Uninspected: 'unknown',
};

const siblingBack = afterDue.map((at) => received(at, 'Sellable', { kind: 'buyer-return', unit: sibling }));
const brokenInTransit = fc
  .record({ at: instant, fault: fc.constantFrom(...faultParties) })
  .map(({ at, fault }) => damaged(at, fault, 'in-transit'));

const others = fc.record({
  receipts: fc.option(inspection).map((found) => found ?? []),
  siblings: fc.array(siblingBack, { maxLength: 1 }),
  damages: fc.array(brokenInTransit, { maxLength: 2 }),
  statements: fc.array(
    instant.filter((at) => at <= closesAt).map((at) => statement(at)),
    { maxLength: 1 },
  ),
  closed: fc.boolean().map((is) => (is ? [windowClosed()] : [])),
});

const given = fc.record({
  unit: fc.record({
    detail: fc.constantFrom('full' as const, 'none' as const),
    purpose: fc.constantFrom('customer-order' as const, 'customer-order' as const, 'removal' as const),
    knownAt: fc.constantFrom(shippedAt, shippedAt + 30 * DAY),
  }),
  policy: fc.record({ reverseOnLateDelivery: fc.boolean() }),
});

const lives = fc
  .record({ tracked: fromTracking, others, given })
  .map(({ tracked, others: rest, given: setting }) => ({
    tracked,
    rest: [...rest.receipts, ...rest.siblings, ...rest.damages, ...rest.statements, ...rest.closed],
    given: setting satisfies Given,
  }));

interface Arrival {
  seed: number[];
  cuts: number[];
  shippedIn: number;
  again: boolean;
}

const arrivals: fc.Arbitrary<Arrival> = fc.record({
  seed: fc.array(fc.nat(1000), { minLength: 12, maxLength: 12 }),
  cuts: fc.array(fc.nat(12), { maxLength: 6 }),
  shippedIn: fc.nat(4),
  again: fc.boolean(),
});

// Any order across topics, any batches, anything twice; only what tracking says stays in its order.
function turnsOf(
  tracked: StoredEvidence[],
  rest: StoredEvidence[],
  { seed, cuts, again }: Arrival,
): StoredEvidence[][] {
  const places = tracked.map((_, index) => seed[index] ?? 0).toSorted((a, b) => a - b);
  const placed = [
    ...tracked.map((one, index) => ({ one, place: places[index] ?? 0 })),
    ...rest.map((one, index) => ({ one, place: seed[tracked.length + index] ?? 0 })),
  ].toSorted((a, b) => a.place - b.place);
  const order = placed.map(({ one }) => one);
  const turns: StoredEvidence[][] = [];
  let from = 0;
  for (const cut of [...cuts, order.length].toSorted((a, b) => a - b)) {
    turns.push(order.slice(from, Math.max(from, cut)));
    from = Math.max(from, cut);
  }
  return again ? [...turns, order] : turns;
}

// refused and reversed both end with nothing in force: how often it was paid in between may differ.
function endOf(decisions: readonly Recorded[], settlement: string | undefined) {
  const net = decisions.reduce((sum, { kind, amount }) => {
    const minor = amount?.minorUnits ?? 0;
    return sum + (kind === 'granted' ? minor : kind === 'reversed' ? -minor : 0);
  }, 0);
  return { net, ends: settlement === 'refused' || settlement === 'reversed' ? 'nothing' : settlement };
}

describe('any order, any duplication, any batches (R-10)', () => {
  test('same net amount and settlement as everything at once; never two in force; never above the value (R-7)', () => {
    fc.assert(
      fc.property(lives, arrivals, ({ tracked, rest, given: setting }, arrival) => {
        const turns = turnsOf(tracked, rest, arrival);
        const shippedIn = Math.min(arrival.shippedIn, turns.length - 1);
        const { decisions, last } = hearInTurns(turns, shippedIn, setting);
        const once = hearInTurns([[...tracked, ...rest]], 0, setting);
        const due = endOf(once.decisions, once.last?.standing.settlement);
        // R-7 is in the way of R-10 and wins: what is owed on all the facts, but was paid and taken back before all of them
        // were heard, waits for a person.
        const waits = last?.standing.reason === 'after-reversal';
        const mayWait = waits && due.ends === 'granted' && decisions.some(({ kind }) => kind === 'reversed');
        const ends = mayWait ? [due, { net: 0, ends: 'in-review' }] : [due];
        expect(ends).toContainEqual(endOf(decisions, last?.standing.settlement));
        for (let count = 1; count <= decisions.length; count++) inForceAtMostOnce(decisions.slice(0, count));
      }),
      { numRuns: 1_000 },
    );
  });

  test('hearing all of it again changes nothing', () => {
    fc.assert(
      fc.property(lives, arrivals, ({ tracked, rest, given: setting }, arrival) => {
        const turns = turnsOf(tracked, rest, { ...arrival, again: false });
        const { decisions } = hearInTurns(turns, 0, setting);
        const again = hearInTurns([...turns, [...tracked, ...rest], []], 0, setting);
        expect(again.decisions.map(({ id }) => id)).toEqual(decisions.map(({ id }) => id));
        expect(new Set(decisions.map(({ id }) => id)).size).toBe(decisions.length);
      }),
      { numRuns: 300 },
    );
  });

  test('every decision, decided again from its stored inputs, gives the same bytes', () => {
    fc.assert(
      fc.property(lives, ({ tracked, rest, given: setting }) => {
        for (const { inputs, outcome } of settled([...tracked, ...rest], setting).decisions) {
          expect(redecide(canonicalJson(inputs))).toBe(canonicalJson(outcome));
        }
      }),
      { numRuns: 300 },
    );
  });
});

function inForceAtMostOnce(decisions: readonly Recorded[]): void {
  const granted = decisions.filter(({ kind }) => kind === 'granted');
  const reversed = decisions
    .filter(({ kind }) => kind === 'reversed')
    .map(({ reimbursementId }) => reimbursementId);
  expect(new Set(reversed).size).toBe(reversed.length);
  expect(granted.filter(({ id }) => !reversed.includes(id)).length).toBeLessThanOrEqual(1);
  const net = endOf(decisions, undefined).net;
  expect(net).toBe(grantInForce(decisions)?.amount?.minorUnits ?? 0);
  expect(net).toBeLessThanOrEqual(VALUE);
}
