import type { Instant } from '#contracts';
import { claimClosesAt } from './claim-window.js';
import { latestAnswers } from './recorded.js';
import type { Recorded } from './recorded.js';
import type { UnitFacts } from './unit-history.js';

/** R-1, I-5: until when the seller can state something that this unit waits for; null when it waits for nothing. */
export function waitsUntil({ shipped, policy }: UnitFacts, decisions: readonly Recorded[]): Instant | null {
  const lost = latestAnswers(decisions).get('lost');
  if (lost?.reason !== 'seller-statement') return null;
  return claimClosesAt(shipped.estimatedDeliveryAt, policy);
}
