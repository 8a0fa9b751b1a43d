import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import { namesOf } from './skus.js';
import type { SkuName } from './skus.js';

// Who holds one of these orders is about to change it anyway: waiting for it here, with the stock locked, would be a
// circle, since orders are locked before stock everywhere else. It is looked at again by itself before long.
const WAKE = sql(
  'shortages_wake',
  `with waiting as (
     select order_id from orders
      where order_id in (select order_id from shortage
                          where (seller_id, sku) in (select * from unnest($1::uuid[], $2::text[])))
        and plan_at is not null
        for update skip locked)
   update orders set plan_at = clock_now() from waiting where orders.order_id = waiting.order_id`,
);
const SHORT = sql(
  'shortages_insert',
  `insert into shortage (seller_id, sku, order_id)
   select * from unnest($1::uuid[], $2::text[], $3::uuid[]) on conflict do nothing`,
);
const ENOUGH = sql('shortages_delete', 'delete from shortage where order_id = any($1::uuid[])');

/** O-5: orders that wait for these SKUs are planned again at once. */
export function wakeShortages(tx: Tx, names: readonly SkuName[]): void {
  if (names.length > 0) tx.send(WAKE, namesOf(names));
}

/** Notes which SKUs orders wait for from now on. */
export function keepShortages(
  tx: Tx,
  orderIds: readonly string[],
  shortages: readonly (SkuName & { orderId: string })[],
): void {
  if (orderIds.length > 0) tx.send(ENOUGH, [orderIds]);
  if (shortages.length === 0) return;
  tx.send(SHORT, [...namesOf(shortages), ...columns(shortages, { orderId: ({ orderId }) => orderId })]);
}
