import { describe, expect, it } from '@jest/globals';
import { toInstant } from '#contracts';
import { promiseOf, spellPromise } from './promise.js';

const at = toInstant;
const all = { own: '2026-01-01T00:00:00Z', shipment: '2026-01-02T00:00:00Z', order: '2026-01-04T00:00:00Z' };
const items = ['2026-01-03T00:00:00Z', undefined, '2026-01-03T00:00:01Z'];

describe('promiseOf (Words, "EDD")', () => {
  it.each([
    ['the package has its own', { ...all, items }, 'package', '2026-01-01T00:00:00Z'],
    ['else the shipment', { ...all, own: undefined, items }, 'shipment', '2026-01-02T00:00:00Z'],
    ['else the latest of its items', { order: all.order, items }, 'items', '2026-01-03T00:00:01Z'],
    ['else the order', { order: all.order, items: [undefined] }, 'order', '2026-01-04T00:00:00Z'],
  ] as const)('%s', (_name, promises, from, instant) => {
    expect(promiseOf(promises, 'UTC')).toEqual({ at: at(instant), from });
  });

  it('is nothing when nobody promised anything', () => {
    expect(promiseOf({ items: [undefined] }, 'UTC')).toBeUndefined();
  });

  it.each([
    [
      'a timestamp is literal: midnight is midnight',
      '2026-01-08T00:00:00Z',
      'UTC',
      '2026-01-08T00:00:00.000Z',
    ],
    ['a bare date lasts the whole day', '2026-01-08', 'UTC', '2026-01-08T23:59:59.999Z'],
    ['in the zone of the destination', '2026-01-08', 'America/New_York', '2026-01-09T04:59:59.999Z'],
    ['east of Greenwich too', '2026-01-08', 'Asia/Tokyo', '2026-01-08T14:59:59.999Z'],
  ])('%s', (_name, order, zone, instant) => {
    expect(promiseOf({ items: [], order }, zone)?.at).toBe(at(instant));
  });

  it('compares items as instants, not as text', () => {
    const mixed = ['2026-01-08', '2026-01-08T20:00:00-05:00'];
    expect(promiseOf({ items: mixed }, 'UTC')?.at).toBe(at('2026-01-09T01:00:00Z'));
  });
});

describe('spellPromise', () => {
  it.each([
    ['2026-01-08', '2026-01-08'],
    ['2026-01-08T01:00:00+01:00', '2026-01-08T00:00:00.000Z'],
    ['2026-01-08T00:00:00.0009Z', '2026-01-08T00:00:00.000Z'],
  ])('%s', (given, spelled) => {
    expect(spellPromise(given)).toBe(spelled);
  });
});
