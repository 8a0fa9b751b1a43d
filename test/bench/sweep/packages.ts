import { bulkLoad } from '../stack/bulk-load.js';

/** When the first package was shipped, and is due. In the past: Kafka refuses records from the future. */
const SHIPPED = '2026-01-07T00:00:00Z';
const FIRST_DUE = '2026-01-17T00:00:00Z';
/**
 * Packages that fall due together were shipped over some days and lie among others: one row in six of those around.
 * A sweep that found its rows side by side would say nothing of a real one.
 */
const SPREAD = 500_000;

// Ids go up with time as UUIDv7 do.
const idOf = (kind: number, number = 'i'): string =>
  `('0000000${kind}-0000-7000-8000-' || lpad((${number})::text, 12, '0'))::uuid`;
const IDS = `${idOf(1)}, ${idOf(2)}, ${idOf(3, 'i % 200')}`;
const DUE = `'${FIRST_DUE}'::timestamptz + make_interval(secs => (i + (hashint4(i) & 2147483647) % ${SPREAD}) / 1000.0)`;

/** By table; $1 to $2 are the numbers of the packages. Each has one unit. */
const FILL: Readonly<Record<string, string>> = {
  package: `
    insert into package (package_id, order_id, seller_id, package_number, seller_fulfillment_order_id, marketplace_id,
      purpose, shipment_id, fulfillment_center_id, carrier_code, tracking_number, has_number, detail,
      signature_required, estimated_delivery_at, shipped_at, heard_at)
    select ${IDS}, i + 1, 'SO-' || i, 'US', 'customer-order', 'S1', 'FC1', 'UPS', '1Z' || i, true, 'full', false,
      ${DUE} - interval '168 hours', '${SHIPPED}', '${SHIPPED}'
    from generate_series($1::int, $2::int) as i`,
  package_state: `
    insert into package_state (package_id, order_id, seller_id, place, place_since, status, as_of, policy_version,
      next_due_at, next_due_cause)
    select ${IDS}, 'in-transit', '${SHIPPED}', 'IN_TRANSIT', '${SHIPPED}', 'M', ${DUE}, 'no-delivery'
    from generate_series($1::int, $2::int) as i`,
  unit: `
    insert into unit (package_id, order_id, seller_id, line, ordinal, seller_fulfillment_order_item_id, seller_sku,
      value_currency, value_minor, place, place_since, recorded_at)
    select ${IDS}, 1, 1, '1', 'SKU-' || i % 5000, 'USD', 1000 + i % 9000, 'in-transit', '${SHIPPED}', '${SHIPPED}'
    from generate_series($1::int, $2::int) as i`,
};

/** Adds open packages number `from` (inclusive) to `to`, as their OrderShipped would have made them. */
export function addPackages(databaseUrl: string, from: number, to: number): Promise<void> {
  const fillings = Object.entries(FILL).map(([table, statement]) => ({
    table,
    statement,
    values: [from, to - 1],
  }));
  return bulkLoad(databaseUrl, 'tracking', fillings);
}
