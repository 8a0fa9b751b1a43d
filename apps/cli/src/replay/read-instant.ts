import { isDateText, isInstantText, toInstant, toIso } from '#contracts';
import type { Instant } from '#contracts';

const SPACED = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s?(.*)$/i;

/**
 * Reads an instant of a file: ISO 8601, or `YYYY-MM-DD HH:MM:SS`; UTC where it names no zone.
 * @returns nothing when the text is no instant. A bare date is none: it does not say when on that day.
 */
export function readInstant(text: string): Instant | undefined {
  const match = SPACED.exec(text);
  if (!match) return undefined;
  const iso = `${match[1]}T${match[2]}${(match[3] ?? '').toUpperCase() || 'Z'}`;
  return isInstantText(iso) ? toInstant(iso) : undefined;
}

/**
 * Reads a delivery promise as it travels on the bus: an instant, or a bare date, which is left to the rule
 * of "Words" (the end of that day where the parcel goes).
 */
export function readPromise(text: string): string | undefined {
  if (isDateText(text)) return text;
  const instant = readInstant(text);
  return instant === undefined ? undefined : toIso(instant);
}
