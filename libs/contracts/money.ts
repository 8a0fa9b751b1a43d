import { currencyDigits } from './currencies.js';
import { Money } from './money-value.js';

const DECIMAL = /^(\d+)(?:\.(\d+))?$/;

/** An amount that cannot be read or computed; the message says why. */
export class MoneyError extends Error {
  override readonly name = 'MoneyError';
}

/** An amount of whole minor units. @throws MoneyError for an unknown currency, a fraction or less than zero. */
export function money(currency: string, minorUnits: number): Money {
  digitsOf(currency);
  if (!Number.isSafeInteger(minorUnits) || minorUnits < 0) {
    throw new MoneyError(`${minorUnits} ${currency}: minor units must be a whole number from 0 to 2^53 - 1`);
  }
  // -0 would be another JSON text and another row than 0.
  return { currency, minorUnits: minorUnits === 0 ? 0 : minorUnits };
}

/** Nothing, in that currency. */
export function zero(currency: string): Money {
  return money(currency, 0);
}

/**
 * Reads a decimal string such as "19.99"; the point is the only mark.
 * @throws MoneyError for an unknown currency, more decimals than it has (ISO 4217), or no amount of zero or more.
 */
export function parseMoney(decimal: string, currency: string): Money {
  const digits = digitsOf(currency);
  const match = DECIMAL.exec(decimal);
  if (!match) throw new MoneyError(`"${decimal}" is not an amount: write digits and a point, as 19.99`);
  const [, whole = '', decimals = ''] = match;
  if (decimals.length > digits) {
    throw new MoneyError(`"${decimal}" has ${decimals.length} decimals, ${currency} has ${digits}`);
  }
  return money(currency, Number(whole + decimals.padEnd(digits, '0')));
}

/** The decimal string with the currency's ISO 4217 digits: "19.99" of USD, "1999" of JPY. */
export function formatMoney({ currency, minorUnits }: Money): string {
  const digits = digitsOf(currency);
  const text = String(minorUnits).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** @throws MoneyError when the currencies differ: amounts are never converted. */
export function add(a: Money, b: Money): Money {
  return money(same(a, b), a.minorUnits + b.minorUnits);
}

/** @throws MoneyError when the currencies differ, or the result would be less than zero. */
export function subtract(a: Money, b: Money): Money {
  return money(same(a, b), a.minorUnits - b.minorUnits);
}

/** The lesser of two amounts. @throws MoneyError when the currencies differ. */
export function min(a: Money, b: Money): Money {
  return money(same(a, b), Math.min(a.minorUnits, b.minorUnits));
}

/** An amount times a whole number of units. */
export function times(amount: Money, count: number): Money {
  return money(amount.currency, amount.minorUnits * count);
}

function same(a: Money, b: Money): string {
  if (a.currency !== b.currency) {
    throw new MoneyError(`${a.currency} and ${b.currency} are never converted: keep amounts per currency`);
  }
  return a.currency;
}

function digitsOf(currency: string): number {
  const digits = currencyDigits(currency);
  if (digits === undefined) throw new MoneyError(`"${currency}" is not a currency in use (ISO 4217)`);
  return digits;
}
