import type { Instant } from '#contracts';
import type { Report } from './report.js';

const DAY = 86_400_000;

/** Into how many equal spans of time the reports are cut, or how many days each window has. */
export type WindowPlan = { readonly count: number } | { readonly days: number };

/** A span of business time: its reports are published with the clock still, then the clock moves to its end. */
export interface Window {
  readonly until: Instant;
  readonly reports: readonly Report[];
}

/** Reads `24` (so many windows) or `30d` (so many days each). @returns nothing when it is neither. */
export function readWindowPlan(text: string): WindowPlan | undefined {
  const match = /^([1-9]\d{0,4})(d?)$/.exec(text.trim());
  if (!match) return undefined;
  return match[2] === 'd' ? { days: Number(match[1]) } : { count: Number(match[1]) };
}

/**
 * Cuts the time line at instants of no meaning: the outcome must not depend on them. Windows span the reports;
 * the last goes on to `asOf`, where only the clock still moves.
 * @param reports in time order, none later than `asOf`
 */
export function windowsOf(reports: readonly Report[], asOf: Instant, plan: WindowPlan): Window[] {
  const first = reports[0]?.at ?? asOf;
  const last = reports.at(-1)?.at ?? asOf;
  const step = 'days' in plan ? plan.days * DAY : Math.max(1, Math.ceil((last - first) / plan.count));
  const end = 'days' in plan ? asOf : last;
  const windows: Window[] = [];
  let from = 0;
  for (let until = first + step; until < end; until += step) {
    const to = firstAfter(reports, until, from);
    windows.push({ until, reports: reports.slice(from, to) });
    from = to;
  }
  windows.push({ until: asOf, reports: reports.slice(from) });
  return windows;
}

function firstAfter(reports: readonly Report[], instant: Instant, from: number): number {
  let [low, high] = [from, reports.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((reports[middle]?.at ?? Infinity) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
