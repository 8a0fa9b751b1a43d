import type { Due, Fact, Turn } from '#messaging';
import { casesToRelease, markReleased } from '../store/order-cases.js';
import { settleCases } from './settle-cases.js';

/** decides what was held for sellers whose standing has returned, so many orders at a time. */
export async function sweepRelease({ until, limit }: Due, { tx }: Turn): Promise<Fact[]> {
  const orders = await casesToRelease(tx, until, limit);
  const facts = await settleCases(tx, { orders, shipped: [], evidence: [] });
  markReleased(tx, orders, until);
  return facts;
}
