import type { Instant, Money, UnitRef } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { UnitStanding } from '../domain/settlement.js';
import type { ShippedUnit } from '../domain/shipped-unit.js';

/** A unit that a claim names before its shipment is heard. */
export interface ClaimedUnit extends UnitRef {
  orderId: string;
  packageId: string;
  sellerId: string;
  since: Instant;
}

/** A unit as kept; `shipped` is null while only a claim is known. */
export interface KeptUnit extends UnitRef {
  orderId: string;
  packageId: string;
  shipped: ShippedUnit | null;
  settlement: string;
  claimClosesAt: Instant | null;
  /** Seller's own order id, once known. */
  sellerFulfillmentOrderId: string;
}

/** How a unit stands after its decisions, and until when its seller can state something. */
export interface SavedStanding extends UnitStanding, UnitRef {
  orderId: string;
  claimClosesAt: Instant | null;
}

const SHIP = sql(
  'unit_ship',
  `insert into unit (order_id, line, ordinal, seller_id, package_id, package_number, marketplace_id, purpose,
       seller_sku, value_currency, value_minor, signature_required, detail, shipped_at, estimated_delivery_at,
       shipment_known_at, settlement, settlement_since)
   select order_id, line, ordinal, seller_id, package_id, package_number, marketplace_id, purpose, seller_sku,
          value_currency, value_minor, signature_required, detail, instant(shipped_at), instant(promised_at),
          instant(known_at), 'none', instant(shipped_at)
     from unnest($1::uuid[], $2::int[], $3::int[], $4::uuid[], $5::uuid[], $6::int[], $7::text[], $8::text[],
                 $9::text[], $10::text[], $11::bigint[], $12::bool[], $13::text[], $14::bigint[], $15::bigint[],
                 $16::bigint[])
       as shipped (order_id, line, ordinal, seller_id, package_id, package_number, marketplace_id, purpose, seller_sku,
                   value_currency, value_minor, signature_required, detail, shipped_at, promised_at, known_at)
   on conflict (order_id, line, ordinal) do update set
     package_id = excluded.package_id, package_number = excluded.package_number,
     marketplace_id = excluded.marketplace_id, purpose = excluded.purpose, seller_sku = excluded.seller_sku,
     value_currency = excluded.value_currency, value_minor = excluded.value_minor,
     signature_required = excluded.signature_required, detail = excluded.detail, shipped_at = excluded.shipped_at,
     estimated_delivery_at = excluded.estimated_delivery_at, shipment_known_at = excluded.shipment_known_at
   where unit.shipped_at is null`,
);
const CLAIM = sql(
  'unit_claim',
  `insert into unit (order_id, line, ordinal, seller_id, package_id, settlement, settlement_since)
   select order_id, line, ordinal, seller_id, package_id, 'due', instant(min(since))
     from unnest($1::uuid[], $2::int[], $3::int[], $4::uuid[], $5::uuid[], $6::bigint[])
       as claimed (order_id, line, ordinal, seller_id, package_id, since)
    group by order_id, line, ordinal, seller_id, package_id
   on conflict do nothing`,
);
const OF_ORDERS = sql(
  'units_of_orders',
  `select unit.*, seller_fulfillment_order_id from unit join order_case using (order_id)
    where order_id = any ($1::uuid[]) order by order_id, line, ordinal`,
);
const SAVE = sql(
  'unit_save',
  `update unit set settlement = saved.settlement, settlement_since = instant(saved.since), reason = saved.reason,
          currency = saved.currency, granted_minor = saved.granted, reversed_minor = saved.reversed,
          ever_granted = saved.ever, claim_closes_at = instant(saved.closes)
     from unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::bigint[],
                 $9::bigint[], $10::bool[], $11::bigint[])
       as saved (order_id, line, ordinal, settlement, since, reason, currency, granted, reversed, ever, closes)
    where unit.order_id = saved.order_id and unit.line = saved.line and unit.ordinal = saved.ordinal`,
);

