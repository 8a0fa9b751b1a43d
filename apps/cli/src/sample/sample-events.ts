import type { Condition, EventCode, FaultParty, FoundAt, Incident, Instant, ReturnKind } from '#contracts';
import { itemIdOf, shipmentIdOf } from '../replay/shipment-row.js';
import { seconds } from './sample-row.js';
import type { SampleEvent, SampleRow } from './sample-row.js';

/** The row of an order that an event speaks of; rows are numbered from 1 within their order. */
const ONLY = { number: 1 };
const CENTER = 'FC-MADRID-1';

export function scanned(
  parcel: SampleRow,
  at: Instant,
  scan: { eventCode: EventCode; rawCode: string; incident?: Incident; city?: string },
): SampleEvent {
  const { city, ...codes } = scan;
  const data = {
    package: { sellerFulfillmentOrderId: parcel.orderId, shipmentId: shipmentIdOf(ONLY) },
    ...codes,
    occurredAt: seconds(at),
    ...(city === undefined ? {} : { location: { city, countryCode: 'ES' } }),
  };
  return { report: 'TrackingUpdated', at, data };
}

export function received(
  parcel: SampleRow,
  at: Instant,
  kind: ReturnKind,
  condition: Condition,
): SampleEvent {
  const data = {
    order: { sellerFulfillmentOrderId: parcel.orderId },
    receiptId: `R-${parcel.orderId}`,
    fulfillmentCenterId: CENTER,
    occurredAt: seconds(at),
    kind,
    shipmentId: shipmentIdOf(ONLY),
    items: [{ sellerFulfillmentOrderItemId: itemIdOf(ONLY), quantity: parcel.quantity, condition }],
  };
  return { report: 'ReturnReceived', at, data };
}

export function damaged(
  parcel: SampleRow,
  at: Instant,
  damage: { foundAt: FoundAt; cause: string; faultParty: FaultParty },
): SampleEvent {
  const data = {
    order: { sellerFulfillmentOrderId: parcel.orderId },
    shipmentId: shipmentIdOf(ONLY),
    occurredAt: seconds(at),
    ...damage,
    items: [{ sellerFulfillmentOrderItemId: itemIdOf(ONLY), quantity: parcel.quantity }],
  };
  return { report: 'UnitDamaged', at, data };
}

/** The order registered with more units than its row ships: `cancelledQuantity` of them never ship. */
export function registered(parcel: SampleRow, cancelledQuantity: number): SampleEvent {
  const data = {
    sellerFulfillmentOrderId: parcel.orderId,
    purpose: parcel.purpose,
    items: [
      {
        sellerFulfillmentOrderItemId: itemIdOf(ONLY),
        sellerSku: parcel.sku,
        quantity: parcel.quantity + cancelledQuantity,
        cancelledQuantity,
        unitValue: { currency: parcel.currency, minorUnits: Number(parcel.unitValue.replace('.', '')) },
      },
    ],
  };
  // An hour before it ships: what is registered is known when the warehouse reports.
  return { report: 'OrderRegistered', at: parcel.shippedAt - 3_600_000, data };
}
