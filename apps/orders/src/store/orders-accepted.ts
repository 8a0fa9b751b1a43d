import type { Instant } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { Order } from '../domain/order.js';
import { keepEmails } from './buyer-emails.js';
import type { BuyerKeys } from './buyer-keys.js';
import { sealContent } from './order-contents.js';

/** An order to be kept, with what was asked for. */
export interface Acceptance {
  order: Order;
  /** The request or registration, word by word; the buyer's part of it is kept sealed. */
  content: object;
  /** Registered elsewhere: by whom, and when that one says it was accepted. */
  publisher?: string | undefined;
  registeredAt?: Instant | undefined;
}

const ORDERS = sql(
  'orders_insert',
  `insert into orders (order_id, seller_id, seller_fulfillment_order_id, marketplace_id, purpose, signature_required,
                       received_at, destination_time_zone, promise, status, status_updated_at, publisher, registered_at,
                       hold_until, fill_policy, speed, country_code, planned_since, plan_at, sandbox, features)
   select order_id, seller_id, sfo_id, marketplace_id, purpose, signature, instant(received), zone, promise, status,
          instant(received), publisher, instant(registered), instant(hold), policy, speed, country, instant(since),
          instant(plan), sandbox, features
     from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::bigint[], $8::text[],
                 $9::text[], $10::text[], $11::text[], $12::bigint[], $13::bigint[], $14::text[], $15::text[],
                 $16::text[], $17::bigint[], $18::bigint[], $19::boolean[], $20::jsonb[])
       as t (order_id, seller_id, sfo_id, marketplace_id, purpose, signature, received, zone, promise, status,
             publisher, registered, hold, policy, speed, country, since, plan, sandbox, features)
    order by seller_id, sfo_id
   on conflict do nothing
   returning order_id`,
);
const REQUESTS = sql(
  'order_requests_insert',
  `insert into order_request (order_id, seller_id, content, sealed)
   select * from unnest($1::uuid[], $2::uuid[], $3::jsonb[], $4::bytea[])`,
);
const ITEMS = sql(
  'order_items_insert',
  `insert into order_item (order_id, line, seller_id, item_id, sku, quantity, cancelled, value_currency, value_minor,
                           promise)
   select * from unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text[],
                        $9::bigint[], $10::text[])`,
);

/**
 * Keeps orders whose (seller, seller's id) is free, in key order.
 * @returns the ids of those that were kept; the others exist already (O-1).
 */
export async function insertOrders(
  tx: Tx,
  acceptances: readonly Acceptance[],
  keys: BuyerKeys,
): Promise<Set<string>> {
  if (acceptances.length === 0) return new Set();
  const kept = await tx.query<{ order_id: string }>(
    ORDERS,
    columns(acceptances, {
      orderId: ({ order }) => order.orderId,
      sellerId: ({ order }) => order.sellerId,
      sellerFulfillmentOrderId: ({ order }) => order.sellerFulfillmentOrderId,
      marketplaceId: ({ order }) => order.marketplaceId,
      purpose: ({ order }) => order.purpose,
      signatureRequired: ({ order }) => order.signatureRequired,
      receivedAt: ({ order }) => order.receivedAt,
      destinationTimeZone: ({ order }) => order.destinationTimeZone,
      promise: ({ order }) => order.estimatedDeliveryAt,
      status: ({ order }) => order.status,
      publisher: ({ publisher }) => publisher,
      registeredAt: ({ registeredAt }) => registeredAt,
      heldUntil: ({ order }) => order.heldUntil,
      policy: ({ order }) => order.fulfilment?.policy,
      speed: ({ order }) => order.fulfilment?.speed,
      countryCode: ({ order }) => order.fulfilment?.countryCode,
      plannedSince: ({ order }) => order.fulfilment?.since,
      planAt: ({ order }) => order.planAt,
      sandbox: ({ order }) => order.sandbox,
      features: ({ order }) => order.fulfilment && JSON.stringify(order.fulfilment.features),
    }),
  );
  const ids = new Set(kept.map((row) => row.order_id));
  insertParts(
    tx,
    acceptances.filter(({ order }) => ids.has(order.orderId)),
    keys,
  );
  return ids;
}

function insertParts(tx: Tx, acceptances: readonly Acceptance[], keys: BuyerKeys): void {
  if (acceptances.length === 0) return;
  const requests = acceptances.map(({ order: { orderId, sellerId }, content }) => ({
    ...sealContent({ sellerId, orderId, part: 'asked' }, content, keys),
    sellerId,
    orderId,
    content,
  }));
  tx.send(
    REQUESTS,
    columns(requests, {
      orderId: ({ orderId }) => orderId,
      sellerId: ({ sellerId }) => sellerId,
      clear: ({ clear }) => clear,
      sealed: ({ sealed }) => sealed,
    }),
  );
  keepEmails(tx, requests, keys);
  const lines = acceptances.flatMap(({ order }) => order.items.map((item) => ({ order, item })));
  tx.send(
    ITEMS,
    columns(lines, {
      orderId: ({ order }) => order.orderId,
      line: ({ item }) => item.line,
      sellerId: ({ order }) => order.sellerId,
      itemId: ({ item }) => item.sellerFulfillmentOrderItemId,
      sku: ({ item }) => item.sellerSku,
      quantity: ({ item }) => item.quantity,
      cancelled: ({ item }) => item.cancelledQuantity,
      currency: ({ item }) => item.unitValue?.currency,
      minorUnits: ({ item }) => item.unitValue?.minorUnits,
      promise: ({ item }) => item.estimatedDeliveryAt,
    }),
  );
}
