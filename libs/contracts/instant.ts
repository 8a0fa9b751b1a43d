/** An instant as whole milliseconds since 1970-01-01T00:00:00Z. The only shape of time inside the code. */
export type Instant = number;

const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:Z|([+-])(\d\d):?(\d\d)?)$/;
const OURS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const MINUTE = 60_000;
// Nothing on this bus happened before: a year such as 0001 is somebody's empty date, not an instant.
const FIRST_YEAR = 1970;

/**
 * Reads an ISO 8601 instant with `Z` or an offset.
 * Digits finer than a millisecond are cut, never rounded: a rounded instant could pass its own due.
 * @throws RangeError naming the text when it is no such instant.
 */
export function toInstant(iso: string): Instant {
  const instant = readInstant(iso);
  if (instant === undefined) {
    throw new RangeError(
      `"${iso}" is not an instant: write ISO 8601 with Z or an offset, as 2026-01-02T03:04:05.678Z`,
    );
  }
  return instant;
}

/** The instant as it travels on the bus and over HTTP: ISO 8601, UTC, three digits of milliseconds. */
export function toIso(instant: Instant): string {
  return new Date(instant).toISOString();
}

/** Whether the text is an instant that `toInstant` reads. */
export function isInstantText(text: string): boolean {
  return readInstant(text) !== undefined;
}

/** Whether the text is a calendar date `YYYY-MM-DD` that exists. */
export function isDateText(text: string): boolean {
  return readDate(text) !== undefined;
}

/** The UTC midnight of a bare date, or nothing when the text is no date. */
export function readDate(text: string): Instant | undefined {
  const match = DATE.exec(text);
  return match ? midnight(Number(match[1]), Number(match[2]), Number(match[3])) : undefined;
}

/** The instant, or nothing when the text is none that `toInstant` reads. */
export function readInstant(text: string): Instant | undefined {
  return OURS.test(text) ? readOurs(text) : readForeign(text);
}

let lastDay: { text: string; midnight: Instant | undefined } = { text: '1970-01-01', midnight: 0 };

// What we write ourselves is nearly all that we read, and most of it is of the same day.
function readOurs(text: string): Instant | undefined {
  if (!text.startsWith(lastDay.text))
    lastDay = { text: text.slice(0, 10), midnight: readDate(text.slice(0, 10)) };
  const [hours, minutes, seconds] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
  if (lastDay.midnight === undefined || hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return lastDay.midnight + (hours * 60 + minutes) * MINUTE + seconds * 1000 + digits(text, 20, 23);
}

function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) number = number * 10 + text.charCodeAt(at) - 48;
  return number;
}

function readForeign(text: string): Instant | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const day = midnight(Number(match[1]), Number(match[2]), Number(match[3]));
  const [hours, minutes, seconds] = [Number(match[4]), Number(match[5]), Number(match[6] ?? 0)];
  const [offsetHours, offsetMinutes] = [Number(match[9] ?? 0), Number(match[10] ?? 0)];
  if (day === undefined || hours > 23 || minutes > 59 || seconds > 59) return undefined;
  if (offsetHours > 23 || offsetMinutes > 59) return undefined;
  const milliseconds = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const offset = (match[8] === '-' ? -1 : 1) * (offsetHours * 60 + offsetMinutes) * MINUTE;
  return day + hours * 60 * MINUTE + minutes * MINUTE + seconds * 1000 + milliseconds - offset;
}

function midnight(year: number, month: number, day: number): Instant | undefined {
  if (year < FIRST_YEAR) return undefined;
  const instant = Date.UTC(year, month - 1, day);
  const read = new Date(instant);
  return read.getUTCMonth() === month - 1 && read.getUTCDate() === day ? instant : undefined;
}
