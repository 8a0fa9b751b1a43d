import { describe, expect, test } from '@jest/globals';
import { editionM } from '#contracts';
import type { Money } from '#contracts';
import fc from 'fast-check';
import { termsOf } from './policy-terms.js';
import { valuation } from './valuation.js';

const usd = (minorUnits: number): Money => ({ currency: 'USD', minorUnits });
const cap = (marketplaceId: string, perUnit: Money) => ({
  marketplaceId,
  currency: perUnit.currency,
  perUnit,
});
const terms = (...caps: ReturnType<typeof cap>[]) => ({ valuation: 'declared-value' as const, caps });

describe('the cap per marketplace and currency (R-6)', () => {
  test.each([
    ['below', 499_999, 499_999],
    ['at', 500_000, 500_000],
    ['above', 500_001, 500_000],
  ])('edition M, %s 5,000 USD', (_, value, amount) => {
    expect(valuation(usd(value), 'US', editionM)?.amount).toEqual(usd(amount));
  });

  test('no row, no cap; never converted', () => {
    const value = { currency: 'JPY', minorUnits: 900_000_000 };
    expect(valuation(value, 'JP', editionM)).toMatchObject({ amount: value, cap: null });
  });

  test.each([
    ['lower', usd(100)],
    ['higher', usd(900)],
  ])('a row of the marketplace itself wins, also where it is the %s one', (_, own) => {
    const policy = terms(cap('*', usd(500)), cap('US', own));
    expect(valuation(usd(1000), 'US', policy)).toMatchObject({
      amount: own,
      cap: { marketplaceId: 'US', perUnit: own },
    });
    expect(valuation(usd(1000), 'CA', policy)?.amount).toEqual(usd(500));
  });

  test('no value by any basis', () => {
    expect(valuation(null, 'US', editionM)).toBeNull();
  });

  test('of any value and caps: whole minor units of the same currency, never above value or cap', () => {
    const amounts = fc.maxSafeNat();
    fc.assert(
      fc.property(amounts, fc.option(amounts), fc.option(amounts), (value, general, own) => {
        const caps = [
          ...(general === null ? [] : [cap('*', usd(general))]),
          ...(own === null ? [] : [cap('US', usd(own))]),
          cap('US', { currency: 'EUR', minorUnits: 0 }),
        ];
        const found = valuation(usd(value), 'US', terms(...caps));
        const most = own ?? general ?? Infinity;
        expect(found?.amount).toEqual(usd(Math.min(value, most)));
        expect(found?.value).toEqual(usd(value));
      }),
    );
  });
});

test('what is stored with a decision holds the caps that could count, and no others', () => {
  const caps = [
    cap('*', usd(500)),
    cap('US', usd(1)),
    cap('CA', usd(2)),
    cap('US', { currency: 'EUR', minorUnits: 3 }),
  ];
  expect(termsOf({ ...editionM, caps }, 'US', 'USD').caps).toEqual([cap('*', usd(500)), cap('US', usd(1))]);
});
