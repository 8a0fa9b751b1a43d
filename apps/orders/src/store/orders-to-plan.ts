import type { Instant } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';
import type { Order } from '../domain/order.js';
import { lockOrders } from './orders-found.js';

/** When the first order is to be planned. */
export const NEXT_PLAN = sql(
  'plan_next',
  'select plan_at as due from orders where plan_at is not null order by plan_at, order_id limit 1',
);
const DUE = sql(
  'orders_to_plan',
  `select order_id from orders where plan_at <= instant($1)
    order by plan_at, order_id limit $2 for update skip locked`,
);

/** Locks orders that are to be planned by that instant, and reads them: those that have waited longest first. */
export async function lockOrdersToPlan(tx: Tx, until: Instant, limit: number): Promise<Order[]> {
  const rows = await tx.query<{ order_id: string }>(DUE, [until, limit]);
  const ids = rows.map((row) => row.order_id);
  const orders = await lockOrders(tx, ids);
  return ids.flatMap((id) => orders.get(id) ?? []);
}
