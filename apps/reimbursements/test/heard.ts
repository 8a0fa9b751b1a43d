import {
  contractOf,
  DeliveryOverdue,
  OrderShipped,
  ReturnReceived,
  SellerChanged,
  toIso,
  TrackingUpdated,
  UnitDamaged,
} from '#contracts';
import type { Condition, FaultParty, Instant, Money, Shape, Standing, TrackingDetail } from '#contracts';
import type { Incoming } from '#messaging';

/** Facts of the other owners, as a test hears them. Order n has one package n with its units on line 1. */
export const DAY = 86_400_000;
export const START: Instant = Date.UTC(2026, 0, 1);
export const day = (days: number): Instant => START + days * DAY;
export const SELLER = '0190a000-0000-7000-8000-0000000000aa';
const uuid = (kind: string, number: number): string =>
  `0190a000-0000-7${kind.padStart(3, '0')}-8000-${number.toString(16).padStart(12, '0')}`;
export const orderId = (number: number): string => uuid('a', number);
export const packageId = (number: number): string => uuid('b', number);
/** Promised on day 5; edition M waits 7 days and closes the window after 90. */
export const PROMISED = day(5);
export const DUE = day(12);
export const CLOSES = day(95);

let offset = 0n;

export function heard<T extends object>(shape: Shape<T>, data: T, time: Instant): Incoming {
  const contract = contractOf(shape);
  offset += 1n;
  const position = { topic: `${contract.owner}.events`, partition: 0, offset };
  return {
    contract: contract as unknown as Incoming['contract'],
    type: contract.name,
    id: `${offset}`,
    source: 'test',
    subject: contract.subject(data),
    time,
    data,
    position,
  };
}

export interface OrderChange {
  detail?: TrackingDetail;
  unitValue?: Money | null;
  units?: number;
  sellerId?: string;
  purpose?: 'customer-order' | 'removal';
}

const nameOf = (order: number) => ({ orderId: orderId(order), sellerFulfillmentOrderId: `SO-${order}` });
const unitsOf = (count = 1) => Array.from({ length: count }, (_, index) => ({ line: 1, ordinal: index + 1 }));

export function shipped(order: number, change: OrderChange = {}): Incoming {
  const { detail = 'full', unitValue = { currency: 'BRL', minorUnits: 10_000 }, sellerId = SELLER } = change;
  const data: OrderShipped = {
    ...nameOf(order),
    sellerId,
    marketplaceId: 'A2Q3Y263D00KWC',
    purpose: change.purpose ?? 'customer-order',
    shipmentId: 'S1',
    fulfillmentCenterId: 'GRU1',
    shippedAt: toIso(START),
    packages: [
      {
        packageId: packageId(order),
        packageNumber: order + 1000,
        hasNumber: detail !== 'none',
        detail,
        signatureRequired: false,
        estimatedDeliveryAt: toIso(PROMISED),
        units: unitsOf(change.units).map((unit) => ({
          ...unit,
          sellerFulfillmentOrderItemId: 'item',
          sellerSku: 'MUG',
          ...(unitValue === null ? {} : { unitValue }),
        })),
      },
    ],
  };
  return heard(OrderShipped, data, START);
}

export function overdue(
  order: number,
  { units, detail = 'full', sellerId = SELLER }: OrderChange = {},
): Incoming {
  const data: DeliveryOverdue = {
    ...nameOf(order),
    sellerId,
    packageId: packageId(order),
    packageNumber: order + 1000,
    marketplaceId: 'A2Q3Y263D00KWC',
    purpose: 'customer-order',
    signatureRequired: false,
    hasNumber: detail !== 'none',
    detail,
    shippedAt: toIso(START),
    estimatedDeliveryAt: toIso(PROMISED),
    dueAt: toIso(DUE),
    cause: 'no-delivery',
    policyVersion: 'M',
    units: unitsOf(units).map((unit) => ({ ...unit, sellerSku: 'MUG' })),
  };
  return heard(DeliveryOverdue, data, DUE + 1);
}

/** A delivery scan; without `deliveredAt` one that changes nothing here. */
export function scanned(order: number, at: Instant, deliveredAt?: Instant): Incoming {
  const data: TrackingUpdated = {
    ...nameOf(order),
    sellerId: SELLER,
    packageId: packageId(order),
    scan: {
      scanId: uuid('c', order * 1000 + Math.round((at - START) / DAY)),
      eventCode: deliveredAt === undefined ? 'EVENT_202' : 'EVENT_301',
      rawCode: 'X',
      status: deliveredAt === undefined ? 'IN_TRANSIT' : 'DELIVERED',
      occurredAt: toIso(deliveredAt ?? at),
    },
    state: {
      place: deliveredAt === undefined ? 'in-transit' : 'delivered',
      status: deliveredAt === undefined ? 'IN_TRANSIT' : 'DELIVERED',
      ...(deliveredAt === undefined ? {} : { deliveredAt: toIso(deliveredAt) }),
      asOf: toIso(deliveredAt ?? at),
    },
    units: unitsOf(),
  };
  return heard(TrackingUpdated, data, at);
}

export function received(order: number, at: Instant, condition: Condition): Incoming {
  const data: ReturnReceived = {
    ...nameOf(order),
    sellerId: SELLER,
    receiptId: `R-${order}`,
    fulfillmentCenterId: 'GRU1',
    receivedAt: toIso(at),
    kind: 'undelivered',
    units: [{ line: 1, ordinal: 1, packageId: packageId(order), condition, place: 'restocked' }],
  };
  return heard(ReturnReceived, data, at);
}

export function damaged(order: number, at: Instant, faultParty: FaultParty): Incoming {
  const data: UnitDamaged = {
    ...nameOf(order),
    sellerId: SELLER,
    damageId: uuid('d', order),
    foundAt: 'return-inspection',
    cause: 'crushed',
    faultParty,
    occurredAt: toIso(at),
    units: [{ line: 1, ordinal: 1, packageId: packageId(order) }],
  };
  return heard(UnitDamaged, data, at);
}

export function sellerChanged(at: Instant, standing: Standing, sellerId = SELLER): Incoming {
  const data: SellerChanged = { sellerId, name: 'Mugs', standing, sandbox: false, revoked: false };
  return heard(SellerChanged, data, at);
}
