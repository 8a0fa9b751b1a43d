import { describe, expect, it } from '@jest/globals';
import { check } from './check.js';
import { LATER, soundWorld } from './sound-world.js';
import type { SoundWorld } from './sound-world.js';

const invariantsOf = ({ observed, expected }: SoundWorld): string[] => [
  ...new Set(check(observed, expected).map(({ invariant }) => invariant)),
];

type Change = (world: SoundWorld) => void;
const rows = (world: SoundWorld, table: string): Record<string, unknown>[] =>
  (world.observed.tables[table] ??= []);
const drop =
  (table: string, index = 0): Change =>
  (world) =>
    void rows(world, table).splice(index, 1);
const set =
  (table: string, values: object, index = 0): Change =>
  (world) =>
    void Object.assign(rows(world, table)[index] ?? {}, values);
const add =
  (table: string, row: Record<string, unknown>): Change =>
  (world) =>
    void rows(world, table).push(row);
const again =
  (table: string, values: object = {}): Change =>
  (world) =>
    void rows(world, table).push({ ...rows(world, table)[0], ...values });
const ofType = (world: SoundWorld, type: string): number =>
  world.observed.records.findIndex(({ headers }) => headers['ce_type'] === `makegood.${type}.v1`);
const unsay =
  (type: string): Change =>
  (world) =>
    void world.observed.records.splice(ofType(world, type), 1);
const say =
  (type: string, headers: Record<string, string>, value?: string): Change =>
  ({ observed: { records } }) => {
    const one = records[records.findIndex((record) => record.headers['ce_type'] === `makegood.${type}.v1`)];
    if (!one) throw new Error(`no ${type}`);
    const fresh = { ...one, offset: 99, headers: { ...one.headers, ...headers }, value: value ?? one.value };
    records.push(fresh);
  };
/** Exchanges the places of two records, not their names. */
const swap =
  (first: string, second: string): Change =>
  (world) => {
    const { records } = world.observed;
    const [a, b] = [ofType(world, first), ofType(world, second)];
    const [one, two] = [records[a], records[b]];
    if (!one || !two) throw new Error('nothing to swap');
    records[a] = { ...two, offset: one.offset };
    records[b] = { ...one, offset: two.offset };
  };

describe('a world in which every promise was kept', () => {
  it('has no violation', () => {
    const { observed, expected } = soundWorld();
    expect(check(observed, expected)).toEqual([]);
  });

  it('may say everything twice under the same names', () => {
    const world = soundWorld();
    const { records } = world.observed;
    records.push(...records.map((record) => ({ ...record, offset: record.offset + 50 })));
    rows(world, 'tracking.consumer_offset').pop();
    expect(invariantsOf(world)).toEqual([]);
  });

  it('may say everything again as a new incarnation', () => {
    const world = soundWorld();
    const { records } = world.observed;
    const anew = { ce_source: 'restored' };
    records.push(
      ...records.map((record) => ({
        ...record,
        offset: record.offset + 50,
        headers: { ...record.headers, ...anew },
      })),
    );
    rows(world, 'tracking.consumer_offset').pop();
    expect(invariantsOf(world)).toEqual([]);
  });

  it('may wait for ever for what a disaster took', () => {
    const world = soundWorld();
    world.observed.tables['orders.waiting'] = [
      { type: 't', wait_key: 'order:seller-1:lost' },
      { type: 't', wait_key: 'tracking:UPS:N-lost-S1' },
    ];
    expect(invariantsOf(world)).toEqual(['waiting']);
    const leftOut = new Set(['seller-1/lost']);
    expect(invariantsOf({ ...world, expected: { ...world.expected, leftOut } })).toEqual([]);
    world.observed.tables['orders.waiting'] = [{ type: 't', wait_key: 'tracking:UPS:N-lost2-S1' }];
    expect(invariantsOf({ ...world, expected: { ...world.expected, leftOut } })).toEqual(['waiting']);
  });

  it('may end otherwise where a report was acknowledged after the due, and only there', () => {
    const world = soundWorld();
    const [lost] = world.expected.packages;
    if (!lost) throw new Error('no package');
    const elsewhere = lost.units.map((unit) => ({ ...unit, place: 'delivered' }));
    Object.assign(lost, { units: elsewhere, reportedLate: { id: 'lost/shipped', units: lost.units } });
    expect(invariantsOf(world)).toEqual(['wrong-end']);
    const sent = world.observed.sent.find(({ id }) => id === 'lost/shipped');
    Object.assign(sent ?? {}, { acknowledgedAt: lost.dueAt });
    expect(invariantsOf(world)).toEqual([]);
  });

  it('has nothing to answer for of orders that a disaster took', () => {
    const world = soundWorld();
    for (const table of ['orders.unit', 'tracking.package', 'tracking.unit']) drop(table)(world);
    // The topic was made again between the two.
    unsay('OrderAccepted')(world);
    expect(invariantsOf(world)).toContain('swapped-order');
    expect(
      invariantsOf({ ...world, expected: { ...world.expected, leftOut: new Set(['seller-1/lost']) } }),
    ).toEqual([]);
  });
});

