import type { Instant } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';

/** An order as every fact about it names it. */
export interface OrderCase {
  orderId: string;
  sellerId: string;
  sellerFulfillmentOrderId: string;
}

const OPEN = sql(
  'order_case_open',
  `insert into order_case (order_id, seller_id, seller_fulfillment_order_id)
   select * from unnest($1::uuid[], $2::uuid[], $3::text[]) as heard (order_id, seller_id, name)
   order by order_id on conflict do nothing`,
);
const LOCK = sql(
  'order_case_lock',
  'select 1 from order_case where order_id = any ($1::uuid[]) order by order_id for update',
);
const OF_SELLER = sql(
  'order_case_named',
  `select order_id as "orderId", seller_id as "sellerId", seller_fulfillment_order_id as "sellerFulfillmentOrderId"
     from order_case where seller_id = $1 and seller_fulfillment_order_id = $2`,
);
const TO_RELEASE = sql(
  'order_case_to_release',
  `select order_id as "orderId", seller_id as "sellerId", seller_fulfillment_order_id as "sellerFulfillmentOrderId"
     from order_case where release_due <= instant($1) order by release_due, order_id limit $2`,
);
const RELEASED = sql(
  'order_case_released',
  `update order_case set release_due = null where order_id = any ($1::uuid[]) and release_due <= instant($2)`,
);

/** When the first hold that can be released was. */
export const NEXT_RELEASE = sql(
  'order_case_next_release',
  'select min(release_due) as due from order_case where release_due is not null',
);

/**
 * Locks the orders, in key order, until the end of the transaction. Rows that are missing are made first: two facts
 * of an order from two topics must see each other, whichever comes first (messaging-review 3).
 */
export function lockCases(tx: Tx, orders: readonly OrderCase[]): void {
  const distinct = [...new Map(orders.map((order) => [order.orderId, order])).values()];
  tx.send(
    OPEN,
    columns(distinct, {
      orderId: ({ orderId }) => orderId,
      sellerId: ({ sellerId }) => sellerId,
      name: ({ sellerFulfillmentOrderId }) => sellerFulfillmentOrderId,
    }),
  );
  tx.send(LOCK, [distinct.map(({ orderId }) => orderId)]);
}

/** The seller's order with that id of its own. */
export async function caseOfSeller(tx: Tx, sellerId: string, name: string): Promise<OrderCase | undefined> {
  const [found] = await tx.query<OrderCase>(OF_SELLER, [sellerId, name]);
  return found;
}

/** Orders with something held whose seller's standing has returned by `until`, the longest waiting first. */
export function casesToRelease(tx: Tx, until: Instant, limit: number): Promise<OrderCase[]> {
  return tx.query<OrderCase>(TO_RELEASE, [until, limit]);
}

export function markReleased(tx: Tx, orders: readonly OrderCase[], until: Instant): void {
  tx.send(RELEASED, [orders.map(({ orderId }) => orderId), until]);
}