/** Units whose shipment is heard. The first word of a unit stands: OrderShipped says it once. */
export function saveShipped(tx: Tx, shipped: readonly ShippedUnit[]): void {
  // A statement must not name a row twice, and in a batch an event may.
  const distinct = [...new Map(shipped.toReversed().map((unit) => [unitKey(unit), unit])).values()];
  if (distinct.length === 0) return;
  tx.send(
    SHIP,
    columns(distinct, {
      orderId: (unit) => unit.orderId,
      line: (unit) => unit.line,
      ordinal: (unit) => unit.ordinal,
      sellerId: (unit) => unit.sellerId,
      packageId: (unit) => unit.packageId,
      packageNumber: (unit) => unit.packageNumber,
      marketplaceId: (unit) => unit.marketplaceId,
      purpose: (unit) => unit.purpose,
      sellerSku: (unit) => unit.sellerSku,
      currency: (unit) => unit.value?.currency ?? null,
      minorUnits: (unit) => unit.value?.minorUnits ?? null,
      signatureRequired: (unit) => unit.signatureRequired,
      detail: (unit) => unit.detail,
      shippedAt: (unit) => unit.shippedAt,
      estimatedDeliveryAt: (unit) => unit.estimatedDeliveryAt,
      knownAt: (unit) => unit.knownAt,
    }),
  );
}

/** The law: a claim on a unit whose shipment is not heard yet makes a decision due. */
export function saveClaimed(tx: Tx, claimed: readonly ClaimedUnit[]): void {
  if (claimed.length === 0) return;
  tx.send(
    CLAIM,
    columns(claimed, {
      orderId: (unit) => unit.orderId,
      line: (unit) => unit.line,
      ordinal: (unit) => unit.ordinal,
      sellerId: (unit) => unit.sellerId,
      packageId: (unit) => unit.packageId,
      since: (unit) => unit.since,
    }),
  );
}

interface UnitRow {
  order_id: string;
  line: number;
  ordinal: number;
  seller_id: string;
  package_id: string;
  seller_fulfillment_order_id: string;
  package_number: number;
  marketplace_id: string;
  purpose: ShippedUnit['purpose'];
  seller_sku: string;
  value_currency: string | null;
  value_minor: number | null;
  signature_required: boolean;
  detail: ShippedUnit['detail'];
  shipped_at: Instant | null;
  estimated_delivery_at: Instant;
  shipment_known_at: Instant;
  settlement: string;
  claim_closes_at: Instant | null;
}

/** All units of these orders that anybody spoke of, in unit order. */
export async function unitsOf(tx: Tx, orderIds: readonly string[]): Promise<KeptUnit[]> {
  const rows = await tx.query<UnitRow>(OF_ORDERS, [orderIds]);
  return rows.map((row) => ({
    orderId: row.order_id,
    line: row.line,
    ordinal: row.ordinal,
    packageId: row.package_id,
    sellerFulfillmentOrderId: row.seller_fulfillment_order_id,
    settlement: row.settlement,
    claimClosesAt: row.claim_closes_at,
    shipped: row.shipped_at === null ? null : shippedOf(row, row.shipped_at),
  }));
}

export function saveStanding(tx: Tx, saved: readonly SavedStanding[]): void {
  if (saved.length === 0) return;
  tx.send(
    SAVE,
    columns(saved, {
      orderId: (unit) => unit.orderId,
      line: (unit) => unit.line,
      ordinal: (unit) => unit.ordinal,
      settlement: (unit) => unit.settlement,
      since: (unit) => unit.since,
      reason: (unit) => unit.reason,
      currency: (unit) => unit.currency,
      granted: (unit) => unit.grantedMinor,
      reversed: (unit) => unit.reversedMinor,
      ever: (unit) => unit.everGranted,
      closes: (unit) => unit.claimClosesAt,
    }),
  );
}

/** A unit as one text, to find it by. */
export function unitKey({ orderId, line, ordinal }: { orderId: string } & UnitRef): string {
  return `${orderId}/${line}/${ordinal}`;
}

function shippedOf(row: UnitRow, shippedAt: Instant): ShippedUnit {
  return {
    orderId: row.order_id,
    line: row.line,
    ordinal: row.ordinal,
    sellerId: row.seller_id,
    sellerFulfillmentOrderId: row.seller_fulfillment_order_id,
    packageId: row.package_id,
    packageNumber: row.package_number,
    marketplaceId: row.marketplace_id,
    purpose: row.purpose,
    sellerSku: row.seller_sku,
    value: moneyOf(row.value_currency, row.value_minor),
    signatureRequired: row.signature_required,
    detail: row.detail,
    shippedAt,
    estimatedDeliveryAt: row.estimated_delivery_at,
    knownAt: row.shipment_known_at,
  };
}

function moneyOf(currency: string | null, minorUnits: number | null): Money | null {
  return currency === null || minorUnits === null ? null : { currency, minorUnits };
}
