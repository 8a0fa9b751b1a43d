import type { Location } from '#contracts';
import { countryOf } from './feed-country.js';

/** An object of somebody else's JSON. */
export type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

/** A text that says something, without the space around it; aggregators write '' and null for nothing. */
export function textOf(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}

/** The first that says something. */
export function firstText(...values: unknown[]): string | undefined {
  for (const value of values) {
    const text = textOf(value);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** A text that fits a field: somebody else's long words must not cost the scan they stand in. */
export const fitted = (text: string, most: number): string => Array.from(text).slice(0, most).join('').trim();

/** Town, state and country of a scan; a country that is none is left out (T-6: never more than the town). */
export function locationOf(city: unknown, state: unknown, country: unknown): Location | undefined {
  const [town, region, code] = [textOf(city), textOf(state), countryOf(textOf(country))];
  const location: Location = {
    ...(town === undefined ? {} : { city: fitted(town, 128) }),
    ...(region === undefined ? {} : { stateOrRegion: fitted(region, 64) }),
    ...(code === undefined ? {} : { countryCode: code }),
  };
  return Object.keys(location).length > 0 ? location : undefined;
}

/** Whether a part of a message tells of the feed's carrier. */
export function isOurs(calls: readonly string[], name: unknown): boolean {
  if (calls.length === 0) return true;
  const called = textOf(name)?.toLowerCase();
  return calls.some((one) => one.toLowerCase() === called);
}

/** Drops what is undefined: an optional field is left out, never null. */
export function given<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
