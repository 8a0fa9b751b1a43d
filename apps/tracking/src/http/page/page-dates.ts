import type { Instant, Location } from '#contracts';
import type { PageTexts } from './page-texts.js';

/** How a language writes days, times and places. */
export interface Formats {
  day(at: Instant): string;
  time(at: Instant): string;
  country(code: string): string;
  /** What people call the zone, as "Eastern Time". */
  zone: string;
}

const made = new Map<string, Formats>();
const MOST_KEPT = 1000;

/** Making these costs more than the rest of a page, so they are kept. */
export function formatsFor({ locale }: PageTexts, timeZone = 'UTC'): Formats {
  const key = `${locale} ${timeZone}`;
  const known = made.get(key);
  if (known) return known;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone });
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const named = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'longGeneric' });
  const countries = new Intl.DisplayNames(locale, { type: 'region' });
  const formats: Formats = {
    day: (at) => day.format(at),
    time: (at) => time.format(at),
    country: (code) => countries.of(code) ?? code,
    zone: named.formatToParts(0).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone,
  };
  if (made.size >= MOST_KEPT) made.clear();
  made.set(key, formats);
  return formats;
}

/** Town, region, country, as far as they are known. */
export function placeText({ city, stateOrRegion, countryCode }: Location, formats: Formats): string {
  const country = countryCode && formats.country(countryCode);
  return [city, stateOrRegion, country].filter(Boolean).join(', ');
}
