import {
  contractOf,
  OrderShipped,
  PolicyPublished,
  ReimbursementGranted,
  ReimbursementReversed,
  ReturnReceived,
  toIso,
  TrackingUpdatedReport,
} from '#contracts';
import type { EventCode, Instant, Policy, Shape } from '#contracts';
import type { Incoming, Publisher } from '#messaging';

/** What the tests' tracking hears; only what tells cases apart is given. */
export const DAY = 86_400_000;
export const START = Date.parse('2026-01-02T00:00:00.000Z');
export const SELLER = '0190a000-0000-7000-8000-0000000000aa';
export const network: Publisher = {
  publisherId: '0190a000-0000-7000-8000-0000000000bb',
  name: 'network',
  role: 'network',
  scope: {},
};

export const day = (days: number): Instant => START + days * DAY;
export const uuid = (kind: string, number: number): string =>
  `0190a000-0000-7${kind.padStart(3, '0')}-8000-${number.toString(16).padStart(12, '0')}`;
export const orderId = (number: number): string => uuid('a', number);
export const packageId = (number: number): string => uuid('b', number);

let offset = 0n;

export function heard<T extends object>(
  shape: Shape<T>,
  data: T,
  time: Instant,
  publisher?: Publisher,
): Incoming<T> {
  // What is heard carries the contract of any shape; `is` tells which.
  const contract = contractOf(shape) as unknown as Incoming['contract'];
  offset += 1n;
  const position = { topic: publisher ? `inbound.${publisher.name}` : 'test', partition: 0, offset };
  const subject = contract.subject(data);
  return {
    contract,
    type: contract.name,
    id: `${offset}`,
    source: 'test',
    subject,
    time,
    data,
    publisher,
    position,
  };
}

export interface Parcel {
  number: number;
  units: number;
  promisedDay?: number;
  carrierCode?: string;
  trackingNumber?: string;
  detail?: OrderShipped['packages'][number]['detail'];
  signatureRequired?: boolean;
}

/** A shipment of one order, one line; ordinals run through its parcels. */
export function shipped(
  order: number,
  at: number,
  parcels: Parcel[],
  marketplaceId = 'US',
  destinationTimeZone?: string,
): Incoming<OrderShipped> {
  let ordinal = 0;
  const packages = parcels.map((parcel) => ({
    packageId: packageId(parcel.number),
    packageNumber: parcel.number,
    packageRef: `${parcel.number}`,
    carrierCode: parcel.carrierCode,
    trackingNumber: parcel.trackingNumber,
    hasNumber: parcel.trackingNumber !== undefined,
    detail: parcel.detail ?? 'full',
    signatureRequired: parcel.signatureRequired ?? false,
    estimatedDeliveryAt: toIso(day(parcel.promisedDay ?? at + 3)),
    units: Array.from({ length: parcel.units }, () => ({
      line: 1,
      ordinal: (ordinal += 1),
      sellerFulfillmentOrderItemId: 'item',
      sellerSku: 'MUG',
      unitValue: { currency: 'USD', minorUnits: 1999 },
    })),
  }));
  const data: OrderShipped = {
    orderId: orderId(order),
    sellerId: SELLER,
    sellerFulfillmentOrderId: `SO-${order}`,
    marketplaceId,
    purpose: 'customer-order',
    shipmentId: 'S-1',
    fulfillmentCenterId: 'FC-1',
    shippedAt: toIso(day(at)),
    destinationTimeZone,
    packages,
  };
  return heard(OrderShipped, data, day(at));
}

export function scanned(
  reference: TrackingUpdatedReport['package'],
  eventCode: EventCode,
  occurredAt: Instant,
  more: Partial<TrackingUpdatedReport> & { by?: Publisher; reportedAt?: Instant } = {},
): Incoming {
  const { by = network, reportedAt = occurredAt + 1000, ...rest } = more;
  const data = { package: reference, eventCode, rawCode: eventCode, occurredAt: toIso(occurredAt), ...rest };
  return heard(TrackingUpdatedReport, data, reportedAt, by);
}

export interface Back {
  order: number;
  parcel: number;
  ordinal: number;
  receiptId?: string;
}

export function received(back: Back, at: Instant, kind: ReturnReceived['kind'] = 'buyer-return'): Incoming {
  const data: ReturnReceived = {
    orderId: orderId(back.order),
    sellerId: SELLER,
    sellerFulfillmentOrderId: `SO-${back.order}`,
    receiptId: back.receiptId ?? 'R-1',
    fulfillmentCenterId: 'FC-1',
    receivedAt: toIso(at),
    kind,
    units: [
      {
        line: 1,
        ordinal: back.ordinal,
        packageId: packageId(back.parcel),
        condition: 'Sellable',
        place: 'restocked',
      },
    ],
  };
  return heard(ReturnReceived, data, at);
}

const decision = ({ order, parcel, ordinal }: Back, at: Instant) => ({
  orderId: orderId(order),
  sellerId: SELLER,
  sellerFulfillmentOrderId: `SO-${order}`,
  packageId: packageId(parcel),
  unit: { line: 1, ordinal },
  sellerSku: 'MUG',
  rules: ['R-4'],
  policyVersion: 'M',
  decidedAt: toIso(at),
  amount: { currency: 'USD', minorUnits: 1999 },
});

export function granted(of: Back, grant: number, at: Instant): Incoming {
  const data = { ...decision(of, at), reimbursementId: uuid('c', grant), cause: 'damaged' as const };
  return heard(ReimbursementGranted, data, at);
}

export function reversed(of: Back, grant: number, at: Instant): Incoming {
  const reason = 'paid-in-error' as const;
  const data = {
    ...decision(of, at),
    decisionId: uuid('d', grant),
    reimbursementId: uuid('c', grant),
    reason,
  };
  return heard(ReimbursementReversed, data, at);
}

export function published(number: number, from: Instant, policy: Policy, marketplaceId = '*'): Incoming {
  const { version } = policy;
  const data = { policyId: uuid('e', number), version, marketplaceId, from: toIso(from), policy };
  return heard(PolicyPublished, data, from);
}
