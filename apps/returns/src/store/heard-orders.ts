import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { OrderItem } from '../domain/order.js';
import type { Unit } from '../domain/unit.js';

/** An order of which orders has told us, by its ids. */
export interface KnownOrder {
  orderId: string;
  sellerId: string;
  sellerFulfillmentOrderId: string;
}

const INSERT = sql(
  'returns_order_insert',
  `insert into orders (order_id, seller_id, seller_fulfillment_order_id)
   select * from unnest($1::uuid[], $2::uuid[], $3::text[]) as o (order_id, seller_id, seller_fulfillment_order_id)
   order by order_id
   on conflict (order_id) do nothing`,
);
const LOCK = sql(
  'returns_order_lock',
  'select 1 from orders where order_id = any($1::uuid[]) order by order_id for update',
);

/** Makes the orders' rows and locks them, both in key order (messaging-review 3). */
export function lockNewOrders(tx: Tx, orders: readonly KnownOrder[]): void {
  tx.send(
    INSERT,
    columns(orders, {
      orderId: (order) => order.orderId,
      sellerId: (order) => order.sellerId,
      sellerFulfillmentOrderId: (order) => order.sellerFulfillmentOrderId,
    }),
  );
  tx.send(LOCK, [orders.map(({ orderId }) => orderId)]);
}

export interface ItemOfOrder {
  order: KnownOrder;
  item: OrderItem;
}

const SAVE_ITEMS = sql(
  'returns_item_save',
  `insert into order_item (order_id, line, seller_id, item_id, sku, quantity, cancelled_quantity)
   select * from unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::text[], $6::int[], $7::int[])
   on conflict (order_id, line) do update
   set quantity = excluded.quantity, cancelled_quantity = excluded.cancelled_quantity`,
);

/** Keeps what was ordered; what is said later of an item counts. */
export function saveItems(tx: Tx, items: readonly ItemOfOrder[]): void {
  if (items.length === 0) return;
  tx.send(
    SAVE_ITEMS,
    columns(items, {
      orderId: ({ order }) => order.orderId,
      line: ({ item }) => item.line,
      sellerId: ({ order }) => order.sellerId,
      itemId: ({ item }) => item.sellerFulfillmentOrderItemId,
      sku: ({ item }) => item.sellerSku,
      quantity: ({ item }) => item.quantity,
      cancelledQuantity: ({ item }) => item.cancelledQuantity,
    }),
  );
}

export type UnitOfOrder = Omit<Unit, 'steps' | 'damages'> & { order: KnownOrder };

const INSERT_UNITS = sql(
  'returns_unit_insert',
  `insert into unit (order_id, line, ordinal, seller_id, package_id, shipment_id, fulfillment_center_id, carrier_code,
                     tracking_number, shipped_at, known_at)
   select order_id, line, ordinal, seller_id, package_id, shipment_id, fulfillment_center_id, carrier_code,
          tracking_number, instant(shipped_at), instant(known_at)
   from unnest($1::uuid[], $2::int[], $3::int[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[],
               $10::bigint[], $11::bigint[])
     as u (order_id, line, ordinal, seller_id, package_id, shipment_id, fulfillment_center_id, carrier_code,
           tracking_number, shipped_at, known_at)
   on conflict (order_id, line, ordinal) do nothing`,
);

export function saveUnits(tx: Tx, units: readonly UnitOfOrder[]): void {
  if (units.length === 0) return;
  tx.send(
    INSERT_UNITS,
    columns(units, {
      orderId: (unit) => unit.order.orderId,
      line: (unit) => unit.line,
      ordinal: (unit) => unit.ordinal,
      sellerId: (unit) => unit.order.sellerId,
      packageId: (unit) => unit.packageId,
      shipmentId: (unit) => unit.shipmentId,
      fulfillmentCenterId: (unit) => unit.fulfillmentCenterId,
      carrierCode: (unit) => unit.carrierCode ?? null,
      trackingNumber: (unit) => unit.trackingNumber ?? null,
      shippedAt: (unit) => unit.shippedAt,
      knownAt: (unit) => unit.knownAt,
    }),
  );
}

const COUNT = sql(
  'returns_order_to_ship',
  `update orders set to_ship = greatest(0, ordered.units - shipped.units)
   from (select order_id, sum(quantity - cancelled_quantity)::int as units
           from order_item where order_id = any($1::uuid[]) group by order_id) as ordered
   cross join lateral (select count(*)::int as units from unit where unit.order_id = ordered.order_id) as shipped
   where orders.order_id = ordered.order_id`,
);

/** Counts anew what may still ship; the orders are locked. */
export function countToShip(tx: Tx, orders: readonly KnownOrder[]): void {
  tx.send(COUNT, [orders.map(({ orderId }) => orderId)]);
}

const FIND = sql(
  'returns_order_find',
  `select order_id as "orderId", seller_id as "sellerId", seller_fulfillment_order_id as "sellerFulfillmentOrderId",
          to_ship as "toShip"
     from unnest($1::uuid[], $2::text[]) as named (seller_id, seller_fulfillment_order_id)
     join orders using (seller_id, seller_fulfillment_order_id)
   union
   select order_id, seller_id, seller_fulfillment_order_id, to_ship
     from orders where order_id = any($3::uuid[])`,
);

/** Names of an order in a report. */
interface OrderName {
  sellerId: string;
  orderId?: string | undefined;
  sellerFulfillmentOrderId?: string | undefined;
}

export type FoundOrder = KnownOrder & { toShip: number | null };

/** The orders that exist among those named, by either of their ids. */
export async function findOrders(tx: Tx, names: readonly OrderName[]): Promise<FoundOrder[]> {
  if (names.length === 0) return [];
  const bySeller = names.filter((name) => name.sellerFulfillmentOrderId !== undefined);
  return tx.query<FoundOrder>(FIND, [
    bySeller.map((name) => name.sellerId),
    bySeller.map((name) => name.sellerFulfillmentOrderId),
    names.flatMap((name) => (name.orderId === undefined ? [] : [name.orderId])),
  ]);
}
