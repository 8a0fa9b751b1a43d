import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UnitTally } from './accounting.js';
import { STATES, SETTLING_MS, stateOf, verdictOn } from './unit-state.js';
import type { ReturnedRow, SettledRow, Settlement, ShippedRow, TrackedRow, UnitView } from './unit-rows.js';

const asOf = Date.UTC(2026, 0, 20);
const long = asOf - SETTLING_MS - 1;
const key = { orderId: '0190a000-0000-7000-8000-000000000002', line: 1, ordinal: 1 };
const shipped: ShippedRow = {
  ...key,
  packageId: 'p1',
  sellerId: 's1',
  sellerFulfillmentOrderId: 'SO-1',
  shippedAt: long,
};
const tracked = (place: TrackedRow['place']): TrackedRow => ({
  ...key,
  packageId: 'p1',
  place,
  since: long,
  overdueAt: null,
});
const returned = (place: ReturnedRow['place']): ReturnedRow => ({ ...key, place, since: long });
const settled = (settlement: Settlement, more: Partial<SettledRow> = {}): SettledRow => ({
  ...key,
  settlement,
  since: long,
  reason: null,
  currency: null,
  grantedMinor: 0,
  reversedMinor: 0,
  everGranted: false,
  ...more,
});
const unit = (view: Partial<UnitView>): UnitView => ({ ...key, shipped, ...view });

describe('the law: the state of a unit is the first that applies', () => {
  test.each<[string, Partial<UnitView>, object]>([
    [
      'granted wins over a delivery',
      { tracked: tracked('delivered'), settled: settled('granted') },
      { state: 'reimbursed' },
    ],
    [
      'replaced counts as reimbursed',
      { tracked: tracked('in-transit'), settled: settled('replaced') },
      { state: 'reimbursed' },
    ],
    [
      'due',
      { tracked: tracked('in-transit'), settled: settled('due') },
      { state: 'decision-due', due: 'due' },
    ],
    [
      'held wins over a place',
      { tracked: tracked('lost'), settled: settled('held') },
      { state: 'decision-due', due: 'held' },
    ],
    [
      'waiting',
      { tracked: tracked('in-transit'), settled: settled('waiting') },
      { state: 'decision-due', due: 'waiting' },
    ],
    [
      'in review',
      { tracked: tracked('delivered'), settled: settled('in-review') },
      { state: 'decision-due', due: 'in-review' },
    ],
    [
      'delivered wins over refused',
      { tracked: tracked('delivered'), settled: settled('refused') },
      { state: 'delivered' },
    ],
    ['delivered', { tracked: tracked('delivered'), settled: settled('none') }, { state: 'delivered' }],
    ['returning', { tracked: tracked('returning'), settled: settled('none') }, { state: 'returning' }],
    ['lost', { tracked: tracked('lost'), settled: settled('reversed') }, { state: 'lost' }],
    [
      'received',
      { tracked: tracked(null), returned: returned('received'), settled: settled('none') },
      { state: 'received' },
    ],
    [
      'restocked after a reversal',
      { tracked: tracked(null), returned: returned('restocked'), settled: settled('reversed') },
      { state: 'restocked' },
    ],
    [
      'unsellable',
      { tracked: tracked(null), returned: returned('unsellable'), settled: settled('refused') },
      { state: 'unsellable' },
    ],
    [
      'quarantined',
      { tracked: tracked(null), returned: returned('quarantined'), settled: settled('none') },
      { state: 'quarantined' },
    ],
    [
      'refused at the dock',
      { tracked: tracked(null), returned: returned('refused-at-dock'), settled: settled('none') },
      { state: 'refused-at-dock' },
    ],
    [
      'disposed',
      { tracked: tracked(null), returned: returned('disposed'), settled: settled('none') },
      { state: 'disposed' },
    ],
    [
      'refused says why',
      { tracked: tracked('in-transit'), settled: settled('refused', { reason: 'removal-order' }) },
      { state: 'refused', reason: 'removal-order' },
    ],
    ['in transit', { tracked: tracked('in-transit'), settled: settled('none') }, { state: 'in-transit' }],
    [
      'reversed and still under way',
      { tracked: tracked('in-transit'), settled: settled('reversed') },
      { state: 'in-transit' },
    ],
  ])('%s', (_, view, expected) => {
    expect(stateOf(unit(view))).toEqual(expected);
  });
});

