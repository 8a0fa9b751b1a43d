import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import { keyText, noStock } from '../domain/stock.js';
import type { Stock, StockEntry, StockKey } from '../domain/stock.js';
import { namesOf } from './skus.js';
import type { SkuName } from './skus.js';

const STOCK = `select seller_id as "sellerId", sku, fc_id as "fulfillmentCenterId", sellable, unsellable, reserved
                 from stock`;
const LOCK_KEYS = sql(
  'stock_lock',
  `${STOCK} where (seller_id, sku, fc_id) in (select * from unnest($1::uuid[], $2::text[], $3::text[]))
    order by seller_id, sku, fc_id for update`,
);
const LOCK_SKUS = sql(
  'stock_lock_skus',
  `${STOCK} where (seller_id, sku) in (select * from unnest($1::uuid[], $2::text[]))
    order by seller_id, sku, fc_id for update`,
);
const READ_SKUS = sql(
  'stock_read_skus',
  `${STOCK} where (seller_id, sku) in (select * from unnest($1::uuid[], $2::text[]))
    order by seller_id, sku, fc_id`,
);
const MAKE = sql(
  'stock_make',
  `insert into stock (seller_id, sku, fc_id, sellable, unsellable, reserved)
   select seller_id, sku, fc_id, 0, 0, 0 from unnest($1::uuid[], $2::text[], $3::text[]) as t (seller_id, sku, fc_id)
    order by seller_id, sku, fc_id
   on conflict do nothing`,
);

const keysOf = (keys: readonly StockKey[]): string[] =>
  columns(keys, {
    sellerId: (key) => key.sellerId,
    sku: (key) => key.sku,
    fulfillmentCenterId: (key) => key.fulfillmentCenterId,
  });

/** Stocks of a transaction: locked as they are now, or as entries made them. */
export class LockedStock {
  private readonly stocks: Map<string, Stock>;

  constructor(stocks: readonly Stock[]) {
    this.stocks = new Map(stocks.map((stock) => [keyText(stock), stock]));
  }

  at(key: StockKey): Stock {
    return this.stocks.get(keyText(key)) ?? noStock(key);
  }

  set(stock: Stock): void {
    this.stocks.set(keyText(stock), stock);
  }
}

/** Locks what lies at those places, in key order; a place of which nothing is known is made. */
export async function lockStock(tx: Tx, keys: readonly StockKey[]): Promise<LockedStock> {
  const distinct = [...new Map(keys.map((key) => [keyText(key), key])).values()];
  if (distinct.length === 0) return new LockedStock([]);
  tx.send(MAKE, keysOf(distinct));
  return new LockedStock(await tx.query<Stock>(LOCK_KEYS, keysOf(distinct)));
}

/** Locks what lies anywhere of those SKUs, in key order. */
export async function lockSkuStock(tx: Tx, names: readonly SkuName[]): Promise<LockedStock> {
  if (names.length === 0) return new LockedStock([]);
  return new LockedStock(await tx.query<Stock>(LOCK_SKUS, namesOf(names)));
}

/** What lies anywhere of those SKUs. */
export async function stockOf(tx: Tx, names: readonly SkuName[]): Promise<Stock[]> {
  return names.length === 0 ? [] : tx.query<Stock>(READ_SKUS, namesOf(names));
}

const PAGE = sql(
  'stock_page',
  `${STOCK} where seller_id = $1
      and sku in (select distinct sku from stock where seller_id = $1 and sku > $2 order by sku limit $3)
    order by sku, fc_id`,
);

/** What lies anywhere of a seller's SKUs after one; `next` is the last SKU when there may be more. */
export async function stockPage(
  tx: Tx,
  sellerId: string,
  after: string,
  skus: number,
): Promise<{ stocks: Stock[]; next: string | undefined }> {
  const stocks = await tx.query<Stock>(PAGE, [sellerId, after, skus]);
  const read = new Set(stocks.map(({ sku }) => sku));
  return { stocks, next: read.size === skus ? stocks.at(-1)?.sku : undefined };
}

const MOVE = sql(
  'stock_move',
  `update stock set sellable = stock.sellable + t.sellable, unsellable = stock.unsellable + t.unsellable,
          reserved = stock.reserved + t.reserved
     from (select seller_id, sku, fc_id, sum(sellable)::int as sellable, sum(unsellable)::int as unsellable,
                  sum(reserved)::int as reserved
             from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::int[], $6::int[])
               as t (seller_id, sku, fc_id, sellable, unsellable, reserved)
            group by seller_id, sku, fc_id) t
    where (stock.seller_id, stock.sku, stock.fc_id) = (t.seller_id, t.sku, t.fc_id)`,
);
const WRITE = sql(
  'stock_entries_insert',
  `insert into stock_entry (seller_id, sku, fc_id, sellable, unsellable, reserved, kind, at, order_id, reference)
   select seller_id, sku, fc_id, sellable, unsellable, reserved, kind, instant(at), order_id, reference
     from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::int[], $6::int[], $7::text[], $8::bigint[],
                 $9::uuid[], $10::text[])
       as t (seller_id, sku, fc_id, sellable, unsellable, reserved, kind, at, order_id, reference)`,
);

/** Writes entries and moves the stock by them, which the transaction has locked. */
export function writeEntries(tx: Tx, entries: readonly StockEntry[]): void {
  if (entries.length === 0) return;
  const moved = columns(entries, {
    sellerId: (entry) => entry.sellerId,
    sku: (entry) => entry.sku,
    fulfillmentCenterId: (entry) => entry.fulfillmentCenterId,
    sellable: (entry) => entry.sellable,
    unsellable: (entry) => entry.unsellable,
    reserved: (entry) => entry.reserved,
  });
  const told = columns(entries, {
    kind: (entry) => entry.kind,
    at: (entry) => entry.at,
    orderId: (entry) => entry.orderId,
    reference: (entry) => entry.reference,
  });
  tx.send(WRITE, [...moved, ...told]);
  tx.send(MOVE, moved);
}

const TOLD = sql(
  'stock_entries_told',
  `select kind, sku, fc_id as "fulfillmentCenterId", reference, sellable, unsellable from stock_entry
    where (seller_id, fc_id, sku, kind, reference)
       in (select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]))
      and kind in ('received', 'returned-sellable', 'returned-unsellable', 'disposed')`,
);

export type ToldEntry = Pick<
  StockEntry,
  'kind' | 'sku' | 'fulfillmentCenterId' | 'reference' | 'sellable' | 'unsellable'
>;

/** Those of the entries, all with a reference, that were written before. */
export async function entriesTold(tx: Tx, entries: readonly StockEntry[]): Promise<ToldEntry[]> {
  if (entries.length === 0) return [];
  return tx.query<ToldEntry>(
    TOLD,
    columns(entries, {
      sellerId: (entry) => entry.sellerId,
      fulfillmentCenterId: (entry) => entry.fulfillmentCenterId,
      sku: (entry) => entry.sku,
      kind: (entry) => entry.kind,
      reference: (entry) => entry.reference,
    }),
  );
}
