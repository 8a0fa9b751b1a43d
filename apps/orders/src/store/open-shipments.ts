import type { Instant, PublisherScope, ShippingSpeed } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';

/** A shipment that is to leave. */
export interface OpenShipment {
  shipmentId: string;
  orderId: string;
  sellerId: string;
  sellerFulfillmentOrderId: string;
  fulfillmentCenterId: string;
  speed: ShippingSpeed;
  carrierCode: string | null;
  signatureRequired: boolean;
  requestedAt: Instant;
  shipBy: Instant;
  estimatedDeliveryAt: Instant;
  items: { line: number; sellerFulfillmentOrderItemId: string; sellerSku: string; quantity: number }[];
}

const SHIPMENT = `
  select s.shipment_id as "shipmentId", s.order_id as "orderId", s.seller_id as "sellerId",
         o.seller_fulfillment_order_id as "sellerFulfillmentOrderId", s.fc_id as "fulfillmentCenterId", o.speed,
         s.carrier_code as "carrierCode", o.signature_required as "signatureRequired",
         s.requested_at as "requestedAt", s.ship_by as "shipBy", s.estimated_delivery_at as "estimatedDeliveryAt",
         (select jsonb_agg(jsonb_build_object('line', i.line, 'sellerFulfillmentOrderItemId', oi.item_id,
                                              'sellerSku', oi.sku, 'quantity', i.quantity) order by i.line)
            from planned_item i join order_item oi on oi.order_id = s.order_id and oi.line = i.line
           where i.shipment_id = s.shipment_id and i.quantity > 0) as items
    from planned_shipment s join orders o using (order_id)`;
const OPEN = sql(
  'shipments_open',
  `${SHIPMENT} where s.fc_id = $1 and s.status = 'PENDING' and ($2::uuid[] is null or s.seller_id = any($2))
      and ($3::text[] is null or s.fc_id = any($3)) and s.shipment_id > $4::uuid
    order by s.shipment_id limit $5`,
);
const ONE = sql(
  'shipment_open',
  `${SHIPMENT} where s.shipment_id = $1 and s.status = 'PENDING' and ($2::uuid[] is null or s.seller_id = any($2))
      and ($3::text[] is null or s.fc_id = any($3))`,
);
const LOCK = sql(
  'shipment_open_lock',
  `select 1 as open from planned_shipment where shipment_id = $1 and status = 'PENDING' for share`,
);
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Shipments that are to leave a fulfilment centre, after one of them; ids sort by when they were asked for. */
export function openShipments(
  tx: Tx,
  center: string,
  { sellerIds, fulfillmentCenterIds }: PublisherScope,
  after: string,
  limit: number,
): Promise<OpenShipment[]> {
  return tx.query(OPEN, [center, sellerIds ?? null, fulfillmentCenterIds ?? null, after || FIRST, limit]);
}

/** The shipment of that id, if it is to leave a centre within that reach. */
export async function openShipment(
  tx: Tx,
  shipmentId: string,
  { sellerIds, fulfillmentCenterIds }: PublisherScope,
): Promise<OpenShipment | undefined> {
  const [found] = await tx.query<OpenShipment>(ONE, [
    shipmentId,
    sellerIds ?? null,
    fulfillmentCenterIds ?? null,
  ]);
  return found;
}

/** Whether it is still to leave; it stays so until the end of the transaction. */
export async function lockOpen(tx: Tx, shipmentId: string): Promise<boolean> {
  return (await tx.query(LOCK, [shipmentId])).length > 0;
}
