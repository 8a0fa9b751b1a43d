import { SellerChanged } from '#contracts';
import { is } from '#messaging';
import type { Batch, Fact, Turn } from '#messaging';
import { keepSellers } from '../store/sellers.js';
import type { SellerState } from '../store/sellers.js';

/** The latest state of each seller; the fact carries all of it, so the last one of a batch is enough. */
export async function keepChangedSellers(batch: Batch, { tx }: Turn): Promise<Fact[]> {
  const sellers = new Map<string, SellerState>();
  for (const incoming of batch) {
    if (!is(SellerChanged, incoming)) continue;
    const { sellerId, ownAddresses = [], revoked, sandbox } = incoming.data;
    sellers.set(sellerId, { sellerId, ownAddresses, revoked, sandbox, changedAt: incoming.time });
  }
  keepSellers(tx, [...sellers.values()]);
  return [];
}
