import type { Instant } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import { partContent } from '../domain/buyer-data.js';

const LOCK = sql(
  'buyers_lock',
  `select order_id, content, updated from order_request
    where seller_id = $1 and order_id = any($2::uuid[]) and erased_at is null order by order_id for update`,
);
const ERASE = sql(
  'buyers_erase',
  `update order_request r
      set content = t.content, updated = t.updated, sealed = null, updated_sealed = null, is_parted = true,
          erased_at = instant($4)
     from unnest($1::uuid[], $2::jsonb[], $3::jsonb[]) as t (order_id, content, updated)
    where r.order_id = t.order_id`,
);
const FORGET = sql(
  'buyer_emails_forget',
  'delete from buyer_email where seller_id = $1 and order_id = any($2::uuid[])',
);

/**
 * Erases the buyer from a seller's orders: from what was asked for first, from what replays are compared with, and
 * from what buyers are found by. Not even a digest stays.
 * @returns the ids of the orders that still had one
 */
export async function eraseBuyerOf(
  tx: Tx,
  sellerId: string,
  orderIds: readonly string[],
  at: Instant,
): Promise<string[]> {
  const rows = await tx.query<{ order_id: string; content: object; updated: object | null }>(LOCK, [
    sellerId,
    orderIds,
  ]);
  if (rows.length === 0) return [];
  const clear = columns(rows, {
    orderId: (row) => row.order_id,
    // Parted again: a row of a version before sealing holds all of it.
    content: ({ content }) => JSON.stringify(partContent(content).clear),
    updated: ({ updated }) => updated && JSON.stringify(partContent(updated).clear),
  });
  tx.send(ERASE, [...clear, at]);
  const ids = rows.map((row) => row.order_id);
  tx.send(FORGET, [sellerId, ids]);
  return ids;
}
