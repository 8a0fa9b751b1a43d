import { sql } from '#postgres';
import type { Tx } from '#postgres';
import type { OrderItem, ReturnedOrder } from '../domain/order.js';
import type { Damage, Step, Unit } from '../domain/unit.js';
import { inOrder } from '../domain/unit.js';

type OfOrder<T> = T & { orderId: string };
type OfUnit<T> = OfOrder<T> & { line: number; ordinal: number };

const ORDERS = `select order_id as "orderId", seller_id as "sellerId",
          seller_fulfillment_order_id as "sellerFulfillmentOrderId"
     from orders where order_id = any($1::uuid[]) order by order_id`;
const READ = sql('returns_orders_read', ORDERS);
const LOCK = sql('returns_orders_lock', `${ORDERS} for update`);
const ITEMS = sql(
  'returns_items_of',
  `select order_id as "orderId", line, item_id as "sellerFulfillmentOrderItemId", sku as "sellerSku", quantity,
          cancelled_quantity as "cancelledQuantity"
     from order_item where order_id = any($1::uuid[]) order by order_id, line`,
);
const UNITS = sql(
  'returns_units_of',
  `select order_id as "orderId", line, ordinal, package_id as "packageId", shipment_id as "shipmentId",
          fulfillment_center_id as "fulfillmentCenterId", carrier_code as "carrierCode",
          tracking_number as "trackingNumber", shipped_at as "shippedAt", known_at as "knownAt"
     from unit where order_id = any($1::uuid[]) order by order_id, line, ordinal`,
);
const STEPS = sql(
  'returns_steps_of',
  `select order_id as "orderId", line, ordinal, report_id as "reportId", receipt_id as "receiptId", place, condition,
          fulfillment_center_id as "fulfillmentCenterId", kind, tracking_number as "trackingNumber", rma_id as "rmaId",
          occurred_at as "occurredAt", recorded_at as "recordedAt"
     from step where order_id = any($1::uuid[])`,
);
const DAMAGES = sql(
  'returns_damages_of',
  `select order_id as "orderId", line, ordinal, found_at as "foundAt", cause, fault_party as "faultParty"
     from damage where order_id = any($1::uuid[]) order by order_id, line, ordinal, found_at, cause`,
);
const ACCEPTED = sql(
  'returns_reports_of',
  `select order_id as "orderId", report_id as "reportId", content from report where order_id = any($1::uuid[])`,
);

/** Locks the orders in key order, then reads all that is known of them: a number of statements that never grows. */
export function lockReturnedOrders(tx: Tx, orderIds: readonly string[]): Promise<Map<string, ReturnedOrder>> {
  return load(tx, orderIds, true);
}

/** All that is known of the orders; for a screen. */
export function readReturnedOrders(tx: Tx, orderIds: readonly string[]): Promise<Map<string, ReturnedOrder>> {
  return load(tx, orderIds, false);
}

async function load(tx: Tx, orderIds: readonly string[], lock: boolean): Promise<Map<string, ReturnedOrder>> {
  if (orderIds.length === 0) return new Map();
  const ids = [orderIds];
  const orders = await tx.query<Omit<ReturnedOrder, 'items' | 'units' | 'accepted'>>(lock ? LOCK : READ, ids);
  // Only now: what another transaction reported of them is committed.
  const items = byOrder(await tx.query<OfOrder<OrderItem>>(ITEMS, ids));
  const units = byOrder(await tx.query<OfOrder<Omit<Unit, 'steps' | 'damages'>>>(UNITS, ids));
  const steps = byUnit(await tx.query<OfUnit<Step>>(STEPS, ids));
  const damages = byUnit(await tx.query<OfUnit<Damage>>(DAMAGES, ids));
  const accepted = byOrder(await tx.query<OfOrder<{ reportId: string; content: string }>>(ACCEPTED, ids));
  return new Map(
    orders.map((order) => {
      const { orderId } = order;
      const ofOrder: ReturnedOrder = {
        ...order,
        items: items.get(orderId) ?? [],
        units: (units.get(orderId) ?? []).map((row) => toUnit(row, steps, damages)),
        accepted: new Map((accepted.get(orderId) ?? []).map(({ reportId, content }) => [reportId, content])),
      };
      return [orderId, ofOrder];
    }),
  );
}

function toUnit(
  row: OfOrder<Omit<Unit, 'steps' | 'damages'>>,
  steps: ReadonlyMap<string, OfUnit<Step>[]>,
  damages: ReadonlyMap<string, OfUnit<Damage>[]>,
): Unit {
  return {
    ...present(row),
    steps: inOrder((steps.get(unitKey(row)) ?? []).map(present)),
    damages: damages.get(unitKey(row)) ?? [],
  };
}

function unitKey({ orderId, line, ordinal }: OfUnit<unknown>): string {
  return `${orderId} ${line} ${ordinal}`;
}

function byOrder<T>(rows: readonly OfOrder<T>[]): Map<string, OfOrder<T>[]> {
  return Map.groupBy(rows, ({ orderId }) => orderId);
}

function byUnit<T>(rows: readonly OfUnit<T>[]): Map<string, OfUnit<T>[]> {
  return Map.groupBy(rows, unitKey);
}

// A column that is null is a field that was left out.
function present<T extends object>(row: T): T {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? undefined])) as T;
}
