import { describe, expect, it } from '@jest/globals';
import { conditions, receivedPlaces } from '#contracts';
import type { ReceivedPlace } from '#contracts';
import { isPossiblePath, placeByCondition } from './places.js';

describe('N-8: the place by condition', () => {
  it.each([
    ['Sellable', 'restocked'],
    ['Uninspected', 'received'],
    ['Defective', 'unsellable'],
    ['CustomerDamaged', 'unsellable'],
    ['CarrierDamaged', 'unsellable'],
    ['FulfillerDamaged', 'unsellable'],
  ] as const)('%s -> %s', (condition, place) => {
    expect(conditions).toContain(condition);
    expect(placeByCondition(condition)).toBe(place);
  });
});

describe('the path of a unit through a warehouse', () => {
  it.each(receivedPlaces)('may begin as %s', (place) => {
    expect(isPossiblePath([place])).toBe(true);
  });

  const allowed: ReceivedPlace[][] = [
    [],
    ['received', 'restocked'],
    ['received', 'unsellable', 'disposed'],
    ['quarantined', 'received', 'restocked'],
    ['refused-at-dock', 'refused-at-dock', 'received'],
  ];
  it.each(allowed.map((path) => [path] as const))('may be %j', (path) => {
    expect(isPossiblePath(path)).toBe(true);
  });

  const forbidden: ReceivedPlace[][] = [
    ['restocked', 'received'],
    ['restocked', 'unsellable'],
    ['restocked', 'disposed'],
    ['unsellable', 'restocked'],
    ['disposed', 'received'],
    ['received', 'received'],
    ['received', 'quarantined'],
    ['received', 'refused-at-dock'],
    ['quarantined', 'quarantined'],
  ];
  it.each(forbidden.map((path) => [path] as const))('is never %j', (path) => {
    expect(isPossiblePath(path)).toBe(false);
  });
});
