import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { currencyDigits } from './currencies.js';
import { add, formatMoney, min, money, parseMoney, subtract, times, zero } from './money.js';

const currency = fc.constantFrom('USD', 'BRL', 'JPY', 'KWD', 'CLF', 'EUR');
const units = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe('parseMoney and formatMoney', () => {
  test.each([
    ['19.99', 'USD', 1999, '19.99'],
    ['0', 'USD', 0, '0.00'],
    ['0.07', 'USD', 7, '0.07'],
    ['100.00', 'BRL', 10_000, '100.00'],
    ['100', 'BRL', 10_000, '100.00'],
    ['5.5', 'EUR', 550, '5.50'],
    ['1999', 'JPY', 1999, '1999'],
    ['1.234', 'KWD', 1234, '1.234'],
    ['0.0001', 'CLF', 1, '0.0001'],
    ['00012.30', 'USD', 1230, '12.30'],
    ['90071992547409.91', 'USD', Number.MAX_SAFE_INTEGER, '90071992547409.91'],
  ])('%s %s', (text, code, minorUnits, shown) => {
    const amount = parseMoney(text, code);
    expect(amount).toEqual({ currency: code, minorUnits });
    expect(formatMoney(amount)).toBe(shown);
  });

  test.each([
    ['1.999', 'USD', '"1.999" has 3 decimals, USD has 2'],
    ['1.0', 'JPY', '"1.0" has 1 decimals, JPY has 0'],
    ['1.00000', 'CLF', '"1.00000" has 5 decimals, CLF has 4'],
    ['1', 'XYZ', '"XYZ" is not a currency in use'],
    ['1', 'usd', '"usd" is not a currency in use'],
    ['-1', 'USD', '"-1" is not an amount'],
    ['1,99', 'USD', '"1,99" is not an amount'],
    ['1e3', 'USD', '"1e3" is not an amount'],
    ['', 'USD', '"" is not an amount'],
    ['.5', 'USD', '".5" is not an amount'],
    ['5.', 'USD', '"5." is not an amount'],
    ['90071992547409.92', 'USD', 'must be a whole number from 0 to 2^53 - 1'],
  ])('refuses %s %s', (text, code, fault) => {
    expect(() => parseMoney(text, code)).toThrow(fault);
  });

  test('what is written reads as the same amount, with the digits of the currency', () => {
    fc.assert(
      fc.property(currency, units, (code, minorUnits) => {
        const text = formatMoney(money(code, minorUnits));
        expect(parseMoney(text, code)).toEqual({ currency: code, minorUnits });
        expect((text.split('.')[1] ?? '').length).toBe(currencyDigits(code));
      }),
    );
  });
});

describe('arithmetic', () => {
  const half = fc.integer({ min: 0, max: Math.floor(Number.MAX_SAFE_INTEGER / 2) });

  test('adds in any order, and subtracting undoes adding', () => {
    fc.assert(
      fc.property(currency, half, half, (code, a, b) => {
        const [first, second] = [money(code, a), money(code, b)];
        expect(add(first, second)).toEqual(add(second, first));
        expect(subtract(add(first, second), second)).toEqual(first);
        expect(add(first, zero(code))).toEqual(first);
        expect(min(first, second).minorUnits).toBe(a < b ? a : b);
      }),
    );
  });

  test('adding in parts gives what adding at once gives: no float creeps in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000_000 }), { maxLength: 50 }), (parts) => {
        const sum = parts.map((part) => money('USD', part)).reduce(add, zero('USD'));
        expect(BigInt(sum.minorUnits)).toBe(parts.reduce((total, part) => total + BigInt(part), 0n));
      }),
    );
  });

  test('never mixes currencies, goes below zero or beyond what a number holds', () => {
    const [usd, eur] = [money('USD', 1), money('EUR', 1)];
    for (const compute of [add, subtract, min])
      expect(() => compute(usd, eur)).toThrow('USD and EUR are never converted');
    expect(() => subtract(zero('USD'), usd)).toThrow('-1 USD: minor units must be');
    expect(() => add(money('USD', Number.MAX_SAFE_INTEGER), usd)).toThrow('minor units must be');
    expect(() => money('USD', 0.5)).toThrow('0.5 USD: minor units must be');
    expect(Object.is(money('USD', -0).minorUnits, 0)).toBe(true);
    expect(times(money('USD', 1999), 3)).toEqual(money('USD', 5997));
  });
});

test('knows the currencies in use, each once', () => {
  const inUse = Intl.supportedValuesOf('currency').filter((code) => currencyDigits(code) !== undefined);
  expect(inUse.length).toBeGreaterThan(150);
  expect(['BRL', 'JPY', 'IQD', 'HUF', 'CLP', 'XXX'].map(currencyDigits)).toEqual([2, 0, 3, 2, 0, undefined]);
});
