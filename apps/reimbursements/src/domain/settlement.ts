import type { Instant } from '#contracts';
import { grantInForce, latestAnswers } from './recorded.js';
import type { Recorded } from './recorded.js';
import type { ShippedUnit } from './shipped-unit.js';

/** One settlement per unit, as accounting counts it (the law). */
export type Settlement =
  'none' | 'due' | 'held' | 'waiting' | 'in-review' | 'granted' | 'refused' | 'reversed';

/** How a unit stands, and what it has cost so far in minor units of `currency`. */
export interface UnitStanding {
  settlement: Settlement;
  since: Instant;
  reason: string | null;
  currency: string | null;
  grantedMinor: number;
  reversedMinor: number;
  everGranted: boolean;
}

/**
 * How a shipped unit stands after its decisions: in force before everything; then what is still open; then what was
 * taken back; then what was refused.
 */
export function settlementOf(
  unit: Pick<ShippedUnit, 'shippedAt'>,
  decisions: readonly Recorded[],
): UnitStanding {
  const grants = decisions.filter(({ kind }) => kind === 'granted');
  const reversals = decisions.filter(({ kind }) => kind === 'reversed');
  const money = {
    currency: grants[0]?.amount?.currency ?? null,
    grantedMinor: sum(grants),
    reversedMinor: sum(reversals),
    everGranted: grants.length > 0,
  };
  const decisive = decisiveOf(decisions, reversals);
  if (decisive === undefined) return { settlement: 'none', since: unit.shippedAt, reason: null, ...money };
  const { kind, settlement, at, reason } = decisive;
  // A correction never decides, a deferral always says how.
  const named = kind === 'deferred' ? settlement : kind === 'corrected' ? null : kind;
  return { settlement: named ?? 'none', since: at, reason, ...money };
}

function decisiveOf(decisions: readonly Recorded[], reversals: readonly Recorded[]): Recorded | undefined {
  const answers = [...latestAnswers(decisions).values()];
  const open = answers.filter(({ kind }) => kind === 'deferred').toSorted(byUrgency)[0];
  const refused = answers.filter(({ kind }) => kind === 'refused').toSorted((a, b) => b.at - a.at)[0];
  return grantInForce(decisions) ?? open ?? reversals.at(-1) ?? refused;
}

// which of several open claims is shown must not depend on which was heard first.
function byUrgency(a: Recorded, b: Recorded): number {
  const rank = ({ settlement }: Recorded): number =>
    ['held', 'in-review', 'waiting'].indexOf(settlement ?? '');
  return rank(a) - rank(b) || (a.reason ?? '').localeCompare(b.reason ?? '') || b.at - a.at;
}

function sum(decisions: readonly Recorded[]): number {
  return decisions.reduce((total, { amount }) => total + (amount?.minorUnits ?? 0), 0);
}
