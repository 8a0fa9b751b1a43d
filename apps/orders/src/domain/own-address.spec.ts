import { describe, expect, it } from '@jest/globals';
import { isOwnAddress } from './own-address.js';

const to = {
  addressLine1: '1 Dock St.',
  city: 'Newark',
  stateOrRegion: 'NJ',
  postalCode: '07102',
  countryCode: 'US',
};

describe('isOwnAddress (O-8)', () => {
  it.each([
    ['written the same', ['1 Dock St., Newark, NJ 07102, US'], true],
    ['other case, spacing and commas', ['1 DOCK ST  newark nj 07102 us'], true],
    ['one of several', ['9 Elm St, Boston', '1 Dock St Newark NJ 07102 US'], true],
    ['another number', ['11 Dock St., Newark, NJ 07102, US'], false],
    ['only a part', ['1 Dock St.'], false],
    ['none registered', [], false],
    ['a blank one', [' , '], false],
  ])('%s', (_name, own, is) => {
    expect(isOwnAddress(to, own)).toBe(is);
  });

  it('takes no empty destination for an empty address', () => {
    expect(isOwnAddress({}, [''])).toBe(false);
  });
});
