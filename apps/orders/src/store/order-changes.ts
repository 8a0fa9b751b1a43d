import type { CancelCause, Instant } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { Order } from '../domain/order.js';
import { keepEmails } from './buyer-emails.js';
import type { BuyerKeys } from './buyer-keys.js';
import { CONTENT_NOW, openContent, sealContent } from './order-contents.js';
import type { ContentRow } from './order-contents.js';
import { lockOrders } from './orders-found.js';

const CONTENT = sql(
  'order_content_now',
  `select order_id, seller_id, ${CONTENT_NOW} from order_request where order_id = $1`,
);

/** What is asked for now: since the last update, or since the order was created. */
export async function contentNow(tx: Tx, orderId: string, keys: BuyerKeys): Promise<object> {
  const [row] = await tx.query<ContentRow>(CONTENT, [orderId]);
  if (!row) throw new Error(`nothing was asked for in order ${orderId}`);
  return openContent(row, keys).content;
}

const UPDATE = sql(
  'order_update',
  `update orders set purpose = $2, signature_required = $3, promise = $4, hold_until = instant($5), updated_at = instant($6),
          fill_policy = $7, speed = $8, country_code = $9, planned_since = instant($10), plan_at = instant($11),
          features = $12::jsonb
    where order_id = $1`,
);
const UPDATE_REQUEST = sql(
  'order_request_update',
  'update order_request set updated = $2::jsonb, updated_sealed = $3 where order_id = $1',
);
const UPDATE_ITEMS = sql(
  'order_items_update',
  `update order_item set quantity = t.quantity, value_currency = t.currency, value_minor = t.minor
     from unnest($2::int[], $3::int[], $4::text[], $5::bigint[]) as t (line, quantity, currency, minor)
    where order_item.order_id = $1 and order_item.line = t.line`,
);

/** What an order is since its seller changed it. */
interface Update {
  order: Order;
  /** All that is asked for now. */
  content: object;
  at: Instant;
}

/** Keeps what an order is since its seller changed it. */
export function saveUpdate(tx: Tx, { order, content, at }: Update, keys: BuyerKeys): void {
  const {
    orderId,
    sellerId,
    purpose,
    signatureRequired,
    estimatedDeliveryAt,
    heldUntil,
    fulfilment,
    planAt,
  } = order;
  const { policy, speed, countryCode, since, features } = fulfilment ?? {};
  tx.send(UPDATE, [
    orderId,
    purpose,
    signatureRequired,
    estimatedDeliveryAt,
    heldUntil,
    at,
    policy,
    speed,
    countryCode,
    since,
    planAt,
    features && JSON.stringify(features),
  ]);
  const { clear, sealed } = sealContent({ sellerId, orderId, part: 'updated' }, content, keys);
  tx.send(UPDATE_REQUEST, [orderId, clear, sealed]);
  keepEmails(tx, [{ sellerId, orderId, content }], keys);
  tx.send(UPDATE_ITEMS, [
    orderId,
    ...columns(order.items, {
      line: ({ line }) => line,
      quantity: ({ quantity }) => quantity,
      currency: ({ unitValue }) => unitValue?.currency,
      minorUnits: ({ unitValue }) => unitValue?.minorUnits,
    }),
  ]);
}

const CANCEL = sql(
  'orders_cancel',
  `update orders set status = t.status, status_updated_at = instant(t.changed), hold_until = null, plan_at = null,
          cancelled_at = instant(t.at), cancel_cause = $5
     from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[]) as t (order_id, status, changed, at)
    where orders.order_id = any($1::uuid[]) and orders.order_id = t.order_id`,
);
const CANCEL_ITEMS = sql(
  'order_items_cancel',
  'update order_item set cancelled = quantity, unfulfillable = 0, planned = 0 where order_id = any($1::uuid[])',
);

/** Keeps orders that were given up, all of them. */
export function saveCancelled(tx: Tx, orders: readonly Order[], cause: CancelCause): void {
  if (orders.length === 0) return;
  const changed = columns(orders, {
    orderId: ({ orderId }) => orderId,
    status: ({ status }) => status,
    changed: ({ statusUpdatedAt }) => statusUpdatedAt,
    at: ({ cancelledAt }) => cancelledAt,
  });
  tx.send(CANCEL, [...changed, cause]);
  tx.send(CANCEL_ITEMS, [orders.map(({ orderId }) => orderId)]);
}

const TELL = sql(
  'order_tell',
  `update orders set status = $2, status_updated_at = instant($3), stage = $4, hold_until = null, plan_at = instant($5)
    where order_id = $1`,
);
const TELL_ITEMS = sql(
  'order_items_tell',
  `update order_item set unfulfillable = t.unfulfillable, unfulfillable_reason = t.reason, planned = 0
     from unnest($2::int[], $3::int[], $4::text[]) as t (line, unfulfillable, reason)
    where order_item.order_id = $1 and order_item.line = t.line`,
);

/** Keeps an order of a sandbox as its seller says that it is. */
export function saveTold(tx: Tx, { orderId, status, statusUpdatedAt, stage, planAt, items }: Order): void {
  tx.send(TELL, [orderId, status, statusUpdatedAt, stage, planAt]);
  tx.send(TELL_ITEMS, [
    orderId,
    ...columns(items, {
      line: ({ line }) => line,
      unfulfillable: ({ unfulfillableQuantity }) => unfulfillableQuantity,
      reason: ({ unfulfillableReason }) => unfulfillableReason,
    }),
  ]);
}

/** The earliest end of a hold. */
export const NEXT_HOLD_END = sql(
  'hold_next',
  'select hold_until as due from orders where hold_until is not null order by hold_until limit 1',
);
const HELD = sql(
  'holds_ended',
  `select order_id from orders where hold_until <= instant($1)
    order by hold_until, order_id limit $2 for update skip locked`,
);

/** Locks orders whose hold ended by that instant, and reads them. */
export async function lockEndedHolds(tx: Tx, until: Instant, limit: number): Promise<Order[]> {
  const rows = await tx.query<{ order_id: string }>(HELD, [until, limit]);
  const orders = await lockOrders(
    tx,
    rows.map((row) => row.order_id),
  );
  return [...orders.values()];
}
