import type { Instant } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { ReturnedUnit } from '../domain/follow.js';

/** A unit in a receipt, as `returns` says. */
export interface ReceivedUnit extends ReturnedUnit {
  orderId: string;
  receiptId: string;
  packageId: string;
  sellerId: string;
}

const INSERT = sql(
  'returned_insert',
  `insert into returned_unit (order_id, line, ordinal, receipt_id, package_id, seller_id, received_at, kind)
   select order_id, line, ordinal, receipt_id, package_id, seller_id, instant(received_at), kind
   from unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::uuid[], $6::uuid[], $7::bigint[], $8::text[])
     as r (order_id, line, ordinal, receipt_id, package_id, seller_id, received_at, kind)
   order by order_id, line, ordinal, receipt_id
   on conflict do nothing`,
);

export function insertReturned(tx: Tx, units: readonly ReceivedUnit[]): void {
  if (units.length === 0) return;
  tx.send(
    INSERT,
    columns(units, {
      orderId: (unit) => unit.orderId,
      line: (unit) => unit.line,
      ordinal: (unit) => unit.ordinal,
      receiptId: (unit) => unit.receiptId,
      packageId: (unit) => unit.packageId,
      sellerId: (unit) => unit.sellerId,
      receivedAt: (unit) => unit.receivedAt,
      kind: (unit) => unit.kind,
    }),
  );
}

const OF_PACKAGES = sql(
  'returned_of_packages',
  `select r.package_id as "packageId", r.line, r.ordinal, r.received_at as "receivedAt", r.kind
   from unnest($1::uuid[]) as k (id)
   cross join lateral (select * from returned_unit where package_id = k.id offset 0) r`,
);

export async function returnedOfPackages(
  tx: Tx,
  packageIds: readonly string[],
): Promise<(ReturnedUnit & { packageId: string; receivedAt: Instant })[]> {
  return packageIds.length === 0 ? [] : tx.query(OF_PACKAGES, [packageIds]);
}
