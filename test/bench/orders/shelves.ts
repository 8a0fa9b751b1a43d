import type pg from 'pg';
import { DEFAULT_NETWORK } from '../../../apps/orders/src/domain/network.js';

/** What lies where, when the orders of a row come. */
export interface Shelves {
  sellers: readonly string[];
  /** Of each seller. */
  skus: readonly string[];
  /** Pieces of each SKU in each of the centres. */
  inEach: number;
  /** Fulfilment centres of the network. @default 1 */
  centers?: number;
}

const NETWORK = `insert into orders.network (content, put_at) values ($1, clock_timestamp())`;
const SKUS = `
  insert into orders.sku (seller_id, sku, title, length_mm, width_mm, height_mm, weight_grams, value_currency,
    value_minor, hazmat, excluded_features, changed_at)
  select seller, name, name, 100, 90, 80, 400, 'USD', 1999, 'none', '{}', clock_timestamp()
  from unnest($1::uuid[]) as seller, unnest($2::text[]) as name`;
// The journal first: the stock is its sum.
const RECEIVED = `
  insert into orders.stock_entry (seller_id, sku, fc_id, kind, sellable, unsellable, reserved, at, reference)
  select seller, name, 'FC' || center, 'received', $3, 0, 0, clock_timestamp(), 'R-' || center
  from unnest($1::uuid[]) as seller, unnest($2::text[]) as name, generate_series(1, $4::int) as center`;
const STOCK = `
  insert into orders.stock (seller_id, sku, fc_id, sellable, unsellable, reserved)
  select seller_id, sku, fc_id, sum(sellable), sum(unsellable), sum(reserved) from orders.stock_entry
  group by seller_id, sku, fc_id`;

/** A network, and a catalogue of which something lies on the shelves of every centre. */
export async function stockShelves(
  database: pg.Client,
  { sellers, skus, inEach, centers = 1 }: Shelves,
): Promise<void> {
  await database.query(NETWORK, [JSON.stringify(networkOf(centers))]);
  await database.query(SKUS, [sellers, skus]);
  await database.query(RECEIVED, [sellers, skus, inEach, centers]);
  await database.query(STOCK);
  await database.query('analyze orders.sku, orders.stock, orders.stock_entry');
}

function networkOf(centers: number) {
  const [first] = DEFAULT_NETWORK.fulfillmentCenters;
  const names = Array.from({ length: centers }, (_, at) => `FC${at + 1}`);
  return {
    ...DEFAULT_NETWORK,
    fulfillmentCenters: names.map((fulfillmentCenterId) => ({ ...first, fulfillmentCenterId })),
  };
}

const BOOKS = `
  select (select coalesce(sum(reserved), 0)::int from orders.stock) as reserved,
    (select count(*)::int from
      (select seller_id, sku, fc_id, sellable, unsellable, reserved from orders.stock
       except
       select seller_id, sku, fc_id, sum(sellable), sum(unsellable), sum(reserved) from orders.stock_entry
       group by seller_id, sku, fc_id) as wrong) as "offBooks"`;

/** Pieces that are promised, and places whose stock is not the sum of their journal (O-7). */
export async function books(database: pg.Client): Promise<{ reserved: number; offBooks: number }> {
  const { rows } = await database.query<{ reserved: number; offBooks: number }>(BOOKS);
  return rows[0] ?? { reserved: NaN, offBooks: NaN };
}
