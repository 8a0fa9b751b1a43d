import type { Instant, Money, Purpose, ShippingSpeed, UnfulfillableReason } from '#contracts';
import type { Order, OrderItem, OrderStage, OrderStatus } from '../domain/order.js';
import type { FulfillmentPolicy } from '../domain/plan-order.js';

export interface OrderRow {
  order_id: string;
  seller_id: string;
  seller_fulfillment_order_id: string;
  marketplace_id: string;
  purpose: Purpose;
  signature_required: boolean;
  received_at: Instant;
  destination_time_zone: string | null;
  promise: string | null;
  status: OrderStatus;
  status_updated_at: Instant;
  hold_until: Instant | null;
  cancelled_at: Instant | null;
  sandbox: boolean;
  stage: OrderStage;
  fill_policy: FulfillmentPolicy | null;
  speed: ShippingSpeed | null;
  country_code: string | null;
  features: string[] | null;
  planned_since: Instant | null;
  plan_at: Instant | null;
}

export interface ItemRow {
  order_id: string;
  line: number;
  item_id: string;
  sku: string;
  quantity: number;
  cancelled: number;
  shipped: number;
  unfulfillable: number;
  unfulfillable_reason: UnfulfillableReason | null;
  planned: number;
  value_currency: string | null;
  value_minor: number | null;
  promise: string | null;
}

export function toOrder(row: OrderRow, items: OrderItem[]): Order {
  return {
    orderId: row.order_id,
    sellerId: row.seller_id,
    sellerFulfillmentOrderId: row.seller_fulfillment_order_id,
    marketplaceId: row.marketplace_id,
    purpose: row.purpose,
    signatureRequired: row.signature_required,
    receivedAt: row.received_at,
    destinationTimeZone: row.destination_time_zone ?? undefined,
    estimatedDeliveryAt: row.promise ?? undefined,
    status: row.status,
    statusUpdatedAt: row.status_updated_at,
    heldUntil: row.hold_until ?? undefined,
    cancelledAt: row.cancelled_at ?? undefined,
    sandbox: row.sandbox,
    stage: row.stage,
    fulfilment: toFulfilment(row),
    planAt: row.plan_at ?? undefined,
    items,
  };
}

// The columns are set together, or none of them is.
function toFulfilment({ fill_policy: policy, speed, country_code, planned_since, features }: OrderRow) {
  if (policy === null || speed === null || country_code === null || planned_since === null) return undefined;
  return { policy, speed, countryCode: country_code, features: features ?? [], since: planned_since };
}

export function toItem(row: ItemRow): OrderItem {
  return {
    line: row.line,
    sellerFulfillmentOrderItemId: row.item_id,
    sellerSku: row.sku,
    quantity: row.quantity,
    cancelledQuantity: row.cancelled,
    shippedQuantity: row.shipped,
    unfulfillableQuantity: row.unfulfillable,
    unfulfillableReason: row.unfulfillable_reason ?? undefined,
    plannedQuantity: row.planned,
    unitValue: toMoney(row),
    estimatedDeliveryAt: row.promise ?? undefined,
  };
}

function toMoney({ value_currency: currency, value_minor: minorUnits }: ItemRow): Money | undefined {
  return currency === null || minorUnits === null ? undefined : { currency, minorUnits };
}