describe('the law: a unit is accounted for when every service says its part', () => {
  const whole = { tracked: tracked('in-transit'), settled: settled('none') };
  const handedOver = { tracked: tracked(null), returned: returned('restocked'), settled: settled('none') };

  test.each<[string, Partial<UnitView>]>([
    ['under way', whole],
    ['handed over to returns', handedOver],
  ])('%s: accounted', (_, view) => {
    expect(verdictOn(unit(view), asOf)).toEqual({ kind: 'accounted', why: [] });
  });

  test.each<[string, Partial<UnitView>, string]>([
    [
      'no row in orders',
      { ...whole, shipped: undefined },
      'claimed by tracking and reimbursements but orders never shipped it',
    ],
    [
      'no row in tracking',
      { settled: settled('none') },
      'tracking does not know it; no service claims its place',
    ],
    [
      'no row in tracking, one in returns',
      { ...handedOver, tracked: undefined },
      'tracking does not know it',
    ],
    ['no row in returns', { ...handedOver, returned: undefined }, 'no service claims its place'],
    ['no row in reimbursements', { tracked: tracked('in-transit') }, 'reimbursements does not know it'],
    [
      'two places',
      { ...handedOver, tracked: tracked('delivered') },
      'tracking and returns both claim its place',
    ],
    [
      'another package',
      { ...whole, tracked: { ...tracked('in-transit'), packageId: 'p2' } },
      'tracking and orders name different packages',
    ],
    [
      'due for 61 s',
      { ...whole, settled: settled('due', { since: asOf - 61_000 }) },
      'its decision has been due for 61 s',
    ],
  ])('%s: unaccounted for', (_, view, why) => {
    expect(verdictOn(unit(view), asOf)).toEqual({ kind: 'unaccounted', why: why.split('; ') });
  });

  test.each<[string, number, string]>([
    ['60 s old is settling', asOf - SETTLING_MS, 'settling'],
    ['60.001 s old is unaccounted for', asOf - SETTLING_MS - 1, 'unaccounted'],
  ])('a disagreement %s', (_, since, kind) => {
    expect(verdictOn(unit({ tracked: { ...tracked('in-transit'), since } }), asOf).kind).toBe(kind);
  });

  test.each<[string, number, string]>([
    ['for 60 s: accounted', asOf - SETTLING_MS, 'accounted'],
    ['for 60.001 s: unaccounted for', asOf - SETTLING_MS - 1, 'unaccounted'],
  ])('a decision due %s', (_, since, kind) => {
    expect(
      verdictOn(unit({ tracked: tracked('in-transit'), settled: settled('due', { since }) }), asOf).kind,
    ).toBe(kind);
  });

  test('the age of a disagreement is that of the newest thing known, as its service recorded it', () => {
    const view = unit({ shipped: { ...shipped, recordedAt: asOf - 5 } });
    expect(verdictOn(view, asOf).kind).toBe('settling');
  });
});

const places = fc.constantFrom<TrackedRow['place'] | undefined>(
  'in-transit',
  'delivered',
  'returning',
  'lost',
  null,
  undefined,
);
const received = fc.constantFrom<ReturnedRow['place'] | undefined>(
  'received',
  'restocked',
  'unsellable',
  'quarantined',
  'refused-at-dock',
  'disposed',
  undefined,
);
const settlements = fc.constantFrom<Settlement | undefined>(
  'none',
  'due',
  'held',
  'waiting',
  'in-review',
  'granted',
  'replaced',
  'refused',
  'reversed',
  undefined,
);

test('the states always add up to what was shipped, whatever the services say', () => {
  const view = fc.record({
    isShipped: fc.boolean(),
    place: places,
    inHand: received,
    settlement: settlements,
  });
  fc.assert(
    fc.property(fc.array(view, { maxLength: 60 }), (views) => {
      const tally = new UnitTally(asOf);
      views.forEach(({ isShipped, place, inHand, settlement }, ordinal) =>
        tally.add({
          ...key,
          ordinal,
          shipped: isShipped ? shipped : undefined,
          tracked: place === undefined ? undefined : tracked(place),
          returned: inHand === undefined ? undefined : returned(inHand),
          settled: settlement === undefined ? undefined : settled(settlement),
        }),
      );
      const answer = tally.answer();
      const sum = STATES.reduce((total, state) => total + answer.states[state], 0);
      expect(answer.shipped).toBe(views.filter(({ isShipped }) => isShipped).length);
      expect(sum).toBe(answer.shipped);
      expect(answer.addsUp).toBe(true);
      expect(answer.states['decision-due']).toBe(
        Object.values(answer.decisionDue).reduce((a, b) => a + b, 0),
      );
      expect(answer.states.refused).toBe(Object.values(answer.refusedByReason).reduce((a, b) => a + b, 0));
    }),
  );
});
