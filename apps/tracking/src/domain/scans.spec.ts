import { describe, expect, it } from '@jest/globals';
import type { EventCode } from '#contracts';
import fc from 'fast-check';
import type { Scan } from './scan.js';
import { scansInOrder, stateOf } from './scans.js';

const SHIPPED = 1_000_000;
const scan = (eventCode: EventCode, occurredAt: number, more: Partial<Scan> = {}): Scan => ({
  scanId: `${eventCode}-${occurredAt}-${more.rawCode ?? ''}`,
  eventCode,
  rawCode: eventCode,
  occurredAt,
  ...more,
});
const after = (...scans: Scan[]) => stateOf(scansInOrder(scans), SHIPPED);

describe('the state of a package', () => {
  it.each<[string, Scan[], string, number]>([
    ['nothing heard', [], 'in-transit', SHIPPED],
    ['a scan before shipping', [scan('EVENT_102', SHIPPED - 5)], 'in-transit', SHIPPED],
    ['delivered', [scan('EVENT_201', 10), scan('EVENT_301', 20)], 'delivered', 20],
    ['collected from a locker', [scan('EVENT_801', 10), scan('EVENT_804', 20)], 'delivered', 20],
    ['collected at a counter', [scan('EVENT_308', 20, { status: 'PICKUP_SUCCESSFUL' })], 'delivered', 20],
    ['in a locker (Words: not delivered)', [scan('EVENT_801', 10)], 'in-transit', SHIPPED],
    [
      'in a locker, called DELIVERED',
      [scan('EVENT_801', 10, { status: 'DELIVERED' })],
      'in-transit',
      SHIPPED,
    ],
    ['attempted', [scan('EVENT_304', 10)], 'in-transit', SHIPPED],
    ['refused (T-8)', [scan('EVENT_407', 10)], 'returning', 10],
    ['unclaimed (T-8)', [scan('EVENT_416', 10, { incident: 'unclaimed' })], 'returning', 10],
    ['bad address (T-8)', [scan('EVENT_401', 10)], 'returning', 10],
    ['lost', [scan('EVENT_409', 10)], 'lost', 10],
    ['destroyed', [scan('EVENT_406', 10, { incident: 'destroyed' })], 'lost', 10],
    ['damaged is still on its way', [scan('EVENT_405', 10, { incident: 'damaged' })], 'in-transit', SHIPPED],
    ['RETURNING after DELIVERED wins (T-4)', [scan('EVENT_301', 20), scan('EVENT_408', 30)], 'returning', 30],
    [
      'RETURNING wins at the same instant, whatever the ids',
      [scan('EVENT_301', 20, { scanId: 'z' }), scan('EVENT_408', 20, { scanId: 'a' })],
      'returning',
      20,
    ],
    ['DELIVERED after RETURNING', [scan('EVENT_408', 20), scan('EVENT_301', 30)], 'delivered', 30],
    ['a hub on the way back', [scan('EVENT_408', 20), scan('EVENT_201', 30)], 'returning', 20],
    ['a late hub does not undo DELIVERED', [scan('EVENT_301', 20), scan('EVENT_201', 30)], 'delivered', 20],
    ['turned to the buyer again', [scan('EVENT_401', 20), scan('EVENT_302', 30)], 'in-transit', 30],
    ['found again (T-8)', [scan('EVENT_409', 20), scan('EVENT_201', 30)], 'in-transit', 30],
    ['a delay does not find it', [scan('EVENT_409', 20), scan('EVENT_418', 30)], 'lost', 20],
    [
      'lost after DELIVERED (T-8: rests, but can change)',
      [scan('EVENT_301', 20), scan('EVENT_409', 30)],
      'lost',
      30,
    ],
    [
      'back at the seller is still returning',
      [scan('EVENT_408', 20), scan('EVENT_309', 30)],
      'returning',
      20,
    ],
  ])('%s', (_name, scans, place, since) => {
    expect(after(...scans)).toMatchObject({ place, since });
  });

  it('keeps the first delivery that occurred, whatever follows', () => {
    const state = after(scan('EVENT_301', 20), scan('EVENT_408', 30), scan('EVENT_301', 40));
    expect(state).toMatchObject({ place: 'delivered', deliveredAt: 20, asOf: 40 });
    expect(state.returningSince).toBeUndefined();
  });

  it('says since when it is on its way back, and from which scan it knows', () => {
    const state = after(scan('EVENT_407', 20), scan('EVENT_408', 25));
    expect(state).toMatchObject({ returningSince: 20, asOf: 25, status: 'RETURNING' });
  });
});

