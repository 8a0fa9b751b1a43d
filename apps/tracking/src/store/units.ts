import type { Instant, PackagePlace } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { ShippedUnit } from '../domain/shipped-package.js';

/** A unit as its package's clock and places need it. */
export interface UnitRow {
  packageId: string;
  orderId: string;
  line: number;
  ordinal: number;
  place: PackagePlace | null;
  placeSince: Instant;
}

// A grant or a return may have been heard before the shipment: what it says of a unit is taken over here.
const INSERT = sql(
  'unit_insert',
  `insert into unit (order_id, line, ordinal, package_id, seller_id, seller_fulfillment_order_item_id, seller_sku,
     value_currency, value_minor, place, place_since, returned_at, reimbursed, recorded_at)
   select order_id, line, ordinal, package_id, seller_id, item_id, sku, currency, minor, 'in-transit', instant(shipped_at),
     null, exists (select from reimbursed_unit r where r.package_id = u.package_id and r.line = u.line and r.ordinal = u.ordinal),
     (select clock_now())
   from unnest($1::uuid[], $2::int[], $3::int[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[],
     $9::bigint[], $10::bigint[])
     as u (order_id, line, ordinal, package_id, seller_id, item_id, sku, currency, minor, shipped_at)
   order by order_id, line, ordinal
   on conflict (order_id, line, ordinal) do nothing`,
);

/** Adds the units of newly known packages, whose rows in package_state are locked. */
export function insertUnits(tx: Tx, units: readonly (ShippedUnit & { shippedAt: Instant })[]): void {
  if (units.length === 0) return;
  tx.send(
    INSERT,
    columns(units, {
      orderId: (unit) => unit.orderId,
      line: (unit) => unit.line,
      ordinal: (unit) => unit.ordinal,
      packageId: (unit) => unit.packageId,
      sellerId: (unit) => unit.sellerId,
      itemId: (unit) => unit.sellerFulfillmentOrderItemId,
      sku: (unit) => unit.sellerSku,
      currency: (unit) => unit.unitValue?.currency,
      minor: (unit) => unit.unitValue?.minorUnits,
      shippedAt: (unit) => unit.shippedAt,
    }),
  );
}

const OF_PACKAGES = sql(
  'unit_of_packages',
  `select u.package_id as "packageId", u.order_id as "orderId", u.line, u.ordinal, u.place, u.place_since as "placeSince"
   from unnest($1::uuid[]) as k (id) cross join lateral (select * from unit where package_id = k.id offset 0) u
   order by u.line, u.ordinal`,
);

export async function unitsOfPackages(tx: Tx, packageIds: readonly string[]): Promise<UnitRow[]> {
  return packageIds.length === 0 ? [] : tx.query<UnitRow>(OF_PACKAGES, [packageIds]);
}

const PLACE = sql(
  'unit_place',
  `update unit u set place = n.place, place_since = instant(n.since),
     returned_at = case when n.place is null then instant(n.since) end, recorded_at = (select clock_now())
   from unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::bigint[]) as n (order_id, line, ordinal, place, since)
   where u.order_id = n.order_id and u.line = n.line and u.ordinal = n.ordinal`,
);

/** Sets where units are; without a place they are handed over to returns since then. */
export function savePlaces(tx: Tx, units: readonly UnitRow[]): void {
  if (units.length === 0) return;
  tx.send(
    PLACE,
    columns(units, {
      orderId: (unit) => unit.orderId,
      line: (unit) => unit.line,
      ordinal: (unit) => unit.ordinal,
      place: (unit) => unit.place,
      since: (unit) => unit.placeSince,
    }),
  );
}
