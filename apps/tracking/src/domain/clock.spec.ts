import { describe, expect, it } from '@jest/globals';
import { editionM } from '#contracts';
import type { EventCode } from '#contracts';
import fc from 'fast-check';
import { clockOf, DAY, lossDue } from './clock.js';
import type { ClockFacts } from './clock.js';
import type { Scan } from './scan.js';
import { scansInOrder } from './scans.js';

const SHIPPED = Date.parse('2026-01-02T10:00:00.000Z');
const PROMISE = Date.parse('2026-01-08T23:59:59.999Z');
const DUE = Date.parse('2026-01-15T23:59:59.999Z');

type Event = [EventCode, number];
const facts = (events: Event[], more: Partial<ClockFacts> = {}): ClockFacts => ({
  shippedAt: SHIPPED,
  estimatedDeliveryAt: PROMISE,
  policy: editionM,
  scans: scansInOrder(
    events.map(([eventCode, occurredAt], at): Scan => ({
      scanId: String(at),
      eventCode,
      rawCode: `r${at}`,
      occurredAt,
    })),
  ),
  ...more,
});
const overdueAt = (due: number) => ({ timer: { due, cause: 'no-delivery' } });
const backBy = (due: number) => ({ timer: { due, cause: 'lost-on-return' } });
const stopped = (at: number, by = 'delivery') => ({ stopped: { at, by } });

describe('due (I-2)', () => {
  it.each([
    ['the promise and 7 days', SHIPPED, PROMISE, DUE],
    ['7 days to the millisecond before shipping', SHIPPED, SHIPPED - 7 * DAY, SHIPPED],
    ['a millisecond earlier: shippedAt', SHIPPED, SHIPPED - 7 * DAY - 1, SHIPPED],
    ['a millisecond later', SHIPPED, SHIPPED - 7 * DAY + 1, SHIPPED + 1],
  ])('%s', (_name, shippedAt, estimatedDeliveryAt, due) => {
    expect(lossDue(facts([], { shippedAt, estimatedDeliveryAt }))).toBe(due);
  });

  it('waits as long as the policy says', () => {
    expect(lossDue(facts([], { policy: { ...editionM, lossWaitDays: 3 } }))).toBe(DUE - 4 * DAY);
  });
});

describe('the clock (I-2, T-8)', () => {
  const R = DUE - 3 * DAY;
  it.each<[string, Event[], object]>([
    ['nothing heard', [], overdueAt(DUE)],
    ['delivered a millisecond before due', [['EVENT_301', DUE - 1]], stopped(DUE - 1)],
    ['delivered exactly at due', [['EVENT_301', DUE]], stopped(DUE)],
    ['delivered a millisecond after due', [['EVENT_301', DUE + 1]], overdueAt(DUE)],
    ['delivered before it was shipped', [['EVENT_301', SHIPPED - 1]], stopped(SHIPPED - 1)],
    ['only moved', [['EVENT_201', DUE - 1]], overdueAt(DUE)],
    [
      'in a locker at due, collected later',
      [
        ['EVENT_801', DUE - 1],
        ['EVENT_804', DUE + 1],
      ],
      overdueAt(DUE),
    ],
    ['turned round at due', [['EVENT_407', DUE]], backBy(DUE + 60 * DAY)],
    ['turned round a millisecond after due', [['EVENT_407', DUE + 1]], overdueAt(DUE)],
    [
      'turned round again: the first counts',
      [
        ['EVENT_407', R],
        ['EVENT_309', R + DAY],
      ],
      backBy(R + 60 * DAY),
    ],
    [
      'turned round, delivered after all',
      [
        ['EVENT_407', R],
        ['EVENT_301', R + 60 * DAY],
      ],
      stopped(R + 60 * DAY),
    ],
    [
      'delivered too late after that',
      [
        ['EVENT_407', R],
        ['EVENT_301', R + 60 * DAY + 1],
      ],
      backBy(R + 60 * DAY),
    ],
    [
      'turned round, on its way again',
      [
        ['EVENT_401', R],
        ['EVENT_302', R + DAY],
      ],
      backBy(R + 60 * DAY),
    ],
    [
      'delivered in time, then turned round',
      [
        ['EVENT_301', R],
        ['EVENT_408', R + DAY],
      ],
      backBy(R + 61 * DAY),
    ],
    ['lost by the carrier: not sooner', [['EVENT_409', R]], overdueAt(DUE)],
  ])('%s', (_name, events, expected) => {
    expect(clockOf(facts(events))).toEqual(expected);
  });

  it.each<[string, Event[], object]>([
    ['lost', [['EVENT_409', R]], overdueAt(R)],
    ['lost before shipping', [['EVENT_409', SHIPPED - 1]], overdueAt(SHIPPED)],
    ['lost after due', [['EVENT_409', DUE + 1]], overdueAt(DUE)],
    [
      'delivered before it was lost',
      [
        ['EVENT_301', R - 1],
        ['EVENT_409', R],
      ],
      stopped(R - 1),
    ],
    [
      'found after it was lost',
      [
        ['EVENT_409', R],
        ['EVENT_301', R + 1],
      ],
      overdueAt(R),
    ],
  ])('payOnCarrierLoss: %s', (_name, events, expected) => {
    expect(clockOf(facts(events, { policy: { ...editionM, payOnCarrierLoss: true } }))).toEqual(expected);
  });

  it.each<[string, Event[], number, object]>([
    ['received at due', [], DUE, stopped(DUE, 'buyer-return')],
    ['received a millisecond after due', [], DUE + 1, overdueAt(DUE)],
    ['on its way back before: as of that scan', [['EVENT_408', R]], R + DAY, stopped(R, 'buyer-return')],
    ['received too late for the wait', [['EVENT_408', R]], R + 60 * DAY + 1, backBy(R + 60 * DAY)],
    ['scanned on its way back later', [['EVENT_408', R + 2]], R + 1, stopped(R + 1, 'buyer-return')],
    ['after a delivery', [['EVENT_301', R]], R + DAY, stopped(R + DAY, 'buyer-return')],
  ])("a buyer's return (I-7): %s", (_name, events, provenAt, expected) => {
    expect(clockOf(facts(events, { provenAt }))).toEqual(expected);
  });

  it('decides on what occurred by due: nothing that occurred later changes a timer that ran out', () => {
    const code = fc.constantFrom<EventCode>('EVENT_201', 'EVENT_301', 'EVENT_407', 'EVENT_409', 'EVENT_302');
    const events = fc.array(
      fc.tuple(
        code,
        fc.integer({ min: -5, max: 100 }).map((day) => SHIPPED + day * DAY),
      ),
    );
    fc.assert(
      fc.property(events, fc.option(fc.integer({ min: 0, max: 100 }), { nil: undefined }), (all, day) => {
        const provenAt = day === undefined ? undefined : SHIPPED + day * DAY;
        const clock = clockOf(facts(all, { provenAt }));
        if (!clock.timer) return;
        const { due } = clock.timer;
        const known = all.filter(([, at]) => at <= due);
        const proven = provenAt !== undefined && provenAt <= due ? provenAt : undefined;
        expect(clockOf(facts(known, { provenAt: proven }))).toEqual(clock);
      }),
      { numRuns: 1000 },
    );
  });
});
