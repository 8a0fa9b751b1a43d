import { describe, expect, it, test } from '@jest/globals';
import { editionM } from '#contracts';
import type { EventCode } from '#contracts';
import fc from 'fast-check';
import { DAY } from './clock.js';
import { follow } from './follow.js';
import type { PackageFacts, ReturnedUnit } from './follow.js';
import type { PolicyVersion } from './policy-in-force.js';
import type { Scan } from './scan.js';

const SHIPPED = 100 * DAY;
const policies: PolicyVersion[] = [{ version: 'M', marketplaceId: '*', from: -Infinity, policy: editionM }];
const scan = (eventCode: EventCode, occurredAt: number): Scan => ({
  scanId: `${eventCode}-${occurredAt}`,
  eventCode,
  rawCode: eventCode,
  occurredAt,
});
const back = (
  ordinal: number,
  receivedAt: number,
  kind: ReturnedUnit['kind'] = 'buyer-return',
): ReturnedUnit => ({
  line: 1,
  ordinal,
  receivedAt,
  kind,
});
const facts = (more: Partial<PackageFacts>): PackageFacts => ({
  marketplaceId: 'US',
  shippedAt: SHIPPED,
  estimatedDeliveryAt: SHIPPED + 3 * DAY,
  units: [
    { line: 1, ordinal: 1 },
    { line: 1, ordinal: 2 },
  ],
  scans: [],
  returned: [],
  ...more,
});
const at = (day: number): number => SHIPPED + day * DAY;

test('nothing of a sandbox falls due, whatever it is scanned at', () => {
  expect(follow(facts({}), policies).clock.timer?.due).toBe(SHIPPED + 10 * DAY);
  const scans = [scan('EVENT_201', at(1)), scan('EVENT_416', at(20))];
  const { clock } = follow(facts({ sandbox: true, scans }), policies);
  expect(clock).toEqual({ stopped: { at: SHIPPED, by: 'sandbox' } });
});

describe('units of a package that something came back of (I-7)', () => {
  it.each<[string, Partial<PackageFacts>, object[]]>([
    [
      'nothing came back',
      {},
      [
        { place: 'in-transit', since: SHIPPED },
        { place: 'in-transit', since: SHIPPED },
      ],
    ],
    [
      "a buyer's return proves that the others were delivered",
      { returned: [back(1, at(5))] },
      [
        { place: null, since: at(5) },
        { place: 'delivered', since: at(5) },
      ],
    ],
    [
      'as of the first return scan',
      { returned: [back(1, at(5))], scans: [scan('EVENT_408', at(4))] },
      [
        { place: null, since: at(5) },
        { place: 'delivered', since: at(4) },
      ],
    ],
    [
      'or of the delivery itself',
      { returned: [back(1, at(5))], scans: [scan('EVENT_301', at(2)), scan('EVENT_408', at(4))] },
      [
        { place: null, since: at(5) },
        { place: 'delivered', since: at(2) },
      ],
    ],
    [
      'an undelivered one proves nothing',
      { returned: [back(1, at(5), 'undelivered')], scans: [scan('EVENT_408', at(4))] },
      [
        { place: null, since: at(5) },
        { place: 'returning', since: at(4) },
      ],
    ],
  ])('%s', (_name, more, places) => {
    expect(follow(facts(more), policies).places).toEqual(places);
  });

  it('stops the clock by a buyer’s return only', () => {
    expect(follow(facts({ returned: [back(1, at(5))] }), policies).clock).toEqual({
      stopped: { at: at(5), by: 'buyer-return' },
    });
    expect(follow(facts({ returned: [back(1, at(5), 'undelivered')] }), policies).clock).toEqual({
      timer: { due: at(10), cause: 'no-delivery' },
    });
  });

  it('is a function of the set of facts', () => {
    const scans = fc.uniqueArray(
      fc
        .tuple(
          fc.constantFrom<EventCode>('EVENT_201', 'EVENT_301', 'EVENT_407', 'EVENT_409'),
          fc.integer({ min: -1, max: 12 }),
        )
        .map(([code, day]) => scan(code, at(day))),
      { selector: (one) => one.scanId },
    );
    const returned = fc.array(
      fc
        .tuple(
          fc.constantFrom(1, 2),
          fc.integer({ min: 0, max: 12 }),
          fc.constantFrom('buyer-return', 'undelivered'),
        )
        .map(([ordinal, day, kind]) => back(ordinal, at(day), kind)),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(scans, returned, (someScans, someReturned) => {
        const one = follow(facts({ scans: someScans, returned: someReturned }), policies);
        const other = follow(
          facts({ scans: someScans.toReversed(), returned: [...someReturned, ...someReturned].toReversed() }),
          policies,
        );
        expect(other).toEqual(one);
      }),
      { numRuns: 500 },
    );
  });
});
