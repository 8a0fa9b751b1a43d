import { OrderRegisteredReport, OrderShippedReport, TrackingUpdatedReport, ceType, toIso } from '#contracts';
import type { Instant } from '#contracts';
import type { Report } from './report.js';
import { itemIdOf, shipmentIdOf } from './shipment-row.js';
import type { ShipmentRow } from './shipment-row.js';

/** Where a replay's parcels leave from; a file of shipments does not say. */
const FULFILLMENT_CENTER = 'REPLAY';
const SOURCE = 'urn:makegood:replay:rows';

export interface RowsContext {
  /** The replay's own seller. */
  readonly sellerId: string;
  /** What is dated later is not known yet. */
  readonly asOf: Instant;
  /** Orders that further reports register, with items of their own: not registered again. */
  readonly registeredElsewhere: ReadonlySet<string>;
}

/** The rows known by `asOf`: what ships later does not count yet. */
export function knownRows(rows: readonly ShipmentRow[], asOf: Instant): ShipmentRow[] {
  return rows.filter((row) => row.shippedAt <= asOf);
}

/**
 * What the network would have reported of these rows: each order once, as it first ships, with all its items;
 * each row as one shipment of one package; its delivery, if it is known by then.
 */
export function reportsOfRows(rows: readonly ShipmentRow[], context: RowsContext): Report[] {
  const known = knownRows(rows, context.asOf);
  const orders = Map.groupBy(known, (row) => row.orderId);
  const registered = [...orders.values()]
    .filter(([first]) => first !== undefined && !context.registeredElsewhere.has(first.orderId))
    .map((packages) => registration(packages, context.sellerId));
  const shipped = known.map((row) => shipment(row, context.sellerId));
  const delivered = known
    .filter((row) => row.deliveredAt !== undefined && row.deliveredAt <= context.asOf)
    .map((row) => delivery(row, row.deliveredAt ?? row.shippedAt, context.sellerId));
  return [...registered, ...shipped, ...delivered];
}

function registration(packages: readonly ShipmentRow[], sellerId: string): Report {
  const [first] = packages;
  if (first === undefined) throw new RangeError('an order has at least one row');
  const at = packages.reduce((earliest, row) => Math.min(earliest, row.shippedAt), first.shippedAt);
  const data: OrderRegisteredReport = {
    sellerId,
    sellerFulfillmentOrderId: first.orderId,
    purpose: first.purpose,
    registeredAt: toIso(at),
    items: packages.map((row) => ({
      sellerFulfillmentOrderItemId: itemIdOf(row),
      sellerSku: row.sku,
      quantity: row.quantity,
      unitValue: row.unitValue,
    })),
  };
  return report(OrderRegisteredReport, first, 'registered', at, data);
}

function shipment(row: ShipmentRow, sellerId: string): Report {
  const data: OrderShippedReport = {
    order: { sellerId, sellerFulfillmentOrderId: row.orderId },
    shipmentId: shipmentIdOf(row),
    fulfillmentCenterId: FULFILLMENT_CENTER,
    occurredAt: toIso(row.shippedAt),
    packages: [
      {
        ...(row.carrier === undefined ? {} : { carrierCode: row.carrier }),
        ...(row.trackingNumber === undefined ? {} : { trackingNumber: row.trackingNumber }),
        detail: row.detail,
        signatureRequired: row.signatureRequired,
        estimatedDeliveryAt: row.estimatedDeliveryAt,
        items: [{ sellerFulfillmentOrderItemId: itemIdOf(row), quantity: row.quantity }],
      },
    ],
  };
  return report(OrderShippedReport, row, 'shipped', row.shippedAt, data);
}

function delivery(row: ShipmentRow, at: Instant, sellerId: string): Report {
  const data: TrackingUpdatedReport = {
    // By shipment, never by number: numbers are reused, and many rows have none.
    package: { sellerId, sellerFulfillmentOrderId: row.orderId, shipmentId: shipmentIdOf(row) },
    eventCode: 'EVENT_301',
    rawCode: 'DELIVERED',
    occurredAt: toIso(at),
  };
  return report(TrackingUpdatedReport, row, 'delivered', at, data);
}

function report<T extends object>(
  contract: new () => T,
  row: ShipmentRow,
  what: string,
  at: Instant,
  data: T,
): Report {
  return { type: ceType(contract), id: `${row.line}-${what}`, source: SOURCE, at, key: row.orderId, data };
}
