import { SellerChanged } from '#contracts';
import { is } from '#messaging';
import type { Batch, Fact, Turn } from '#messaging';
import { releaseHeld, saveStandings } from '../store/sellers.js';

/** a seller's standing. What is held for it is decided by a sweep, once its standing has returned. */
export async function onGateway(batch: Batch, { tx }: Turn): Promise<Fact[]> {
  const heard = batch
    .filter((incoming) => is(SellerChanged, incoming))
    .map(({ data, time }) => ({ sellerId: data.sellerId, since: time, standing: data.standing }));
  if (heard.length === 0) return [];
  await saveStandings(tx, heard);
  const returned = heard.filter(({ standing }) => standing === 'good');
  await releaseHeld(tx, [...new Map(returned.map((one) => [one.sellerId, one])).values()]);
  return [];
}
