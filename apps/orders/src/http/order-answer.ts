import { promiseInstant, toIso } from '#contracts';
import type { OrderHead, OrderItem, OrderView, ShipmentView } from '../store/order-view.js';

/** The model wants a carrier; a package may have none that anybody told us. */
const NO_CARRIER = 'UNKNOWN';

/** Fields of the request that the model gives back as they came. */
const ECHOED = [
  'displayableOrderId',
  'displayableOrderDate',
  'displayableOrderComment',
  'shippingSpeedCategory',
  'deliveryWindow',
  'destinationAddress',
  'fulfillmentAction',
  'fulfillmentPolicy',
  'codSettings',
  'notificationEmails',
  'featureConstraints',
] as const;
const ECHOED_OF_ITEM = [
  'giftMessage',
  'displayableComment',
  'fulfillmentNetworkSku',
  'perUnitPrice',
  'perUnitTax',
  'perUnitDeclaredValue',
] as const;

/** The payload of getFulfillmentOrder. `timeZone` is where a bare date of a promise ends its day. */
export function orderAnswer(view: OrderView, timeZone: string): object {
  const { order, content, shipments } = view;
  return {
    fulfillmentOrder: fulfillmentOrder(view),
    fulfillmentOrderItems: order.items.map((item) => itemAnswer(item, view, timeZone)),
    fulfillmentShipments: shipments.map((shipment) => shipmentAnswer(shipment, order.items)),
    // Returns are not served yet (N-2): none can have been authorised.
    returnItems: [],
    returnAuthorizations: [],
    ...pick(content, ['paymentInformation']),
  };
}

/** The order itself, as lists show it too. */
export function fulfillmentOrder(head: OrderHead): object {
  const { order, content } = head;
  return {
    ...registeredDefaults(head),
    ...pick(content, ECHOED),
    sellerFulfillmentOrderId: order.sellerFulfillmentOrderId,
    marketplaceId: order.marketplaceId,
    receivedDate: toIso(order.receivedAt),
    fulfillmentOrderStatus: order.status,
    statusUpdatedDate: toIso(order.statusUpdatedAt),
    // O-8: not in the model.
    purpose: order.purpose,
  };
}

// An order accepted elsewhere came without what the model requires of a request: said as empty, never made up.
function registeredDefaults({ registered, registeredAt, order }: OrderHead): object {
  if (!registered) return {};
  return {
    displayableOrderId: order.sellerFulfillmentOrderId,
    displayableOrderDate: toIso(registeredAt ?? order.receivedAt),
    displayableOrderComment: '',
    shippingSpeedCategory: 'Standard',
    destinationAddress: { name: '', addressLine1: '', postalCode: '', countryCode: '' },
  };
}

function itemAnswer(item: OrderItem, { order, content, shipments }: OrderView, timeZone: string): object {
  const asked = (content['items'] as Record<string, unknown>[] | undefined)?.[item.line - 1] ?? {};
  const packed = shipments
    .flatMap(({ packages }) => packages)
    .filter(({ items }) => items.some(({ line }) => line === item.line))
    .map(({ estimatedDeliveryAt }) => estimatedDeliveryAt);
  const promised = item.estimatedDeliveryAt ?? order.estimatedDeliveryAt;
  const arrival = packed.length > 0 ? Math.max(...packed) : promised && promiseInstant(promised, timeZone);
  return {
    ...pick(asked, ECHOED_OF_ITEM),
    sellerSku: item.sellerSku,
    sellerFulfillmentOrderItemId: item.sellerFulfillmentOrderItemId,
    quantity: item.quantity,
    cancelledQuantity: item.cancelledQuantity,
    unfulfillableQuantity: 0,
    ...(typeof arrival === 'number' && { estimatedArrivalDate: toIso(arrival) }),
  };
}

function shipmentAnswer(shipment: ShipmentView, items: readonly OrderItem[]): object {
  const { packages } = shipment;
  const skus = new Map(items.map((item) => [item.line, item]));
  return {
    amazonShipmentId: shipment.shipmentId,
    fulfillmentCenterId: shipment.fulfillmentCenterId,
    fulfillmentShipmentStatus: 'SHIPPED',
    shippingDate: toIso(shipment.shippedAt),
    estimatedArrivalDate: toIso(Math.max(...packages.map((parcel) => parcel.estimatedDeliveryAt))),
    fulfillmentShipmentItem: packages.flatMap((parcel) =>
      parcel.items.map(({ line, quantity }) => ({
        sellerSku: skus.get(line)?.sellerSku,
        sellerFulfillmentOrderItemId: skus.get(line)?.sellerFulfillmentOrderItemId,
        quantity,
        packageNumber: parcel.packageNumber,
      })),
    ),
    fulfillmentShipmentPackage: packages.map((parcel) => ({
      packageNumber: parcel.packageNumber,
      carrierCode: parcel.carrierCode ?? NO_CARRIER,
      ...(parcel.trackingNumber !== undefined && { trackingNumber: parcel.trackingNumber }),
      estimatedArrivalDate: toIso(parcel.estimatedDeliveryAt),
    })),
  };
}

function pick(from: Readonly<Record<string, unknown>>, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.filter((field) => from[field] !== undefined).map((field) => [field, from[field]]),
  );
}
