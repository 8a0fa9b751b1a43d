import type { Instant, Purpose, TrackingDetail } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import { keysOfPackage } from '../domain/reference.js';
import type { Naming } from '../domain/reference.js';
import type { ShippedPackage } from '../domain/shipped-package.js';

const INSERT = sql(
  'package_insert',
  `insert into package (package_id, package_number, package_ref, order_id, seller_id, seller_fulfillment_order_id,
     marketplace_id, purpose, shipment_id, fulfillment_center_id, carrier_code, tracking_number, has_number, detail,
     signature_required, estimated_delivery_at, shipped_at, destination_time_zone, sandbox, heard_at)
   select package_id, package_number, package_ref, order_id, seller_id, own_id, marketplace_id, purpose, shipment_id,
     center, carrier, number, has_number, detail, signature, instant(promise), instant(shipped_at), time_zone,
     sandbox, (select clock_now())
   from unnest($1::uuid[], $2::int[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[],
     $10::text[], $11::text[], $12::text[], $13::boolean[], $14::text[], $15::boolean[], $16::bigint[], $17::bigint[],
     $18::text[], $19::boolean[])
     as p (package_id, package_number, package_ref, order_id, seller_id, own_id, marketplace_id, purpose, shipment_id,
       center, carrier, number, has_number, detail, signature, promise, shipped_at, time_zone, sandbox)
   order by package_id
   on conflict (package_id) do update set package_number = excluded.package_number
     where package.package_number <> excluded.package_number`,
);

/**
 * Makes packages known; one that is known stays as it is, but for its number: where orders was restored from a backup,
 * it ships again what it has forgotten, under another number.
 */
export function insertPackages(tx: Tx, packages: readonly ShippedPackage[]): void {
  if (packages.length === 0) return;
  const last = new Map(packages.map((one) => [one.packageId, one]));
  tx.send(
    INSERT,
    columns([...last.values()], {
      packageId: (one) => one.packageId,
      packageNumber: (one) => one.packageNumber,
      packageRef: (one) => one.packageRef,
      orderId: (one) => one.orderId,
      sellerId: (one) => one.sellerId,
      ownId: (one) => one.sellerFulfillmentOrderId,
      marketplaceId: (one) => one.marketplaceId,
      purpose: (one) => one.purpose,
      shipmentId: (one) => one.shipmentId,
      center: (one) => one.fulfillmentCenterId,
      carrier: (one) => one.carrierCode,
      number: (one) => one.trackingNumber,
      hasNumber: (one) => one.hasNumber,
      detail: (one) => one.detail,
      signature: (one) => one.signatureRequired,
      promise: (one) => one.estimatedDeliveryAt,
      shippedAt: (one) => one.shippedAt,
      timeZone: (one) => one.destinationTimeZone,
      sandbox: (one) => one.sandbox ?? false,
    }),
  );
}

interface PackageRow {
  package_id: string;
  package_number: number;
  package_ref: string | null;
  order_id: string;
  seller_id: string;
  seller_fulfillment_order_id: string;
  marketplace_id: string;
  purpose: Purpose;
  shipment_id: string;
  fulfillment_center_id: string;
  carrier_code: string | null;
  tracking_number: string | null;
  has_number: boolean;
  detail: TrackingDetail;
  signature_required: boolean;
  estimated_delivery_at: Instant;
  shipped_at: Instant;
  destination_time_zone: string | null;
  sandbox: boolean;
}

function fromRow(row: PackageRow): ShippedPackage {
  return {
    packageId: row.package_id,
    packageNumber: row.package_number,
    packageRef: row.package_ref ?? undefined,
    orderId: row.order_id,
    sellerId: row.seller_id,
    sellerFulfillmentOrderId: row.seller_fulfillment_order_id,
    marketplaceId: row.marketplace_id,
    purpose: row.purpose,
    shipmentId: row.shipment_id,
    fulfillmentCenterId: row.fulfillment_center_id,
    carrierCode: row.carrier_code ?? undefined,
    trackingNumber: row.tracking_number ?? undefined,
    hasNumber: row.has_number,
    detail: row.detail,
    signatureRequired: row.signature_required,
    estimatedDeliveryAt: row.estimated_delivery_at,
    shippedAt: row.shipped_at,
    destinationTimeZone: row.destination_time_zone ?? undefined,
    sandbox: row.sandbox,
  };
}

const BY_ID = sql('package_by_id', `select p.* from package p where p.package_id = any ($1::uuid[])`);

export async function packagesById(tx: Tx, packageIds: readonly string[]): Promise<ShippedPackage[]> {
  if (packageIds.length === 0) return [];
  return (await tx.query<PackageRow>(BY_ID, [packageIds])).map(fromRow);
}

