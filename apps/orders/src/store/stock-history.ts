import type { Instant } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';
import type { DayChange } from '../domain/inventory-history.js';
import type { Stock } from '../domain/stock.js';

const BEFORE = sql(
  'stock_history_before',
  `select sku, fc_id as "fulfillmentCenterId", sum(sellable)::int as sellable, sum(unsellable)::int as unsellable,
          sum(reserved)::int as reserved
     from stock_entry where seller_id = $1 and at < instant($2) group by sku, fc_id order by sku, fc_id`,
);
const DAYS = sql(
  'stock_history_days',
  `select to_char(at at time zone 'UTC', 'YYYY-MM-DD') as date, sku, fc_id as "fulfillmentCenterId", kind,
          sum(sellable)::int as sellable, sum(unsellable)::int as unsellable, sum(reserved)::int as reserved
     from stock_entry where seller_id = $1 and at >= instant($2) and at < instant($3)
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
);

/** What lay where at an instant, by the journal alone. */
export function stockBefore(tx: Tx, sellerId: string, at: Instant): Promise<Omit<Stock, 'sellerId'>[]> {
  return tx.query(BEFORE, [sellerId, at]);
}

/** What changed from an instant to another, by day (UTC), SKU, fulfilment centre and kind. */
export function stockDays(tx: Tx, sellerId: string, from: Instant, to: Instant): Promise<DayChange[]> {
  return tx.query<DayChange>(DAYS, [sellerId, from, to]);
}
