import { OrderAccepted, OrderShipped, toIso } from '#contracts';
import type { AcceptedItem, ShippedPackage } from '#contracts';
import { fact } from '#messaging';
import type { Fact } from '#messaging';
import type { Order, OrderItem } from '../domain/order.js';
import type { KeptShipment, NumberedPackage } from '../store/shipments.js';

/** OrderAccepted: everything but the buyer, who is named nowhere outside this service. */
export function acceptedFact(order: Order): Fact {
  const data: OrderAccepted = {
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
  };
  return fact(OrderAccepted, data, order.receivedAt);
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
  const { orderId, sellerId, sellerFulfillmentOrderId, marketplaceId, purpose } = order;
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