// A database restored from a backup may give a number again: the package that was heard of last has it.
const NUMBERED = sql(
  'package_numbered',
  `select p.* from package p where p.seller_id = $1 and p.package_number = $2 order by p.heard_at desc limit 1`,
);

export async function packagesNumbered(
  tx: Tx,
  sellerId: string,
  packageNumber: number,
): Promise<ShippedPackage[]> {
  return (await tx.query<PackageRow>(NUMBERED, [sellerId, packageNumber])).map(fromRow);
}

const OF_ORDER = sql(
  'package_of_order',
  `select p.* from package p where p.order_id = $1 order by p.package_id`,
);

export async function packagesOfOrder(tx: Tx, orderId: string): Promise<ShippedPackage[]> {
  return (await tx.query<PackageRow>(OF_ORDER, [orderId])).map(fromRow);
}

// `offset 0` keeps each key one probe of its index, however little the planner knows of lists and tables.
const BY_NAMING = sql(
  'package_by_naming',
  `select p.* from unnest($1::uuid[]) as k (id)
     cross join lateral (select * from package where package_id = k.id offset 0) p
   union all
   select p.* from unnest($2::uuid[], $3::int[]) as k (seller, number)
     cross join lateral (select * from package where seller_id = k.seller and package_number = k.number offset 0) p
   union all
   select p.* from unnest($4::text[], $5::text[]) as k (carrier, number)
     cross join lateral (select * from package where carrier_code = k.carrier and tracking_number = k.number offset 0) p
   union all
   select p.* from unnest($6::uuid[], $7::text[]) as k (order_id, shipment)
     cross join lateral (select * from package where order_id = k.order_id and shipment_id = k.shipment offset 0) p
   union all
   select p.* from unnest($8::uuid[], $9::text[], $10::text[]) as k (seller, own_id, shipment)
     cross join lateral (select * from package where seller_id = k.seller
       and seller_fulfillment_order_id = k.own_id and shipment_id = k.shipment offset 0) p`,
);

/** All packages that match one of these namings, by the key of the naming. */
export type PackagesByKey = ReadonlyMap<string, ShippedPackage[]>;

/** Looks packages up in all the ways they can be named, in one statement. */
export async function findPackages(tx: Tx, namings: readonly Naming[]): Promise<PackagesByKey> {
  if (namings.length === 0) return new Map();
  const distinct = [...new Map(namings.map((naming) => [naming.key, naming])).values()];
  const found = await tx.query<PackageRow>(BY_NAMING, lookups(distinct));
  const packages = new Map(found.map((row) => [row.package_id, row]));
  const byKey = new Map<string, ShippedPackage[]>(distinct.map(({ key }) => [key, []]));
  for (const row of packages.values()) {
    const one = fromRow(row);
    for (const key of keysOfPackage(one)) byKey.get(key)?.push(one);
  }
  return byKey;
}

function lookups(namings: readonly Naming[]): unknown[][] {
  const lists: unknown[][] = Array.from({ length: 10 }, () => []);
  const add = (first: number, ...values: unknown[]): void =>
    values.forEach((value, at) => lists[first + at]?.push(value));
  for (const naming of namings) {
    if (naming.way === 'id') add(0, naming.packageId);
    else if (naming.way === 'seller-number') add(1, naming.sellerId, naming.packageNumber);
    else if (naming.way === 'tracking') add(3, naming.carrierCode, naming.trackingNumber);
    else if ('orderId' in naming.order) add(5, naming.order.orderId, naming.shipmentId);
    else add(7, naming.sellerId, naming.order.sellerFulfillmentOrderId, naming.shipmentId);
  }
  return lists;
}

const UNDER_POLICIES = sql(
  'package_under_policies',
  `select p.* from package p join package_state s using (package_id)
   where s.decided_due_at is null and exists (
     select from unnest($1::bigint[], $2::text[]) as n (from_at, marketplace_id)
     where p.shipped_at >= instant(n.from_at) and n.marketplace_id in ('*', p.marketplace_id))
     and p.shipped_at >= (select instant(min(from_at)) from unnest($1::bigint[]) as n (from_at))`,
);

/** Packages whose clock these policies may change: those shipped under them and not decided yet. */
export async function packagesUnderPolicies(
  tx: Tx,
  policies: readonly { from: Instant; marketplaceId: string }[],
): Promise<ShippedPackage[]> {
  if (policies.length === 0) return [];
  const lists = columns(policies, { from: (one) => one.from, marketplaceId: (one) => one.marketplaceId });
  return (await tx.query<PackageRow>(UNDER_POLICIES, lists)).map(fromRow);
}
