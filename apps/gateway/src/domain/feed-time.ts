import { readInstant, toIso, type Instant } from '#contracts';

const LOCAL = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)?$/;

/**
 * When a carrier says that something happened: an instant, or the time on the wall of its zone, as many carriers
 * write it. A bare date is the start of that day: a scan must not claim what is still to come.
 * @returns ISO 8601 in UTC, or nothing when the text is no time
 */
export function carrierTime(text: string, timeZone: string): string | undefined {
  const instant =
    readInstant(text.replace(/^(\d{4}-\d\d-\d\d) (?=\d\d:)/, '$1T')) ?? localTime(text, timeZone);
  return instant === undefined ? undefined : toIso(instant);
}

function localTime(text: string, timeZone: string): Instant | undefined {
  const match = LOCAL.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = match;
  // As if the wall were in UTC: says whether there is such a day and time at all.
  const wall = readInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`);
  if (wall === undefined) return undefined;
  // Twice: the first guess may lie on the other side of a change of the clocks.
  const guess = wall - offsetAt(wall, timeZone);
  return wall - offsetAt(guess, timeZone);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the zone's wall is ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: Instant, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formats.set(timeZone, format);
  }
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const match = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name);
  if (!match) return 0;
  const [, sign, hours, minutes, seconds = '0'] = match;
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -ms : ms;
}
