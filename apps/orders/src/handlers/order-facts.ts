import { OrderAccepted, OrderCancelled, OrderShipped, OrderUpdated, toIso } from '#contracts';
import type { AcceptedItem, CancelCause, Instant, OrderContent, ShippedPackage } from '#contracts';
import { fact } from '#messaging';
import type { Fact } from '#messaging';
import type { Order, OrderItem } from '../domain/order.js';
import type { KeptShipment, NumberedPackage } from '../store/shipments.js';

/** OrderAccepted: everything but the buyer, who is named nowhere outside this service. */
export function acceptedFact(order: Order): Fact {
  return fact(OrderAccepted, contentOf(order), order.receivedAt);
}

/** OrderUpdated: the whole order as it is since its seller changed it. */
export function updatedFact(order: Order, at: Instant): Fact {
  const data: OrderUpdated = { ...contentOf(order), updatedAt: toIso(at) };
  return fact(OrderUpdated, data, at);
}

/** OrderCancelled, at the instant from which it is not to be fulfilled. */
export function cancelledFact(order: Order, cause: CancelCause): Fact {
  const { orderId, sellerId, sellerFulfillmentOrderId, marketplaceId, statusUpdatedAt, items } = order;
  const at = order.cancelledAt ?? statusUpdatedAt;
  const data: OrderCancelled = {
    orderId,
    sellerId,
    sellerFulfillmentOrderId,
    marketplaceId,
    cancelledAt: toIso(at),
    cause,
    items: items.map(({ line, sellerFulfillmentOrderItemId: id, sellerSku, cancelledQuantity }) => ({
      line,
      sellerFulfillmentOrderItemId: id,
      sellerSku,
      cancelledQuantity,
    })),
  };
  return fact(OrderCancelled, data, at);
}

function contentOf(order: Order): OrderContent {
  return {
    orderId: order.orderId,
    sellerId: order.sellerId,
    sellerFulfillmentOrderId: order.sellerFulfillmentOrderId,
    marketplaceId: order.marketplaceId,
    purpose: order.purpose,
    signatureRequired: order.signatureRequired,
    receivedAt: toIso(order.receivedAt),
    destinationTimeZone: order.destinationTimeZone,
    estimatedDeliveryAt: order.estimatedDeliveryAt,
    items: order.items.map(acceptedItem),
    heldUntil: order.heldUntil === undefined ? undefined : toIso(order.heldUntil),
  };
}

function acceptedItem(item: OrderItem): AcceptedItem {
  const { line, sellerFulfillmentOrderItemId, sellerSku, quantity, cancelledQuantity, unitValue } = item;
  const { estimatedDeliveryAt } = item;
  return {
    line,
    sellerFulfillmentOrderItemId,
    sellerSku,
    quantity,
    cancelledQuantity,
    unitValue,
    estimatedDeliveryAt,
  };
}

/** OrderShipped, at the instant of the report; what the warehouse claims travels as shippedAt. */
export function shippedFact({ order, shipment, recordedAt }: KeptShipment): Fact {
  const { orderId, sellerId, sellerFulfillmentOrderId, marketplaceId, purpose, destinationTimeZone } = order;
  const { shipmentId, fulfillmentCenterId, shippedAt, packages } = shipment;
  const data: OrderShipped = {
    orderId,
    sellerId,
    sellerFulfillmentOrderId,
    marketplaceId,
    purpose,
    shipmentId,
    fulfillmentCenterId,
    shippedAt: toIso(shippedAt),
    ...(order.sandbox && { sandbox: true }),
    destinationTimeZone,
    packages: packages.map(shippedPackage),
  };
  return fact(OrderShipped, data, recordedAt);
}

function shippedPackage(parcel: NumberedPackage): ShippedPackage {
  const { packageId, packageNumber, packageRef, carrierCode, trackingNumber, detail } = parcel;
  return {
    packageId,
    packageNumber,
    packageRef,
    carrierCode,
    trackingNumber,
    hasNumber: trackingNumber !== undefined,
    detail,
    signatureRequired: parcel.signatureRequired,
    estimatedDeliveryAt: toIso(parcel.estimatedDeliveryAt),
    units: parcel.units,
  };
}
