import type { Instant } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { PlannedLine } from '../domain/plan-order.js';
import type { RequestedShipment } from '../domain/planned-order.js';

/** What becomes of a shipment that was asked for (O-3). */
export type PlannedStatus = 'PENDING' | 'SHIPPED' | 'CANCELLED_BY_FULFILLER' | 'CANCELLED_BY_SELLER';

/** A planned shipment with whose it is. */
export interface KeptPlan extends RequestedShipment {
  sellerId: string;
}

const SHIPMENTS = sql(
  'planned_shipments_insert',
  `insert into planned_shipment (shipment_id, order_id, seller_id, fc_id, status, carrier_code, requested_at, ship_by,
                                 estimated_delivery_at)
   select id, order_id, seller_id, fc, 'PENDING', carrier, instant(requested), instant(ship), instant(edd)
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[])
       as t (id, order_id, seller_id, fc, carrier, requested, ship, edd)`,
);
const ITEMS = sql(
  'planned_items_insert',
  `insert into planned_item (shipment_id, seller_id, line, quantity)
   select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[])`,
);

/** Keeps shipments that fulfilment centres are asked for. */
export function insertPlanned(tx: Tx, plans: readonly KeptPlan[]): void {
  if (plans.length === 0) return;
  tx.send(
    SHIPMENTS,
    columns(plans, {
      shipmentId: (plan) => plan.shipmentId,
      orderId: (plan) => plan.orderId,
      sellerId: (plan) => plan.sellerId,
      fulfillmentCenterId: (plan) => plan.fulfillmentCenterId,
      carrierCode: (plan) => plan.carrierCode,
      requestedAt: (plan) => plan.requestedAt,
      shipBy: (plan) => plan.shipBy,
      estimatedDeliveryAt: (plan) => plan.estimatedDeliveryAt,
    }),
  );
  const items = plans.flatMap((plan) => plan.items.map((item) => ({ plan, item })));
  tx.send(
    ITEMS,
    columns(items, {
      shipmentId: ({ plan }) => plan.shipmentId,
      sellerId: ({ plan }) => plan.sellerId,
      line: ({ item }) => item.line,
      quantity: ({ item }) => item.quantity,
    }),
  );
}

/** What becomes of a planned shipment: its status, and what it still holds. */
export interface PlannedChange {
  shipmentId: string;
  status: PlannedStatus;
  closedAt?: Instant | undefined;
  /** What it still holds, when that is less than before; a shipment that is closed keeps what it held. */
  left?: readonly PlannedLine[] | undefined;
}

const CHANGE = sql(
  'planned_shipments_change',
  `update planned_shipment set status = t.status, closed_at = instant(t.closed)
     from unnest($1::uuid[], $2::text[], $3::bigint[]) as t (shipment_id, status, closed)
    where planned_shipment.shipment_id = any($1::uuid[]) and planned_shipment.shipment_id = t.shipment_id`,
);
const LEAVE = sql(
  'planned_items_leave',
  `update planned_item set quantity = t.quantity
     from unnest($1::uuid[], $2::int[], $3::int[]) as t (shipment_id, line, quantity)
    where planned_item.shipment_id = any($1::uuid[]) and planned_item.shipment_id = t.shipment_id
      and planned_item.line = t.line`,
);

/** Keeps what became of planned shipments. */
export function changePlanned(tx: Tx, changes: readonly PlannedChange[]): void {
  if (changes.length === 0) return;
  tx.send(
    CHANGE,
    columns(changes, {
      shipmentId: ({ shipmentId }) => shipmentId,
      status: ({ status }) => status,
      closedAt: ({ closedAt }) => closedAt,
    }),
  );
  const left = changes.flatMap(({ shipmentId, left: lines = [] }) =>
    lines.map((line) => ({ shipmentId, ...line })),
  );
  if (left.length === 0) return;
  tx.send(
    LEAVE,
    columns(left, {
      shipmentId: ({ shipmentId }) => shipmentId,
      line: ({ line }) => line,
      quantity: ({ quantity }) => quantity,
    }),
  );
}

interface PlannedRow {
  shipment_id: string;
  order_id: string;
  fc_id: string;
  status: PlannedStatus;
  carrier_code: string | null;
  requested_at: Instant;
  ship_by: Instant;
  estimated_delivery_at: Instant;
  line: number;
  quantity: number;
}

/** A planned shipment as it stands. */
export interface PlannedView extends RequestedShipment {
  status: PlannedStatus;
}

const OF_ORDERS = sql(
  'planned_of_orders',
  `select s.*, i.line, i.quantity from planned_shipment s join planned_item i using (shipment_id)
    where s.order_id = any($1::uuid[]) and i.quantity > 0
    order by s.order_id, s.requested_at, s.shipment_id, i.line`,
);

/** The planned shipments of orders, by order; of orders that are locked, those that are pending stay so. */
export async function plannedOf(tx: Tx, orderIds: readonly string[]): Promise<Map<string, PlannedView[]>> {
  if (orderIds.length === 0) return new Map();
  const byId = new Map<string, PlannedView>();
  for (const row of await tx.query<PlannedRow>(OF_ORDERS, [orderIds])) {
    const plan = byId.get(row.shipment_id) ?? toPlan(row);
    byId.set(row.shipment_id, plan);
    plan.items.push({ line: row.line, quantity: row.quantity });
  }
  return Map.groupBy(byId.values(), ({ orderId }) => orderId);
}

function toPlan(row: PlannedRow): PlannedView {
  return {
    shipmentId: row.shipment_id,
    orderId: row.order_id,
    fulfillmentCenterId: row.fc_id,
    status: row.status,
    carrierCode: row.carrier_code ?? undefined,
    requestedAt: row.requested_at,
    shipBy: row.ship_by,
    estimatedDeliveryAt: row.estimated_delivery_at,
    items: [],
  };
}
