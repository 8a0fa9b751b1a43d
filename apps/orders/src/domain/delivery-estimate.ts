import { promiseInstant } from '#contracts';
import type { Instant, ShippingSpeed } from '#contracts';
import { rowFor, timeZoneOf } from './network.js';
import type { Calendar, FulfillmentCenter, Network } from './network.js';

/** When a shipment leaves and arrives, as far as anybody can say before (O-9, O-10). */
export interface Estimate {
  carrierCode: string;
  earliestShipAt: Instant;
  latestShipAt: Instant;
  earliestArrivalAt: Instant;
  /** The promise if it leaves in time: the end of a day at the destination. */
  latestArrivalAt: Instant;
}

const DAY = 86_400_000;
// A calendar of which every day is free would never end.
const MOST_DAYS = 3_700;

/**
 * Leaves on the centre's first working day of which the cutoff is still to come; then the route's business days.
 * @returns nothing where no route leads there at that speed
 */
export function estimate(
  network: Network,
  center: FulfillmentCenter,
  {
    speed,
    countryCode,
    features,
  }: { speed: ShippingSpeed; countryCode: string; features: readonly string[] },
  now: Instant,
): Estimate | undefined {
  const routes = features.includes('BLOCK_AMZL')
    ? network.routes.filter(({ carrierCode }) => carrierCode !== 'AMZL')
    : network.routes;
  const route = rowFor(routes, speed, center.countryCode, countryCode);
  if (!route) return undefined;
  const today = dateIn(center.timeZone, now);
  const late = timeIn(center.timeZone, now) >= center.cutoff;
  const leaves = workingDay(calendarOf(network, center.calendarId), late ? dayAfter(today) : today);
  const way = calendarOf(network, route.calendarId);
  const zone = timeZoneOf(network, countryCode);
  return {
    carrierCode: route.carrierCode,
    earliestShipAt: leaves === today ? now : startOfDay(leaves, center.timeZone),
    latestShipAt: promiseInstant(leaves, center.timeZone),
    earliestArrivalAt: startOfDay(addWorkingDays(way, leaves, route.days.least), zone),
    latestArrivalAt: promiseInstant(addWorkingDays(way, leaves, route.days.most), zone),
  };
}

/** The date that a clock on the wall of that zone shows. */
export function dateIn(timeZone: string, instant: Instant): string {
  return wallClock(timeZone).format(instant).slice(0, 10);
}

/** That many working days after a date. Of none: the date itself if it is one, else the next. */
export function addWorkingDays(calendar: Calendar, date: string, days: number): string {
  let day = workingDay(calendar, date);
  for (let left = days; left > 0; left -= 1) day = workingDay(calendar, dayAfter(day));
  return day;
}

function workingDay({ weekend, holidays }: Calendar, from: string): string {
  let day = from;
  for (let tries = 0; tries < MOST_DAYS; tries += 1) {
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
    if (!weekend.includes(weekday) && !holidays.includes(day)) return day;
    day = dayAfter(day);
  }
  return day;
}

function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
}

function dayBefore(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) - DAY).toISOString().slice(0, 10);
}

/** A day starts where the one before ends, also where the clocks change at midnight. */
function startOfDay(date: string, timeZone: string): Instant {
  return promiseInstant(dayBefore(date), timeZone) + 1;
}

function timeIn(timeZone: string, instant: Instant): string {
  return wallClock(timeZone).format(instant).slice(12, 17);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

// Canadian English writes "2026-01-02, 03:04".
function wallClock(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  clocks.set(timeZone, clock);
  return clock;
}

function calendarOf({ calendars }: Network, id: string): Calendar {
  return (
    calendars.find(({ calendarId }) => calendarId === id) ?? { calendarId: id, weekend: [], holidays: [] }
  );
}
