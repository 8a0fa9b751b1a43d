import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { oneTimeLine, type ToldEntry } from './journey.js';

const entry = (at: string, service: string, kind: ToldEntry['kind'], type: string): ToldEntry => ({
  at,
  service,
  kind,
  type,
  text: type,
  rules: [],
  data: {},
});
const day = (n: number): string => `2026-01-0${n}T00:00:00.000Z`;
const journey = [
  entry(day(1), 'orders', 'report', 'OrderRegistered'),
  entry(day(1), 'orders', 'fact', 'OrderAccepted'),
  entry(day(2), 'orders', 'report', 'OrderShipped'),
  entry(day(2), 'orders', 'fact', 'OrderShipped'),
  entry(day(2), 'tracking', 'fact', 'TrackingUpdated'),
  entry(day(3), 'tracking', 'fact', 'DeliveryOverdue'),
  entry(day(3), 'reimbursements', 'decision', 'ReimbursementGranted'),
];

test('one time line: by instant, then as events flow, whatever order the services answered in', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(journey, { minLength: journey.length }), (told) => {
      expect(oneTimeLine(told)).toEqual(journey);
    }),
  );
});
