import type { Instant } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';
import { erasedContent } from '../domain/buyer-data.js';
import type { Order, OrderItem } from '../domain/order.js';
import type { BuyerKeys } from './buyer-keys.js';
import { CONTENT_NOW, openContent } from './order-contents.js';
import type { ContentRow } from './order-contents.js';
import { toItem, toOrder } from './order-rows.js';
import type { ItemRow, OrderRow } from './order-rows.js';
import { plannedOf } from './planned-shipments.js';
import type { PlannedView } from './planned-shipments.js';

export type { OrderItem };

/** Units of one item in one package. */
interface PackedItem {
  line: number;
  quantity: number;
}

interface PackageView {
  packageId: string;
  packageNumber: number;
  carrierCode?: string | undefined;
  trackingNumber?: string | undefined;
  estimatedDeliveryAt: Instant;
  items: PackedItem[];
}

export interface ShipmentView {
  shipmentId: string;
  fulfillmentCenterId: string;
  shippedAt: Instant;
  packages: PackageView[];
}

/** An order itself, as asked for, without its items and what became of them. */
export interface OrderHead {
  order: Omit<Order, 'items'>;
  /** What was asked for. */
  content: Record<string, unknown>;
  registeredAt?: Instant | undefined;
  registered: boolean;
}

/** An order with everything its seller may see of it. */
export interface OrderView extends OrderHead {
  order: Order;
  shipments: ShipmentView[];
  /** What fulfilment centres were asked for, and what became of it. */
  planned: PlannedView[];
}

const ORDER = sql(
  'order_view',
  `select orders.*, ${CONTENT_NOW} from orders join order_request using (order_id)
    where orders.seller_id = $1 and seller_fulfillment_order_id = $2`,
);
const ITEMS = sql('order_view_items', 'select * from order_item where order_id = $1 order by line');
const PACKED = sql(
  'order_view_packed',
  `select s.shipment_key, s.shipment_id, s.fulfillment_center_id, s.shipped_at, p.package_id, p.package_number,
          p.carrier_code, p.tracking_number, p.estimated_delivery_at, u.line, count(*) as quantity
     from shipment s join package p using (shipment_key)
     join unit u on u.order_id = s.order_id and u.package_id = p.package_id
    where s.order_id = $1
    group by s.shipment_key, p.package_id, u.line
    order by s.recorded_at, s.shipment_key, p.package_number, u.line`,
);

export type OrderHeadRow = OrderRow &
  ContentRow & { publisher: string | null; registered_at: Instant | null };
interface PackedRow {
  shipment_key: string;
  shipment_id: string;
  fulfillment_center_id: string;
  shipped_at: Instant;
  package_id: string;
  package_number: number;
  carrier_code: string | null;
  tracking_number: string | null;
  estimated_delivery_at: Instant;
  line: number;
  quantity: number;
}

/** The seller's order of that id, or nothing. */
export async function orderView(
  tx: Tx,
  sellerId: string,
  sellerOrderId: string,
  keys: BuyerKeys,
): Promise<OrderView | undefined> {
  const [row] = await tx.query<OrderHeadRow>(ORDER, [sellerId, sellerOrderId]);
  if (!row) return undefined;
  const [items, packed, planned] = await Promise.all([
    tx.query<ItemRow>(ITEMS, [row.order_id]),
    tx.query<PackedRow>(PACKED, [row.order_id]),
    plannedOf(tx, row.planned_since === null ? [] : [row.order_id]),
  ]);
  return {
    ...toHead(row, keys),
    order: toOrder(row, items.map(toItem)),
    shipments: shipmentViews(packed),
    planned: planned.get(row.order_id) ?? [],
  };
}

export function toHead(row: OrderHeadRow, keys: BuyerKeys): OrderHead {
  const { content, isErased } = openContent(row, keys);
  return {
    order: toOrder(row, []),
    content: { ...(isErased ? erasedContent(content) : content) },
    registered: row.publisher !== null,
    registeredAt: row.registered_at ?? undefined,
  };
}

function shipmentViews(rows: readonly PackedRow[]): ShipmentView[] {
  const shipments = new Map<string, ShipmentView>();
  const packages = new Map<string, PackageView>();
  for (const row of rows) {
    const shipment = shipments.get(row.shipment_key) ?? shipmentOf(row);
    shipments.set(row.shipment_key, shipment);
    let parcel = packages.get(row.package_id);
    if (!parcel) {
      parcel = packageOf(row);
      packages.set(row.package_id, parcel);
      shipment.packages.push(parcel);
    }
    parcel.items.push({ line: row.line, quantity: row.quantity });
  }
  return [...shipments.values()];
}

function shipmentOf(row: PackedRow): ShipmentView {
  const { shipment_id: shipmentId, fulfillment_center_id: fulfillmentCenterId, shipped_at: shippedAt } = row;
  return { shipmentId, fulfillmentCenterId, shippedAt, packages: [] };
}

function packageOf(row: PackedRow): PackageView {
  return {
    packageId: row.package_id,
    packageNumber: row.package_number,
    carrierCode: row.carrier_code ?? undefined,
    trackingNumber: row.tracking_number ?? undefined,
    estimatedDeliveryAt: row.estimated_delivery_at,
    items: [],
  };
}
