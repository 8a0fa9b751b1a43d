import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isDateText, isInstantText, toInstant, toIso } from './instant.js';

describe('toInstant', () => {
  test.each([
    ['2026-01-02T03:04:05.678Z', '2026-01-02T03:04:05.678Z'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04Z', '2026-01-02T03:04:00.000Z'],
    ['2026-01-02T03:04:05.6Z', '2026-01-02T03:04:05.600Z'],
    ['2026-01-02T03:04:05,678Z', '2026-01-02T03:04:05.678Z'],
    ['2026-01-02T03:04:05.678+05:30', '2026-01-01T21:34:05.678Z'],
    ['2026-01-02T03:04:05.678-0300', '2026-01-02T06:04:05.678Z'],
    ['2026-01-02T03:04:05.678+01', '2026-01-02T02:04:05.678Z'],
    ['2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59.999Z'],
  ])('reads %s as %s', (text, iso) => {
    expect(toIso(toInstant(text))).toBe(iso);
  });

  test('cuts what is finer than a millisecond, so that an instant at due stays at due', () => {
    expect(toIso(toInstant('2026-01-15T23:59:59.999999Z'))).toBe('2026-01-15T23:59:59.999Z');
    expect(toIso(toInstant('2026-01-15T23:59:59.9996+00:00'))).toBe('2026-01-15T23:59:59.999Z');
  });

  test.each([
    '',
    '2026-01-02',
    '2026-01-02T03:04:05',
    '2026-01-02 03:04:05Z',
    '2026-02-30T00:00:00.000Z',
    '2025-02-29T00:00:00.000Z',
    '2026-01-31T24:00:00.000Z',
    '2026-01-02T23:60:00.000Z',
    '2026-01-02T23:59:60.000Z',
    '2026-13-01T00:00:00Z',
    '2026-01-02T03:04:05+25:00',
    '0001-01-01T00:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
    '2026-01-02T03:04:05.678z',
    ' 2026-01-02T03:04:05.678Z',
  ])('refuses "%s"', (text) => {
    expect(isInstantText(text)).toBe(false);
    expect(() => toInstant(text)).toThrow('is not an instant: write ISO 8601');
  });

  test('gives back every instant that toIso writes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (instant) => {
        expect(toInstant(toIso(instant))).toBe(instant);
      }),
    );
  });
});

test.each([
  ['2026-01-08', true],
  ['2024-02-29', true],
  ['2026-02-29', false],
  ['2026-1-8', false],
  ['2026-01-08T00:00Z', false],
])('isDateText(%s) is %s', (text, is) => {
  expect(isDateText(text)).toBe(is);
});
