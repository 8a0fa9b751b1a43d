import type { Instant } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { HazmatState, Sku } from '../domain/sku.js';

const KEEP = sql(
  'skus_keep',
  `insert into sku (seller_id, sku, title, length_mm, width_mm, height_mm, weight_grams, value_currency, value_minor,
                    hazmat, low_stock_at, excluded_features, changed_at)
   select seller_id, sku, title, length, width, height, weight, currency, minor, hazmat, low,
          array(select jsonb_array_elements_text(excluded)), instant($13)
     from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::int[], $6::int[], $7::int[], $8::text[],
                 $9::bigint[], $10::text[], $11::int[], $12::jsonb[])
       as t (seller_id, sku, title, length, width, height, weight, currency, minor, hazmat, low, excluded)
    order by seller_id, sku
   on conflict (seller_id, sku) do update
     set title = excluded.title, length_mm = excluded.length_mm, width_mm = excluded.width_mm,
         height_mm = excluded.height_mm, weight_grams = excluded.weight_grams,
         value_currency = excluded.value_currency, value_minor = excluded.value_minor, hazmat = excluded.hazmat,
         low_stock_at = excluded.low_stock_at, excluded_features = excluded.excluded_features,
         changed_at = excluded.changed_at`,
);

/** Keeps SKUs as they are from now on. */
export function keepSkus(tx: Tx, skus: readonly Sku[], at: Instant): void {
  if (skus.length === 0) return;
  const rows = columns(skus, {
    sellerId: (one) => one.sellerId,
    sku: (one) => one.sellerSku,
    title: (one) => one.title,
    length: (one) => one.lengthMm,
    width: (one) => one.widthMm,
    height: (one) => one.heightMm,
    weight: (one) => one.weightGrams,
    currency: (one) => one.unitValue?.currency,
    minor: (one) => one.unitValue?.minorUnits,
    hazmat: (one) => one.hazmat,
    low: (one) => one.lowStockAt,
    excluded: (one) => JSON.stringify(one.excludedFeatures),
  });
  tx.send(KEEP, [...rows, at]);
}

interface SkuRow {
  seller_id: string;
  sku: string;
  title: string;
  length_mm: number;
  width_mm: number;
  height_mm: number;
  weight_grams: number;
  value_currency: string | null;
  value_minor: number | null;
  hazmat: HazmatState;
  low_stock_at: number | null;
  excluded_features: string[];
}

const NAMED = sql(
  'skus_named',
  'select * from sku where (seller_id, sku) in (select * from unnest($1::uuid[], $2::text[]))',
);
const PAGE = sql('skus_page', 'select * from sku where seller_id = $1 and sku > $2 order by sku limit $3');
const BLOCK = sql(
  'skus_hazmat',
  `update sku set hazmat = 'pending', changed_at = clock_now()
    where (seller_id, sku) in (select * from unnest($1::uuid[], $2::text[])) and hazmat in ('none', 'cleared')`,
);

/** A seller's SKU. */
export interface SkuName {
  sellerId: string;
  sku: string;
}

/** Those of the SKUs that are in the catalogue. */
export async function skusNamed(tx: Tx, names: readonly SkuName[]): Promise<Sku[]> {
  if (names.length === 0) return [];
  const rows = await tx.query<SkuRow>(NAMED, namesOf(names));
  return rows.map(toSku);
}

/** A seller's SKUs after one, in their order. */
export async function skuPage(tx: Tx, sellerId: string, after: string, limit: number): Promise<Sku[]> {
  return (await tx.query<SkuRow>(PAGE, [sellerId, after, limit])).map(toSku);
}

/** O-6: a warehouse found them to be dangerous goods; they are reviewed before anything more of them leaves. */
export function putUnderReview(tx: Tx, names: readonly SkuName[]): void {
  if (names.length > 0) tx.send(BLOCK, namesOf(names));
}

/** SKUs as two columns. */
export function namesOf(names: readonly SkuName[]): string[] {
  return columns(names, { sellerId: ({ sellerId }) => sellerId, sku: ({ sku }) => sku });
}

function toSku(row: SkuRow): Sku {
  const { value_currency: currency, value_minor: minorUnits } = row;
  return {
    sellerId: row.seller_id,
    sellerSku: row.sku,
    title: row.title,
    lengthMm: row.length_mm,
    widthMm: row.width_mm,
    heightMm: row.height_mm,
    weightGrams: row.weight_grams,
    unitValue: currency === null || minorUnits === null ? undefined : { currency, minorUnits },
    hazmat: row.hazmat,
    lowStockAt: row.low_stock_at ?? undefined,
    excludedFeatures: row.excluded_features,
  };
}
