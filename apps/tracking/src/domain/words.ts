import { toIso } from '#contracts';
import type { CurrentStatus, Instant, OverdueCause, PackagePlace, TrackingDetail } from '#contracts';

const HOUR = 3_600_000;

const placeWords: Record<PackagePlace, string> = {
  'in-transit': 'in transit',
  delivered: 'delivered',
  returning: 'on its way back',
  lost: 'lost, says the carrier',
};

export interface TrackedInWords {
  shippedAt: Instant;
  detail: TrackingDetail;
  place: PackagePlace;
  since: Instant;
  status: CurrentStatus;
  anyScan: boolean;
}

/** What a person is told of a package. T-1: no scan on the first day means "allow a day", not "unknown". */
export function trackingWords(tracked: TrackedInWords, patienceHours: number, now: Instant): string {
  const { place, since, status, detail, anyScan, shippedAt } = tracked;
  if (anyScan || place !== 'in-transit')
    return `The package is ${placeWords[place]} since ${toIso(since)} (${status}).`;
  if (detail === 'none') return `Shipped ${toIso(shippedAt)} without tracking: no scans will come.`;
  if (now < shippedAt + patienceHours * HOUR) {
    return `Shipped ${toIso(shippedAt)}: the carrier's first scan takes up to ${patienceHours} hours, so allow a day.`;
  }
  if (detail === 'delivered-only')
    return `Shipped ${toIso(shippedAt)}: this carrier tells only of the delivery, and has not yet.`;
  return `Shipped ${toIso(shippedAt)}, and the carrier has not scanned it yet.`;
}

export interface ClockInWords {
  nextDueAt: Instant | null;
  nextDueCause: OverdueCause | null;
  stoppedAt: Instant | null;
  stoppedBy: 'delivery' | 'buyer-return' | 'sandbox' | null;
  decidedDueAt: Instant | null;
  overdueCause: OverdueCause | null;
}

export type ClockState = 'running' | 'stopped' | 'overdue' | 'closed';

/** What the overdue clock of a package says: its state, the instant it rests on, in words, and by which rule. */
export function clockWords(clock: ClockInWords): {
  state: ClockState;
  at: Instant;
  text: string;
  rule: string;
} {
  const { nextDueAt, nextDueCause, stoppedAt, stoppedBy, decidedDueAt, overdueCause } = clock;
  if (decidedDueAt !== null) return decidedWords(decidedDueAt, overdueCause);
  if (nextDueAt !== null) {
    const unless = nextDueCause === 'lost-on-return' ? 'received back' : 'delivered';
    return {
      state: 'running',
      at: nextDueAt,
      text: `overdue unless ${unless} by ${toIso(nextDueAt)}`,
      rule: ruleOf(nextDueCause),
    };
  }
  if (stoppedAt === null) throw new Error('a clock that neither runs, nor was stopped, nor was decided');
  if (stoppedBy === 'sandbox')
    return { state: 'stopped', at: stoppedAt, text: 'nothing of a sandbox falls due', rule: 'I-2' };
  if (stoppedBy === 'buyer-return') {
    return {
      state: 'stopped',
      at: stoppedAt,
      text: `the buyer sent something back, so it was delivered`,
      rule: 'I-7',
    };
  }
  return { state: 'stopped', at: stoppedAt, text: `delivered in time, at ${toIso(stoppedAt)}`, rule: 'I-2' };
}

function decidedWords(due: Instant, cause: OverdueCause | null): ReturnType<typeof clockWords> {
  if (cause === null) {
    const text = `due ${toIso(due)} passed with every unit back or reimbursed: nothing to make good`;
    return { state: 'closed', at: due, text, rule: 'I-2' };
  }
  const what = cause === 'lost-on-return' ? 'not received back' : 'not delivered';
  return {
    state: 'overdue',
    at: due,
    text: `${what} by its due ${toIso(due)}: overdue`,
    rule: ruleOf(cause),
  };
}

function ruleOf(cause: OverdueCause | null): string {
  return cause === 'lost-on-return' ? 'T-8' : 'I-2';
}
