import { describe, expect, it } from '@jest/globals';
import { clockWords, trackingWords } from './words.js';

const HOUR = 3_600_000;
const tracked = {
  shippedAt: 0,
  detail: 'full' as const,
  place: 'in-transit' as const,
  since: 0,
  status: 'IN_TRANSIT' as const,
  anyScan: false,
};

describe('what a person is told (T-1)', () => {
  it.each([
    ['a millisecond before the day is over', {}, 24 * HOUR - 1, /allow a day/],
    ['when it is over', {}, 24 * HOUR, /not scanned it yet/],
    ['with a scan', { anyScan: true }, 1, /in transit/],
    [
      'of a carrier that tells only the delivery',
      { detail: 'delivered-only' as const },
      25 * HOUR,
      /tells only of the delivery/,
    ],
    ['without tracking', { detail: 'none' as const }, 1, /no scans will come/],
    ['delivered', { place: 'delivered' as const, anyScan: true }, 1, /is delivered/],
  ])('%s', (_name, more, now, words) => {
    expect(trackingWords({ ...tracked, ...more }, 24, now)).toMatch(words);
  });
});

describe('what the clock says', () => {
  const none = {
    nextDueAt: null,
    nextDueCause: null,
    stoppedAt: null,
    stoppedBy: null,
    decidedDueAt: null,
    overdueCause: null,
  };
  it.each([
    ['running', { nextDueAt: 5, nextDueCause: 'no-delivery' as const }, 'running', 'I-2'],
    ['waiting for the parcel', { nextDueAt: 5, nextDueCause: 'lost-on-return' as const }, 'running', 'T-8'],
    ['delivered', { stoppedAt: 5, stoppedBy: 'delivery' as const }, 'stopped', 'I-2'],
    ['sent back', { stoppedAt: 5, stoppedBy: 'buyer-return' as const }, 'stopped', 'I-7'],
    ['overdue, delivered since', { decidedDueAt: 5, overdueCause: 'no-delivery' as const }, 'overdue', 'I-2'],
    ['over with nothing missing', { decidedDueAt: 5 }, 'closed', 'I-2'],
  ])('%s', (_name, more, state, rule) => {
    expect(clockWords({ ...none, ...more })).toMatchObject({ at: 5, state, rule });
  });
});
