import type { Instant } from '#contracts';
import type { UnitView } from './unit-rows.js';

/** Every state of a unit in accounting, in the order in which the first that applies wins. */
export const STATES = [
  'reimbursed',
  'decision-due',
  'delivered',
  'returning',
  'lost',
  'received',
  'restocked',
  'unsellable',
  'quarantined',
  'refused-at-dock',
  'disposed',
  'refused',
  'in-transit',
] as const;
export type UnitState = (typeof STATES)[number];

/** How long a decision may be due, and services may disagree, before a unit counts as unaccounted for (the law). */
export const SETTLING_MS = 60_000;

type DecisionDue = 'due' | 'held' | 'waiting' | 'in-review';

export interface Standing {
  state: UnitState;
  /** Of a unit whose decision is due: which settlement. */
  due?: DecisionDue;
  /** Of a refused unit. */
  reason?: string;
}

/** The law: the first that applies of reimbursed, decision due, place, refused, in transit. */
export function stateOf({ tracked, returned, settled }: UnitView): Standing {
  const settlement = settled?.settlement ?? 'none';
  if (settlement === 'granted' || settlement === 'replaced') return { state: 'reimbursed' };
  if (
    settlement === 'due' ||
    settlement === 'held' ||
    settlement === 'waiting' ||
    settlement === 'in-review'
  ) {
    return { state: 'decision-due', due: settlement };
  }
  // Returns has had the unit in hand, so its word is the later one should both claim the place.
  const place = returned?.place ?? tracked?.place ?? 'in-transit';
  if (place !== 'in-transit') return { state: place };
  if (settlement === 'refused') return { state: 'refused', reason: settled?.reason ?? 'unknown' };
  return { state: 'in-transit' };
}

/** The law: exactly one of tracking and returns claims the place, reimbursements knows the unit, none is due long. */
export function disagreementsOf(unit: UnitView): string[] {
  const { shipped, tracked, returned, settled } = unit;
  const trackingClaims = tracked !== undefined && tracked.place !== null;
  if (shipped === undefined) {
    const claimants = [tracked && 'tracking', returned && 'returns', settled && 'reimbursements'];
    return [`claimed by ${claimants.filter(Boolean).join(' and ')} but orders never shipped it`];
  }
  const why: string[] = [];
  if (tracked === undefined) why.push('tracking does not know it');
  if (!trackingClaims && returned === undefined) why.push('no service claims its place');
  if (trackingClaims && returned !== undefined) why.push('tracking and returns both claim its place');
  if (tracked !== undefined && tracked.packageId !== shipped.packageId) {
    why.push('tracking and orders name different packages');
  }
  if (settled === undefined) why.push('reimbursements does not know it');
  return why;
}

/** What is known newest about the unit: a disagreement is no older than that. */
function newest({ shipped, tracked, returned, settled }: UnitView): Instant {
  const ages = [
    shipped && (shipped.recordedAt ?? shipped.shippedAt),
    tracked && (tracked.recordedAt ?? tracked.since),
    returned && (returned.recordedAt ?? returned.since),
    settled && (settled.recordedAt ?? settled.since),
  ];
  return Math.max(...ages.filter((age) => age !== undefined));
}

export interface Verdict {
  kind: 'accounted' | 'settling' | 'unaccounted';
  why: string[];
}

/** Whether the unit is accounted for as of `asOf`; disagreements younger than 60 s are settling. */
export function verdictOn(unit: UnitView, asOf: Instant): Verdict {
  const why = disagreementsOf(unit);
  const { settled } = unit;
  if (settled?.settlement === 'due') {
    const seconds = Math.floor((asOf - settled.since) / 1000);
    if (asOf - settled.since > SETTLING_MS) {
      return { kind: 'unaccounted', why: [...why, `its decision has been due for ${seconds} s`] };
    }
  }
  if (why.length === 0) return { kind: 'accounted', why };
  return { kind: asOf - newest(unit) > SETTLING_MS ? 'unaccounted' : 'settling', why };
}
