import { readDate, toInstant } from './instant.js';
import type { Instant } from './instant.js';

const DAY = 86_400_000;
const MOST_ZONES = 1000;

/**
 * The latest moment of a delivery promise (EDD). A timestamp is literal; a bare `YYYY-MM-DD` means the last
 * millisecond of that day in `timeZone` (Words, "EDD"), also where the clocks change at midnight.
 * @throws RangeError when the text is neither, or the time zone is not an IANA name.
 */
export function promiseInstant(dateOrInstant: string, timeZone: string): Instant {
  const midnight = readDate(dateOrInstant);
  return midnight === undefined ? toInstant(dateOrInstant) : endOfDay(midnight, timeZone);
}

/** Whether the name is an IANA time zone known to this machine. */
export function isTimeZone(name: string): boolean {
  // "+02:00" is an offset: it cannot say where the clocks change.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    wallClock(name);
    return true;
  } catch {
    return false;
  }
}

function endOfDay(midnight: Instant, timeZone: string): Instant {
  const wall = midnight + DAY - 1;
  if (timeZone === 'UTC') return wall;
  const read = wallClock(timeZone);
  const offsets = [wall - DAY, wall, wall + DAY].map((instant) => read(instant) - instant);
  // Clocks set back over midnight show 23:59:59.999 twice: the promise lasts until the later one.
  const shown = offsets.map((offset) => wall - offset).filter((instant) => read(instant) === wall);
  if (shown.length > 0) return Math.max(...shown);
  return beforeGap(wall - Math.max(...offsets), wall - Math.min(...offsets), wall, read);
}

// Clocks set forward over midnight never show 23:59:59.999: the day ends with the change.
function beforeGap(low: Instant, high: Instant, wall: number, read: (at: Instant) => number): Instant {
  let [before, after] = [low - 1, high];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (read(middle) <= wall) before = middle;
    else after = middle;
  }
  return before;
}

const wallClocks = new Map<string, (instant: Instant) => number>();

// What a clock on the wall of that zone shows at an instant, written as if it were UTC.
function wallClock(timeZone: string): (instant: Instant) => number {
  const known = wallClocks.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    fractionalSecondDigits: 3,
  });
  const read = (instant: Instant): number => {
    const shown: Record<string, number> = {};
    for (const part of format.formatToParts(instant)) shown[part.type] = Number(part.value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, fractionalSecond = 0 } = shown;
    return Date.UTC(year, month - 1, day, hour, minute, second, fractionalSecond);
  };
  // There are some 600 names; what goes beyond is somebody playing with capitals.
  if (wallClocks.size >= MOST_ZONES) wallClocks.clear();
  wallClocks.set(timeZone, read);
  return read;
}
