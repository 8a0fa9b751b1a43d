import { promiseInstant, toIso } from '#contracts';
import type { OrderHead, OrderItem, OrderView, ShipmentView } from '../store/order-view.js';
import type { PlannedView } from '../store/planned-shipments.js';
import type { CreateItemDto } from './create-order-parts.dto.js';
import type { CreateOrderDto } from './create-order.dto.js';

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
export function orderAnswer(view: OrderView, timeZone: string) {
  const { order, shipments } = view;
  return {
    fulfillmentOrder: fulfillmentOrder(view),
    fulfillmentOrderItems: order.items.map((item) => itemAnswer(item, view, timeZone)),
    fulfillmentShipments: [
      ...shipments.map((shipment) => shipmentAnswer(shipment, order.items)),
      ...view.planned
        .filter(({ status }) => status !== 'SHIPPED')
        .map((plan) => plannedAnswer(plan, order.items)),
    ],
    // Returns are not served yet (N-2): none can have been authorised.
    returnItems: [],
    returnAuthorizations: [],
    ...pick(askedIn(view), ['paymentInformation']),
  };
}

/** The order itself, as lists show it too. */
export function fulfillmentOrder(head: OrderHead) {
  const { order } = head;
  return {
    ...registeredDefaults(head),
    ...pick(askedIn(head), ECHOED),
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
function registeredDefaults({ registered, registeredAt, order }: OrderHead): Partial<CreateOrderDto> {
  if (!registered) return {};
  return {
    displayableOrderId: order.sellerFulfillmentOrderId,
    displayableOrderDate: toIso(registeredAt ?? order.receivedAt),
    displayableOrderComment: '',
    shippingSpeedCategory: 'Standard',
    destinationAddress: { name: '', addressLine1: '', postalCode: '', countryCode: '' },
  };
}

function itemAnswer(item: OrderItem, view: OrderView, timeZone: string) {
  const { order, shipments } = view;
  const asked = askedIn(view).items?.[item.line - 1] ?? {};
  const packed = shipments
    .flatMap(({ packages }) => packages)
    .filter(({ items }) => items.some(({ line }) => line === item.line))
    .map(({ estimatedDeliveryAt }) => estimatedDeliveryAt);
  const planned = view.planned.filter(
    ({ status, items }) => status === 'PENDING' && items.some(({ line }) => line === item.line),
  );
  const expected = [...packed, ...planned.map(({ estimatedDeliveryAt }) => estimatedDeliveryAt)];
  const promised = item.estimatedDeliveryAt ?? order.estimatedDeliveryAt;
  const arrival =
    expected.length > 0 ? Math.max(...expected) : promised && promiseInstant(promised, timeZone);
  return {
    ...pick(asked as CreateItemDto, ECHOED_OF_ITEM),
    sellerSku: item.sellerSku,
    sellerFulfillmentOrderItemId: item.sellerFulfillmentOrderItemId,
    quantity: item.quantity,
    cancelledQuantity: item.cancelledQuantity,
    unfulfillableQuantity: item.unfulfillableQuantity,
    // O-6: not in the model.
    ...(item.unfulfillableReason !== undefined && { unfulfillableReason: item.unfulfillableReason }),
    ...(planned.length > 0 && { estimatedShipDate: toIso(Math.max(...planned.map(({ shipBy }) => shipBy))) }),
    ...(typeof arrival === 'number' && { estimatedArrivalDate: toIso(arrival) }),
  };
}

function shipmentAnswer(shipment: ShipmentView, items: readonly OrderItem[]) {
  const { packages } = shipment;
  return {
    amazonShipmentId: shipment.shipmentId,
    fulfillmentCenterId: shipment.fulfillmentCenterId,
    fulfillmentShipmentStatus: 'SHIPPED' as const,
    shippingDate: toIso(shipment.shippedAt),
    estimatedArrivalDate: toIso(Math.max(...packages.map((parcel) => parcel.estimatedDeliveryAt))),
    fulfillmentShipmentItem: packages.flatMap((parcel) =>
      parcel.items.map(({ line, quantity }) => ({
        sellerSku: itemOfLine(items, line).sellerSku,
        sellerFulfillmentOrderItemId: itemOfLine(items, line).sellerFulfillmentOrderItemId,
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

/** A shipment that was asked for: pending, or cancelled. */
function plannedAnswer(plan: PlannedView, items: readonly OrderItem[]) {
  const isPending = plan.status === 'PENDING';
  return {
    amazonShipmentId: plan.shipmentId,
    fulfillmentCenterId: plan.fulfillmentCenterId,
    fulfillmentShipmentStatus: plan.status,
    ...(isPending && {
      shippingDate: toIso(plan.shipBy),
      estimatedArrivalDate: toIso(plan.estimatedDeliveryAt),
    }),
    fulfillmentShipmentItem: plan.items.map(({ line, quantity }) => {
      const { sellerSku, sellerFulfillmentOrderItemId } = itemOfLine(items, line);
      return { sellerSku, sellerFulfillmentOrderItemId, quantity };
    }),
  };
}

function itemOfLine(items: readonly OrderItem[], line: number): OrderItem {
  const item = items.find((one) => one.line === line);
  if (!item) throw new Error(`a shipment holds line ${line}, which the order has not`);
  return item;
}

/** What was asked for was checked when it was; a registration from elsewhere has none of it. */
function askedIn({ content }: OrderHead): CreateOrderDto {
  return content as unknown as CreateOrderDto;
}

function pick<T extends object, K extends keyof T>(from: T, fields: readonly K[]): Pick<T, K> {
  const there = fields.filter((field) => from[field] !== undefined);
  return Object.fromEntries(there.map((field) => [field, from[field]])) as Pick<T, K>;
}