describe('the checker sees', () => {
  it.each<[string, string, Change]>([
    ['a report without effect', 'lost-effect', drop('tracking.scan')],
    ['a shipment kept twice', 'doubled-effect', again('orders.shipment', { shipment_key: 'other' })],
    ['a scan that nobody sent', 'effect-of-nothing', again('tracking.scan', { raw_code: 'X', scan_id: 'x' })],
    ['a unit in no place', 'in-no-place', set('tracking.unit', { place: null })],
    ['a unit in two places', 'in-two-places', set('returns.unit', { place: 'restocked' })],
    ['a unit that was never shipped', 'never-shipped', again('tracking.unit', { ordinal: 2 })],
    ['a unit that reimbursements does not know', 'unsettled', drop('reimbursements.unit')],
    ['a decision that stays due', 'unsettled', set('reimbursements.unit', { settlement: 'due' })],
    ['two grants in force', 'paid-twice', again('reimbursements.reimbursement', { reimbursement_id: 'g-2' })],
    ['a grant said over another', 'paid-twice', say('ReimbursementGranted', { ce_id: '99', ce_tick: '99' })],
    [
      'a payment above the value',
      'paid-wrongly',
      set('reimbursements.reimbursement', { amount_minor: 1001 }),
    ],
    ['sums that differ from the grants', 'paid-wrongly', set('reimbursements.unit', { granted_minor: 999 })],
    [
      'a payment that nobody was owed',
      'paid-wrongly',
      (world) => {
        set('reimbursements.unit', { reversed_minor: 0, settlement: 'granted' }, 2)(world);
        set('reimbursements.reimbursement', { reversed_by: null }, 2)(world);
      },
    ],
    [
      'a payment before its due',
      'paid-early',
      set('reimbursements.decision', { recorded_at: '2026-01-16T23:59:59.999Z' }),
    ],
    ['a payment for what was not overdue', 'paid-early', unsay('DeliveryOverdue')],
    ['a unit that ended elsewhere', 'wrong-end', set('returns.unit', { place: 'restocked' }, 1)],
    ['a package that nobody found overdue', 'not-overdue', unsay('DeliveryOverdue')],
    [
      'another due',
      'wrong-due',
      (world) => {
        const record = world.observed.records[ofType(world, 'DeliveryOverdue')];
        if (record) Object.assign(record, { value: record.value?.replace('2026-01-17', '2026-01-16') });
      },
    ],
    [
      'a sweep before the clock',
      'overdue-early',
      (world) => {
        world.observed = { ...world.observed, clock: [{ since: 0, offsetMs: -120_000 }] };
      },
    ],
    [
      'a sweep that outran the scans',
      'outran-its-reading',
      (world) => {
        const [lost] = world.expected.packages;
        if (lost) Object.assign(lost, { stoppedBy: 'lost/shipped' });
      },
    ],
    ['a package that was never shipped', 'not-shipped', drop('orders.package')],
    ['a new fact under an old name', 'out-of-order', say('OrderAccepted', { ce_id: '2', ce_tick: '1' })],
    ['a name given twice', 'renamed', say('OrderAccepted', {}, '{"orderId":"other"}')],
    ['facts of one aggregate in the wrong order', 'swapped-order', swap('OrderAccepted', 'OrderShipped')],
    ['an aggregate whose ids fall', 'swapped-order', say('OrderAccepted', { ce_id: '2', ce_tick: '99' })],
    ['a decision that was not said', 'lost-event', unsay('ReimbursementReversed')],
    ['a fact that was said twice', 'said-twice', say('OrderAccepted', { ce_id: '99', ce_tick: '99' })],
    ['a fact that nobody decided', 'said-not-stored', drop('returns.damage')],
    ['a copy that lacks a unit', 'copy-lacks', drop('returns.unit')],
    [
      'a copy that has another package',
      'copy-invents',
      set('reimbursements.unit', { package_id: 'p-other' }),
    ],
    [
      'a reversal that tracking did not hear',
      'copy-lacks',
      set('tracking.reimbursed_unit', { reversed_at: null }, 2),
    ],
    [
      'what was put aside',
      'parked',
      add('orders.parked', { state: 'parked', kind: 'poison', topic: 't', headers: {} }),
    ],
    [
      'a report that still waits',
      'waiting',
      add('tracking.waiting', { type: 'TrackingUpdated', wait_key: 'k' }),
    ],
    [
      'poison that was taken',
      'poison-taken',
      (world) => {
        world.expected = { ...world.expected, poison: new Set(['bad']) };
      },
    ],
    ['records that were not read', 'unread', set('tracking.consumer_offset', { next: 3 })],
    ['an offset behind the end', 'read-beyond', set('tracking.consumer_offset', { next: 300 })],
    ['facts left in the outbox', 'unsaid', set('orders.outbox', { xid: '100' })],
    ['a tick that was not acknowledged', 'unsaid', set('returns.relay', { acked: 8 })],
    ['fewer units than were shipped', 'wrong-count', drop('orders.unit', 2)],
  ])('%s: %s', (_, invariant, change) => {
    const world = soundWorld();
    change(world);
    expect(invariantsOf(world)).toContain(invariant);
  });

  it('no early sweep where the clock was moved forwards', () => {
    const world = soundWorld();
    world.observed = { ...world.observed, seenAt: LATER - 100_000, clock: [{ since: 0, offsetMs: 120_000 }] };
    expect(invariantsOf(world)).toEqual([]);
  });
});
