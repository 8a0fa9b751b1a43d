import { ItemsUnfulfillable, ShipmentCancelled, ShipmentRequested, toIso } from '#contracts';
import type { Instant, PlannedItem, ShipmentCancelCause } from '#contracts';
import { fact } from '#messaging';
import type { Fact } from '#messaging';
import type { Order } from '../domain/order.js';
import type { PlannedLine, ShortItem } from '../domain/plan-order.js';
import type { RequestedShipment } from '../domain/planned-order.js';

/** ShipmentRequested: where it goes is read by the warehouse with its own credentials. */
export function requestedFact(order: Order, shipment: RequestedShipment): Fact {
  const { orderId, sellerId, sellerFulfillmentOrderId, marketplaceId, purpose, signatureRequired } = order;
  const { shipmentId, fulfillmentCenterId, carrierCode, requestedAt, shipBy, estimatedDeliveryAt } = shipment;
  const data: ShipmentRequested = {
    orderId,
    sellerId,
    sellerFulfillmentOrderId,
    marketplaceId,
    purpose,
    shipmentId,
    fulfillmentCenterId,
    requestedAt: toIso(requestedAt),
    shippingSpeedCategory: order.fulfilment?.speed ?? 'Standard',
    carrierCode,
    shipBy: toIso(shipBy),
    estimatedDeliveryAt: toIso(estimatedDeliveryAt),
    signatureRequired,
    items: plannedItems(order, shipment.items),
  };
  return fact(ShipmentRequested, data, requestedAt);
}

/** ShipmentCancelled, of what the shipment still held. */
export function withdrawnFact(
  order: Order,
  {
    shipmentId,
    fulfillmentCenterId,
    items,
  }: Pick<RequestedShipment, 'shipmentId' | 'fulfillmentCenterId' | 'items'>,
  cause: ShipmentCancelCause,
  at: Instant,
): Fact {
  const { orderId, sellerId, sellerFulfillmentOrderId } = order;
  const data: ShipmentCancelled = {
    orderId,
    sellerId,
    sellerFulfillmentOrderId,
    shipmentId,
    fulfillmentCenterId,
    cancelledAt: toIso(at),
    cause,
    items: plannedItems(order, items),
  };
  return fact(ShipmentCancelled, data, at);
}

/** ItemsUnfulfillable, line by line with the reason (O-6). */
export function unfulfillableFact(order: Order, short: readonly ShortItem[], at: Instant): Fact {
  const { orderId, sellerId, sellerFulfillmentOrderId, marketplaceId } = order;
  const data: ItemsUnfulfillable = {
    orderId,
    sellerId,
    sellerFulfillmentOrderId,
    marketplaceId,
    decidedAt: toIso(at),
    items: short.map(({ reason, ...line }) => ({ ...plannedItem(order, line), reason })),
  };
  return fact(ItemsUnfulfillable, data, at);
}

function plannedItems(order: Order, lines: readonly PlannedLine[]): PlannedItem[] {
  return lines.map((line) => plannedItem(order, line));
}

function plannedItem({ orderId, items }: Order, { line, quantity }: PlannedLine): PlannedItem {
  const item = items.find((one) => one.line === line);
  if (!item) throw new Error(`order ${orderId} has no line ${line}`);
  const { sellerFulfillmentOrderItemId, sellerSku } = item;
  return { line, sellerFulfillmentOrderItemId, sellerSku, quantity };
}
