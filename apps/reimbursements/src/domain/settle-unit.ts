import type { Instant } from '#contracts';
import type { Decision } from './decision.js';
import { reconcile } from './reconcile.js';
import { paidQuestions, recorded } from './recorded.js';
import type { Recorded } from './recorded.js';
import { settlementOf } from './settlement.js';
import type { UnitStanding } from './settlement.js';
import { waitsUntil } from './waits-until.js';
import { historyOf } from './unit-history.js';
import type { UnitFacts } from './unit-history.js';

export interface SettledUnit {
  /** Further decisions, in the order in which they are to be said. */
  decisions: Decision[];
  standing: UnitStanding;
  /** Until when the seller's statement is awaited; null: it is not. */
  claimClosesAt: Instant | null;
}

/**
 * Decides what the facts about one unit ask for and was not decided yet. Total; nothing happens when nothing new is
 * known, so it may be called as often as one likes.
 */
export function settleUnit(facts: UnitFacts, before: readonly Recorded[]): SettledUnit {
  const decisions = reconcile(historyOf(facts, paidQuestions(before)), before);
  const all = [...before, ...decisions.map(recorded)];
  return { decisions, standing: settlementOf(facts.shipped, all), claimClosesAt: waitsUntil(facts, all) };
}
