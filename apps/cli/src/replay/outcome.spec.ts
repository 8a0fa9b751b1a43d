import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Accounting } from '../door/accounting.js';
import { addsUp, outcomeOf } from './outcome.js';

const states = [
  'reimbursed',
  'decision-due',
  'delivered',
  'returning',
  'lost',
  'received',
  'restocked',
  'unsellable',
  'quarantined',
  'refused-at-dock',
  'disposed',
  'refused',
  'in-transit',
];
const accounting = (over: Partial<Accounting>): Accounting => ({
  asOf: '2026-01-01T00:00:00.000Z',
  orders: 0,
  packages: 0,
  shipped: 0,
  states: {},
  decisionDue: {},
  refusedByReason: {},
  unaccounted: [],
  unaccountedCount: 0,
  settling: [],
  settlingCount: 0,
  amountGranted: {},
  amountReversed: {},
  everGranted: 0,
  reversedUnits: 0,
  overduePackages: 0,
  addsUp: true,
  ...over,
});
const measured = { seconds: 1.2, events: 3 };

describe('the outcome of a replay', () => {
  it('has the keys that programs read, in their order', () => {
    expect(Object.keys(outcomeOf(accounting({}), measured))).toEqual([
      'orders',
      'units',
      'delivered',
      'overdue',
      'granted',
      'reversed',
      'returned',
      'refused',
      'open',
      'unaccounted',
      'amountGranted',
      'amountReversed',
      'seconds',
      'events',
    ]);
  });

  it.each([
    ['reimbursed', 'granted'],
    ['decision-due', 'open'],
    ['delivered', 'delivered'],
    ['received', 'returned'],
    ['restocked', 'returned'],
    ['unsellable', 'returned'],
    ['quarantined', 'returned'],
    ['disposed', 'returned'],
    ['refused', 'refused'],
    ['in-transit', 'open'],
    ['returning', 'open'],
    ['lost', 'open'],
    ['refused-at-dock', 'open'],
  ] as const)('counts a unit that is %s as %s', (state, key) => {
    const everGranted = state === 'reimbursed' ? 1 : 0;
    const outcome = outcomeOf(accounting({ shipped: 1, states: { [state]: 1 }, everGranted }), measured);
    expect(outcome[key]).toBe(1);
    expect(addsUp(outcome)).toBe(true);
  });

  it('counts a refused unit that is lost or on its way back as refused: the claim was answered', () => {
    const outcome = outcomeOf(
      accounting({
        shipped: 3,
        states: { lost: 2, returning: 1 },
        refusedByState: { lost: 1, returning: 1 },
      }),
      measured,
    );
    expect([outcome.refused, outcome.open, addsUp(outcome)]).toEqual([2, 1, true]);
  });

  it('puts every unit in exactly one place, whatever its state', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...states)), fc.nat(9), (units, reversedUnits) => {
        const counts = Object.fromEntries(
          states.map((state) => [state, units.filter((unit) => unit === state).length]),
        );
        const everGranted = (counts['reimbursed'] ?? 0) + reversedUnits;
        expect(
          addsUp(
            outcomeOf(
              accounting({ shipped: units.length, states: counts, everGranted, reversedUnits }),
              measured,
            ),
          ),
        ).toBe(true);
      }),
    );
  });
});
