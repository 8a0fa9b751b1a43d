import { sql } from '#postgres';
import type { Tx } from '#postgres';
import type { KeptContent } from '../domain/buyer-data.js';
import type { Order } from '../domain/order.js';
import type { BuyerKeys } from './buyer-keys.js';
import { CONTENT_ASKED, openContent } from './order-contents.js';
import type { ContentRow } from './order-contents.js';
import { toItem, toOrder } from './order-rows.js';
import type { ItemRow, OrderRow } from './order-rows.js';

/** An order as a report names it: by our id or by its seller's. */
export interface OrderName {
  sellerId: string;
  orderId?: string | undefined;
  sellerFulfillmentOrderId?: string | undefined;
}

export interface FoundOrder {
  orderId: string;
  sellerId: string;
  sellerFulfillmentOrderId: string;
}

// Lateral with a limit: by index however young the statistics are; a join would read the whole table while it grows.
const FIND = sql(
  'orders_find',
  `select o.order_id as "orderId", o.seller_id as "sellerId",
          o.seller_fulfillment_order_id as "sellerFulfillmentOrderId"
     from unnest($1::uuid[], $2::text[]) as named (seller_id, name)
    cross join lateral (select * from orders o where o.seller_id = named.seller_id
                           and o.seller_fulfillment_order_id = named.name limit 1) o
   union
   select o.order_id, o.seller_id, o.seller_fulfillment_order_id
     from unnest($3::uuid[], $4::uuid[]) as named (seller_id, order_id)
    cross join lateral (select * from orders o where o.order_id = named.order_id limit 1) o
    where o.seller_id = named.seller_id`,
);

/** The orders that exist among those named. */
export async function findOrders(tx: Tx, names: readonly OrderName[]): Promise<FoundOrder[]> {
  if (names.length === 0) return [];
  const bySeller = names.filter((name) => name.sellerFulfillmentOrderId !== undefined);
  const byId = names.filter((name) => name.orderId !== undefined);
  return tx.query<FoundOrder>(FIND, [
    bySeller.map((name) => name.sellerId),
    bySeller.map((name) => name.sellerFulfillmentOrderId),
    byId.map((name) => name.sellerId),
    byId.map((name) => name.orderId),
  ]);
}

const LOCK = sql(
  'orders_lock',
  `select order_id, seller_id, seller_fulfillment_order_id, marketplace_id, purpose, signature_required, received_at,
          destination_time_zone, promise, status, status_updated_at, hold_until, cancelled_at, stage, fill_policy,
          speed, country_code, planned_since, plan_at, features, sandbox
     from orders where order_id = any($1::uuid[]) order by order_id for update`,
);
const ITEMS = sql(
  'order_items',
  `select order_id, line, item_id, sku, quantity, cancelled, shipped, unfulfillable, unfulfillable_reason, planned,
          value_currency, value_minor, promise
     from order_item where order_id = any($1::uuid[]) order by order_id, line`,
);

/** Locks orders in key order and reads them with their items. */
export async function lockOrders(tx: Tx, orderIds: readonly string[]): Promise<Map<string, Order>> {
  if (orderIds.length === 0) return new Map();
  const rows = await tx.query<OrderRow>(LOCK, [orderIds]);
  const orders = new Map(rows.map((row) => [row.order_id, toOrder(row, [])]));
  // Only now: what another transaction shipped of them is committed.
  for (const item of await tx.query<ItemRow>(ITEMS, [orderIds]))
    orders.get(item.order_id)?.items.push(toItem(item));
  return orders;
}

const CONTENTS = sql(
  'order_contents',
  `select order_id, seller_id, ${CONTENT_ASKED} from order_request where order_id = any($1::uuid[])`,
);

/** What was asked for first, by order. */
export async function requestedContents(
  tx: Tx,
  orderIds: readonly string[],
  keys: BuyerKeys,
): Promise<Map<string, KeptContent>> {
  if (orderIds.length === 0) return new Map();
  const rows = await tx.query<ContentRow>(CONTENTS, [orderIds]);
  return new Map(rows.map((row) => [row.order_id, openContent(row, keys)]));
}
