import { describe, expect, test } from '@jest/globals';
import { countries, countryOf } from './feed-country.js';
import { carrierTime } from './feed-time.js';

describe('when a carrier says that it happened', () => {
  test.each<[string, string, string | undefined]>([
    ['2026-01-02T03:04:05Z', 'America/New_York', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05-05:00', 'UTC', '2026-01-02T08:04:05.000Z'],
    ['2026-01-02 03:04:05+00:00', 'America/New_York', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05', 'UTC', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05', 'America/New_York', '2026-01-02T08:04:05.000Z'],
    ['2026-07-02T03:04:05', 'America/New_York', '2026-07-02T07:04:05.000Z'],
    ['2026-01-02 03:04', 'Asia/Kolkata', '2026-01-01T21:34:00.000Z'],
    // A bare date is the start of the day there: never a claim of what is to come.
    ['2026-01-02', 'UTC', '2026-01-02T00:00:00.000Z'],
    ['2026-01-02', 'Asia/Shanghai', '2026-01-01T16:00:00.000Z'],
    // Either side of the change of the clocks (2026-03-08 02:00 becomes 03:00).
    ['2026-03-08T01:59:59', 'America/New_York', '2026-03-08T06:59:59.000Z'],
    ['2026-03-08T03:00:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
    ['2026-11-01T00:59:59', 'America/New_York', '2026-11-01T04:59:59.000Z'],
    ['2026-11-01T02:00:00', 'America/New_York', '2026-11-01T07:00:00.000Z'],
    ['2026-02-30', 'UTC', undefined],
    ['2026-01-02T24:00:00', 'UTC', undefined],
    ['yesterday', 'UTC', undefined],
    ['0001-01-01', 'UTC', undefined],
    ['', 'UTC', undefined],
  ])('%s in %s: %s', (text, zone, instant) => {
    expect(carrierTime(text, zone)).toBe(instant);
  });
});

describe('countries', () => {
  test.each<[string | undefined, string | undefined]>([
    ['USA', 'US'],
    ['usa', 'US'],
    ['US', 'US'],
    ['gb', 'GB'],
    ['GBR', 'GB'],
    ['CHN', 'CN'],
    ['XXX', undefined],
    ['XX', undefined],
    ['United States', undefined],
    [undefined, undefined],
  ])('%s is %s', (code, country) => {
    expect(countryOf(code)).toBe(country);
  });

  test('each has three letters and two of its own', () => {
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    expect(countries.size).toBe(249);
    expect(new Set(countries.values()).size).toBe(249);
    for (const [three, two] of countries) {
      expect(three).toMatch(/^[A-Z]{3}$/);
      expect([three, names.of(two)]).toEqual([three, expect.any(String)]);
    }
  });
});
