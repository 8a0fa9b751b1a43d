import { describe, expect, it } from '@jest/globals';
import { publicPlace } from './parcel-view.js';

describe('the place of a scan on a public page (T-6)', () => {
  it.each([
    ['Newark', 'Newark'],
    ['Saint-Étienne', 'Saint-Étienne'],
    ['深圳', '深圳'],
    ['12 Elm Street', undefined],
    ['Elm Street １２', undefined],
    ['bertha@example.com', undefined],
    [undefined, undefined],
  ])('%s is shown as %s', (text, shown) => {
    expect(publicPlace({ city: text, stateOrRegion: text, countryCode: 'US' })).toEqual({
      city: shown,
      stateOrRegion: shown,
      countryCode: 'US',
    });
  });
});