describe('corrections (T-4)', () => {
  const delivered = scan('EVENT_301', 20, { rawCode: 'D' });
  const attempted = scan('EVENT_304', 20, { rawCode: 'A', corrects: { rawCode: 'D', occurredAt: 20 } });

  it('takes back the scan it names and counts itself', () => {
    expect(after(delivered, attempted)).toMatchObject({ place: 'in-transit', status: 'DELIVERY_ATTEMPTED' });
    expect(after(delivered, attempted).deliveredAt).toBeUndefined();
  });

  it('may come before the scan it names', () => {
    expect(after(attempted, delivered)).toEqual(after(delivered, attempted));
  });

  it('names a raw code and an instant: neither alone', () => {
    expect(after(scan('EVENT_301', 21, { rawCode: 'D' }), attempted).place).toBe('delivered');
    expect(after(scan('EVENT_301', 20, { rawCode: 'E' }), attempted).place).toBe('delivered');
  });

  it('may correct what bears its own name', () => {
    const same = scan('EVENT_304', 20, {
      scanId: 'same',
      rawCode: 'D',
      corrects: { rawCode: 'D', occurredAt: 20 },
    });
    expect(after(delivered, same).status).toBe('DELIVERY_ATTEMPTED');
  });

  it('does not revive what was withdrawn when it is corrected itself', () => {
    const again = scan('EVENT_201', 30, { rawCode: 'S', corrects: { rawCode: 'A', occurredAt: 20 } });
    expect(after(delivered, attempted, again)).toMatchObject({
      place: 'in-transit',
      status: 'IN_TRANSIT',
      asOf: 30,
    });
  });
});

const anyScan = fc
  .record({
    eventCode: fc.constantFrom<EventCode>(
      'EVENT_201',
      'EVENT_301',
      'EVENT_302',
      'EVENT_407',
      'EVENT_409',
      'EVENT_804',
    ),
    occurredAt: fc.integer({ min: 0, max: 6 }),
    rawCode: fc.constantFrom('A', 'B'),
    corrects: fc.option(
      fc.record({ rawCode: fc.constantFrom('A', 'B'), occurredAt: fc.integer({ min: 0, max: 6 }) }),
      {
        nil: undefined,
      },
    ),
  })
  .map((one): Scan => ({ ...one, scanId: JSON.stringify([one.rawCode, one.occurredAt, one.corrects]) }));
const scanSet = fc.uniqueArray(anyScan, { selector: (one) => one.scanId, maxLength: 12 });

describe('the state is a function of the set (T-4)', () => {
  it('does not depend on the order of arrival', () => {
    const twoOrders = scanSet.chain((set) =>
      fc.tuple(fc.constant(set), fc.shuffledSubarray(set, { minLength: set.length, maxLength: set.length })),
    );
    fc.assert(
      fc.property(twoOrders, ([one, other]) => {
        expect(after(...other)).toEqual(after(...one));
      }),
      { numRuns: 500 },
    );
  });

  it('is delivered only by a scan that counts and delivers', () => {
    fc.assert(
      fc.property(scanSet, (set) => {
        const delivering = scansInOrder(set).filter((one) =>
          ['EVENT_301', 'EVENT_804'].includes(one.eventCode),
        );
        expect(after(...set).deliveredAt).toBe(delivering[0]?.occurredAt);
      }),
      { numRuns: 500 },
    );
  });
});
