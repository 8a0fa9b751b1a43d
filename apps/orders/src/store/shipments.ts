import type { Instant } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { Order } from '../domain/order.js';
import type { Package, Shipment } from '../domain/shipment.js';

/** A package with its number towards the seller. */
export type NumberedPackage = Package & { packageNumber: number };

/** A shipment to be kept, with who reported it and when. */
export interface KeptShipment {
  order: Order;
  shipment: Omit<Shipment, 'packages'> & { packages: NumberedPackage[] };
  /** What was reported, in one spelling: a repeated report is compared with it. */
  content: object;
  publisher: string;
  recordedAt: Instant;
}

const KNOWN = sql(
  'shipments_known',
  'select shipment_key, content from shipment where shipment_key = any($1::uuid[])',
);

/** Contents of the shipments that are there already, by natural key. */
export async function knownShipments(tx: Tx, keys: readonly string[]): Promise<Map<string, object>> {
  if (keys.length === 0) return new Map();
  const rows = await tx.query<{ shipment_key: string; content: object }>(KNOWN, [keys]);
  return new Map(rows.map((row) => [row.shipment_key, row.content]));
}

const SHIPMENTS = sql(
  'shipments_insert',
  `insert into shipment (shipment_key, order_id, seller_id, shipment_id, fulfillment_center_id, shipped_at,
                         recorded_at, publisher, content)
   select key, order_id, seller_id, shipment_id, fc, instant(shipped), instant(recorded), publisher, content
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::text[],
                 $9::jsonb[])
       as t (key, order_id, seller_id, shipment_id, fc, shipped, recorded, publisher, content)`,
);
const PACKAGES = sql(
  'packages_insert',
  `insert into package (package_id, shipment_key, order_id, seller_id, package_number, package_ref, carrier_code,
                        tracking_number, detail, signature_required, estimated_delivery_at, promised_by)
   select id, key, order_id, seller_id, number, ref, carrier, tracking, detail, signature, instant(edd), promised_by
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::text[], $7::text[], $8::text[],
                 $9::text[], $10::boolean[], $11::bigint[], $12::text[])
       as t (id, key, order_id, seller_id, number, ref, carrier, tracking, detail, signature, edd, promised_by)`,
);
const UNITS = sql(
  'units_insert',
  `insert into unit (order_id, line, ordinal, package_id, seller_id)
   select * from unnest($1::uuid[], $2::int[], $3::int[], $4::uuid[], $5::uuid[])`,
);

/** Keeps shipments, their packages and units: one statement per table, however many they are. */
export function insertShipments(tx: Tx, kept: readonly KeptShipment[]): void {
  if (kept.length === 0) return;
  tx.send(
    SHIPMENTS,
    columns(kept, {
      key: ({ shipment }) => shipment.shipmentKey,
      orderId: ({ order }) => order.orderId,
      sellerId: ({ order }) => order.sellerId,
      shipmentId: ({ shipment }) => shipment.shipmentId,
      fulfillmentCenterId: ({ shipment }) => shipment.fulfillmentCenterId,
      shippedAt: ({ shipment }) => shipment.shippedAt,
      recordedAt: ({ recordedAt }) => recordedAt,
      publisher: ({ publisher }) => publisher,
      content: ({ content }) => JSON.stringify(content),
    }),
  );
  const packages = kept.flatMap(({ order, shipment }) =>
    shipment.packages.map((parcel) => ({ order, shipment, parcel })),
  );
  tx.send(
    PACKAGES,
    columns(packages, {
      packageId: ({ parcel }) => parcel.packageId,
      shipmentKey: ({ shipment }) => shipment.shipmentKey,
      orderId: ({ order }) => order.orderId,
      sellerId: ({ order }) => order.sellerId,
      packageNumber: ({ parcel }) => parcel.packageNumber,
      packageRef: ({ parcel }) => parcel.packageRef,
      carrierCode: ({ parcel }) => parcel.carrierCode,
      trackingNumber: ({ parcel }) => parcel.trackingNumber,
      detail: ({ parcel }) => parcel.detail,
      signatureRequired: ({ parcel }) => parcel.signatureRequired,
      estimatedDeliveryAt: ({ parcel }) => parcel.estimatedDeliveryAt,
      promisedBy: ({ parcel }) => parcel.promisedBy,
    }),
  );
  const units = packages.flatMap(({ order, parcel }) =>
    parcel.units.map((unit) => ({ order, parcel, unit })),
  );
  tx.send(
    UNITS,
    columns(units, {
      orderId: ({ order }) => order.orderId,
      line: ({ unit }) => unit.line,
      ordinal: ({ unit }) => unit.ordinal,
      packageId: ({ parcel }) => parcel.packageId,
      sellerId: ({ order }) => order.sellerId,
    }),
  );
}

// `any` beside the join: by index however young the statistics are.
const STATUS = sql(
  'orders_update_progress',
  `update orders set status = t.status, status_updated_at = instant(t.changed), stage = t.stage,
          hold_until = instant(t.hold), plan_at = instant(t.plan)
     from unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[])
       as t (order_id, status, changed, stage, hold, plan)
    where orders.order_id = any($1::uuid[]) and orders.order_id = t.order_id
      and (orders.status, orders.status_updated_at, orders.stage, orders.hold_until, orders.plan_at)
          is distinct from (t.status, instant(t.changed), t.stage, instant(t.hold), instant(t.plan))`,
);
const COUNTS = sql(
  'order_items_update_progress',
  `update order_item set shipped = t.shipped, cancelled = t.cancelled, unfulfillable = t.unfulfillable,
          unfulfillable_reason = t.reason, planned = t.planned
     from unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::int[], $6::text[], $7::int[])
       as t (order_id, line, shipped, cancelled, unfulfillable, reason, planned)
    where order_item.order_id = any($1::uuid[]) and order_item.order_id = t.order_id and order_item.line = t.line
      and (order_item.shipped, order_item.unfulfillable, order_item.planned)
          is distinct from (t.shipped, t.unfulfillable, t.planned)`,
);

/** Keeps how far orders are planned and shipped, and the status that follows. */
export function updateProgress(tx: Tx, orders: readonly Order[]): void {
  if (orders.length === 0) return;
  tx.send(
    STATUS,
    columns(orders, {
      orderId: (order) => order.orderId,
      status: (order) => order.status,
      changed: (order) => order.statusUpdatedAt,
      stage: (order) => order.stage,
      heldUntil: (order) => order.heldUntil,
      planAt: (order) => order.planAt,
    }),
  );
  const lines = orders.flatMap((order) => order.items.map((item) => ({ order, item })));
  tx.send(
    COUNTS,
    columns(lines, {
      orderId: ({ order }) => order.orderId,
      line: ({ item }) => item.line,
      shipped: ({ item }) => item.shippedQuantity,
      cancelled: ({ item }) => item.cancelledQuantity,
      unfulfillable: ({ item }) => item.unfulfillableQuantity,
      reason: ({ item }) => item.unfulfillableReason,
      planned: ({ item }) => item.plannedQuantity,
    }),
  );
}
