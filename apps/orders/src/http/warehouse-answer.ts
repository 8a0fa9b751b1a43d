import { toIso } from '#contracts';
import type { OpenShipment } from '../store/open-shipments.js';
import type { CreateOrderDto } from './create-order.dto.js';

/** A shipment that is to leave, without where it goes. */
export function openShipmentAnswer({ speed, carrierCode, requestedAt, ...shipment }: OpenShipment) {
  return {
    ...shipment,
    shippingSpeedCategory: speed,
    ...(carrierCode !== null && { carrierCode }),
    requestedAt: toIso(requestedAt),
    shipBy: toIso(shipment.shipBy),
    estimatedDeliveryAt: toIso(shipment.estimatedDeliveryAt),
  };
}

/** The same, with where it goes and what lies beside the goods. */
export function shipmentToShip(shipment: OpenShipment, asked: object) {
  const { destinationAddress, deliveryPreferences, displayableOrderId, displayableOrderDate, ...order } =
    asked as CreateOrderDto;
  return {
    ...openShipmentAnswer(shipment),
    destinationAddress,
    ...(deliveryPreferences && { deliveryPreferences }),
    packingSlip: {
      displayableOrderId,
      displayableOrderDate,
      displayableOrderComment: order.displayableOrderComment,
    },
    items: shipment.items.map((item) => {
      const { giftMessage, displayableComment } = order.items[item.line - 1] ?? {};
      return {
        ...item,
        ...(giftMessage && { giftMessage }),
        ...(displayableComment && { displayableComment }),
      };
    }),
  };
}
