import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { carrierPage } from './carriers.js';
import { checkNumber } from './tracking-number.js';

const UPS = '1Z5R89390357567127';

describe('the carrier of a number (T-5)', () => {
  it.each([
    ['UPS', UPS, 'UPS'],
    ['UPS, as people type it', ' 1z5r8939 0357567127', 'UPS'],
    ['USPS', '9400111202555842332669', 'USPS'],
    ['FedEx', '986578788855', 'FedEx'],
    ['DHL', '3318810025', 'DHL'],
    ['OnTrac', 'D10011354453707', 'OnTrac'],
    ['a post of the S10 union', 'RB123456785GB', 'Royal Mail Group plc'],
    ['the post of the United States', 'RB123456785US', 'USPS'],
    ['what FedEx and USPS both accept: neither', '9261292700768711948021', undefined],
    ['of no form that is known', 'MG0380768327682', undefined],
  ])('%s', (_name, trackingNumber, name) => {
    const { carrier, warning } = checkNumber({ trackingNumber });
    expect([carrier?.name, warning]).toEqual([name, undefined]);
  });

  it.each([
    ['UPS', 'UPS'],
    ['ups_ground', 'UPS'],
    ['FEDEX-EXPRESS', 'FedEx'],
    ['UPSTART', 'UPSTART'],
    ['QUICKLINE', 'QUICKLINE'],
  ])('is the one that the report names: %s', (carrierCode, name) => {
    expect(checkNumber({ carrierCode }).carrier?.name).toBe(name);
    expect(checkNumber({ carrierCode, trackingNumber: '986578788855' }).carrier?.name).toBe(name);
  });

  it('has a page of its own for the number, whatever is in it', () => {
    const { carrier } = checkNumber({ carrierCode: 'UPS' });
    expect(carrier && carrierPage(carrier, '1Z"&x=<')).toBe(
      'https://www.ups.com/track?tracknum=1Z%22%26x%3D%3C',
    );
    expect(carrierPage({ code: 'X', name: 'X' }, '1')).toBeUndefined();
  });
});

describe('a check digit (T-5)', () => {
  const changed = (number: string, at: number): string =>
    number.slice(0, at) + String((Number(number[at]) + 1) % 10) + number.slice(at + 1);
  it.each([
    ['UPS', UPS, 17, 'UPS'],
    [undefined, UPS, 17, 'UPS'],
    [undefined, 'RB123456785GB', 10, 'Royal Mail'],
    ['QUICKLINE', 'RB123456785GB', 10, 'Royal Mail'],
    ['USPS', '9400111202555842332669', 21, 'USPS'],
    ['FedEx', '986578788855', 11, 'FedEx'],
    ['DHL', '3318810025', 9, 'DHL'],
  ])('%s %s is right, and wrong when digit %i is another', (carrierCode, trackingNumber, at, whose) => {
    expect(checkNumber({ carrierCode, trackingNumber }).warning).toBeUndefined();
    const wrong = checkNumber({ carrierCode, trackingNumber: changed(trackingNumber, at) });
    expect(wrong.warning).toContain(`is wrong: it is none of ${whose}`);
  });

  it.each([
    ['a form that several may have, where nobody names the carrier', undefined, '986578788856'],
    ['another carrier, whose numbers we do not know', 'QUICKLINE', '986578788856'],
    ['no form of the carrier named', 'UPS', '1Z'],
    ['a country that there is not', undefined, 'RB123456786XX'],
    ["what the second carrier's check accepts", 'UPS', '9400111202555842332669'],
  ])('says nothing of %s', (_name, carrierCode, trackingNumber) => {
    expect(checkNumber({ carrierCode, trackingNumber }).warning).toBeUndefined();
  });

  it('is asked of any text without a fault', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 128, unit: 'grapheme' }),
      fc.stringMatching(/^[0-9A-Z ]{0,40}$/),
    );
    fc.assert(
      fc.property(fc.option(text, { nil: undefined }), text, (carrierCode, trackingNumber) => {
        checkNumber({ carrierCode, trackingNumber });
      }),
    );
  });
});
