import type { Due, Fact, Turn } from '#messaging';
import { evidence } from '../domain/evidence.js';
import { closingClaims } from '../store/closing-claims.js';
import { settleCases } from './settle-cases.js';

/**
 * R-1, I-5: untracked packages whose seller said nothing until the window closed are refused. What was stated in
 * time counts, however late the sweep is.
 */
export async function sweepClaimWindow({ until, limit }: Due, { tx }: Turn): Promise<Fact[]> {
  const closing = await closingClaims(tx, until, limit);
  return settleCases(tx, {
    orders: closing,
    shipped: [],
    evidence: closing.map(({ orderId, packageId, sellerId, closesAt }) =>
      evidence({
        orderId,
        packageId,
        sellerId,
        knownAt: closesAt + 1,
        body: { kind: 'window-closed', closesAt },
      }),
    ),
  });
}
