import type { Instant } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';
import type { BuyerKeys } from './buyer-keys.js';
import { CONTENT_NOW } from './order-contents.js';
import { toHead } from './order-view.js';
import type { OrderHead, OrderHeadRow } from './order-view.js';

/** Where a page of orders ended: pages go by the last change of status, then by id. */
export interface ListPosition {
  changedAt: Instant;
  orderId: string;
}

const LIST = sql(
  'order_list',
  `select orders.*, ${CONTENT_NOW} from orders join order_request using (order_id)
    where orders.seller_id = $1 and (orders.status_updated_at, orders.order_id) > (instant($2::bigint), $3::uuid)
    order by orders.status_updated_at, orders.order_id
    limit $4`,
);

/** A seller's orders after that position, those changed first coming first; an order that changes comes again, later. */
export async function listOrders(
  tx: Tx,
  sellerId: string,
  { changedAt, orderId, limit }: ListPosition & { limit: number },
  keys: BuyerKeys,
): Promise<OrderHead[]> {
  const rows = await tx.query<OrderHeadRow>(LIST, [sellerId, changedAt, orderId, limit]);
  return rows.map((row) => toHead(row, keys));
}
