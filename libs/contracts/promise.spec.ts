import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toIso } from './instant.js';
import { isTimeZone, promiseInstant } from './promise.js';

describe('promiseInstant (Words, "EDD")', () => {
  test.each([
    // A timestamp is literal, whatever the zone.
    ['2026-01-08T00:00:00Z', 'America/Sao_Paulo', '2026-01-08T00:00:00.000Z'],
    ['2026-01-08', 'UTC', '2026-01-08T23:59:59.999Z'],
    ['2026-01-08', 'America/New_York', '2026-01-09T04:59:59.999Z'],
    ['2026-01-08', 'Asia/Kolkata', '2026-01-08T18:29:59.999Z'],
    ['2026-01-08', 'Pacific/Kiritimati', '2026-01-08T09:59:59.999Z'],
    ['2026-01-08', 'Pacific/Pago_Pago', '2026-01-09T10:59:59.999Z'],
    // The clocks change in the small hours of that day.
    ['2026-03-08', 'America/New_York', '2026-03-09T03:59:59.999Z'],
    ['2026-03-07', 'America/New_York', '2026-03-08T04:59:59.999Z'],
    ['2026-11-01', 'America/New_York', '2026-11-02T04:59:59.999Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-29T21:59:59.999Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-25T22:59:59.999Z'],
    // Set back at midnight: 23:59:59.999 comes twice, the promise lasts until the second.
    ['2018-02-17', 'America/Sao_Paulo', '2018-02-18T02:59:59.999Z'],
    // Set forward at midnight: the next day begins at 01:00.
    ['2018-11-03', 'America/Sao_Paulo', '2018-11-04T02:59:59.999Z'],
    // Set forward from 23:00 to midnight: 23:59:59.999 never comes, the day ends with the change.
    ['2024-03-30', 'America/Nuuk', '2024-03-31T00:59:59.999Z'],
    // A day that a whole country skipped: it ends as it begins.
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T09:59:59.999Z'],
  ])('%s in %s is %s', (text, zone, iso) => {
    expect(toIso(promiseInstant(text, zone))).toBe(iso);
  });

  test('is the last instant whose date in the zone is not after the day', () => {
    const zones = [
      'America/New_York',
      'Europe/London',
      'Australia/Lord_Howe',
      'America/Sao_Paulo',
      'Asia/Tehran',
    ];
    const dayIn = (zone: string, instant: number): string =>
      new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(instant);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom(...zones), (day, zone) => {
        const date = toIso(day * 86_400_000).slice(0, 10);
        const end = promiseInstant(date, zone);
        expect(dayIn(zone, end)).toBe(date);
        expect(dayIn(zone, end + 1) > date).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('says what is wrong', () => {
    expect(() => promiseInstant('soon', 'UTC')).toThrow('"soon" is not an instant');
    expect(() => promiseInstant('2026-01-08', 'Mars/Olympus')).toThrow(RangeError);
  });
});

test.each([
  ['UTC', true],
  ['America/New_York', true],
  ['US/Pacific', true],
  ['Mars/Olympus', false],
  ['+02:00', false],
  ['', false],
])('isTimeZone(%s) is %s', (name, is) => {
  expect(isTimeZone(name)).toBe(is);
});
