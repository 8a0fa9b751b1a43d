import type { Carrier } from './world-plan.js';

/**
 * A number as that carrier gives it, its check digit right (T-5).
 * @param run tells this world's numbers from those of others: a number that is used again would mean the latest parcel
 * @param serial which parcel of the run it is
 */
export function trackingNumber(carrier: Carrier, run: number, serial: number): string {
  const bodies: Record<Carrier, string> = {
    UPS: `1Z${digits(run, 36, 6).toUpperCase()}03${digits(serial, 10, 7)}`,
    USPS: `9400${digits(run, 10, 10)}${digits(serial, 10, 7)}`,
    FEDEX: `${digits(run, 10, 5)}${digits(serial, 10, 6)}`,
  };
  return withCheckDigit[carrier](bodies[carrier]);
}

/** The number that begins so. */
export const withCheckDigit: Record<Carrier, (body: string) => string> = {
  UPS: ups,
  USPS: usps,
  FEDEX: fedex,
};

// Letters count as 2 to 9, from A on, again and again; every second place counts twice.
function ups(body: string): string {
  const sum = Array.from(body.slice(2)).reduce((total, sign, place) => {
    const value = /\d/.test(sign) ? Number(sign) : (sign.charCodeAt(0) - 63) % 10;
    return total + (place % 2 === 1 ? value * 2 : value);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

// From the right, every second place counts three times.
function usps(body: string): string {
  const sum = [...body]
    .toReversed()
    .reduce((total, sign, place) => total + Number(sign) * (place % 2 === 0 ? 3 : 1), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

const FEDEX_WEIGHTS = [3, 1, 7];

function fedex(body: string): string {
  const sum = [...body].reduce(
    (total, sign, place) => total + Number(sign) * (FEDEX_WEIGHTS[place % 3] ?? 0),
    0,
  );
  return `${body}${(sum % 11) % 10}`;
}

// The last places of a number that is too long: they differ most from run to run.
const digits = (value: number, base: number, places: number): string =>
  value.toString(base).slice(-places).padStart(places, '0');
