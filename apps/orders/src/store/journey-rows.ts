import type { CancelCause, Instant } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';

export interface AcceptedRow {
  order_id: string;
  seller_fulfillment_order_id: string;
  purpose: string;
  received_at: Instant;
  publisher: string | null;
  registered_at: Instant | null;
  promise: string | null;
  ordered: number;
  cancelled: number;
  updated_at: Instant | null;
  cancelled_at: Instant | null;
  cancel_cause: CancelCause | null;
}

export interface PackageRow {
  shipment_id: string;
  fulfillment_center_id: string;
  shipped_at: Instant;
  recorded_at: Instant;
  publisher: string;
  package_id: string;
  package_number: number;
  carrier_code: string | null;
  tracking_number: string | null;
  detail: string;
  estimated_delivery_at: Instant;
  promised_by: string;
  units: number;
}

// The buyer's words (order_request) are left where they are.
const ACCEPTED = sql(
  'journey_accepted',
  `select o.order_id, o.seller_fulfillment_order_id, o.purpose, o.received_at, o.publisher, o.registered_at, o.promise,
          o.updated_at, o.cancelled_at, o.cancel_cause,
          sum(i.quantity) as ordered, sum(i.cancelled) as cancelled
     from orders o join order_item i using (order_id) where o.order_id = $1 and ($2::uuid is null or o.seller_id = $2) group by o.order_id`,
);
const PACKAGES = sql(
  'journey_packages',
  `select s.shipment_id, s.fulfillment_center_id, s.shipped_at, s.recorded_at, s.publisher, p.package_id,
          p.package_number, p.carrier_code, p.tracking_number, p.detail, p.estimated_delivery_at, p.promised_by,
          (select count(*) from unit u where u.order_id = s.order_id and u.package_id = p.package_id) as units
     from shipment s join package p using (shipment_key) where s.order_id = $1
    order by s.recorded_at, p.package_number`,
);

/** What this service knows of an order's way so far. */
export async function journeyRows(
  tx: Tx,
  orderId: string,
  sellerId?: string,
): Promise<{ accepted: AcceptedRow | undefined; packages: PackageRow[] }> {
  const [accepted] = await tx.query<AcceptedRow>(ACCEPTED, [orderId, sellerId ?? null]);
  return { accepted, packages: accepted ? await tx.query<PackageRow>(PACKAGES, [orderId]) : [] };
}
