import { toIso } from '#contracts';
import type { Instant, OrderShippedReport } from '#contracts';
import type { Order } from '../domain/order.js';
import type { RequestedShipment } from '../domain/planned-order.js';
import type { LocatedReport } from './on-order-shipped.js';

/** Who reports what a sandbox ships. */
const SANDBOX = 'sandbox';

/** A warehouse that ships at once whatever a sandbox seller asks for: one package per shipment, with a number. */
export function sandboxReports(
  orders: readonly Order[],
  shipments: readonly RequestedShipment[],
  at: Instant,
): LocatedReport<OrderShippedReport>[] {
  const sandboxes = new Map(orders.filter(({ sandbox }) => sandbox).map((order) => [order.orderId, order]));
  return shipments.flatMap((shipment) => {
    const order = sandboxes.get(shipment.orderId);
    if (!order) return [];
    const refuse = (reason: string, detail: string): never => {
      throw new Error(`a sandbox shipment was refused: ${reason}, ${detail}`);
    };
    return [
      { orderId: order.orderId, report: reportOf(order, shipment, at), at, publisher: SANDBOX, refuse },
    ];
  });
}

function reportOf(
  { sellerId, orderId, items }: Order,
  shipment: RequestedShipment,
  at: Instant,
): OrderShippedReport {
  const { shipmentId, fulfillmentCenterId } = shipment;
  const packed = shipment.items.flatMap(({ line, quantity }) => {
    const id = items.find((item) => item.line === line)?.sellerFulfillmentOrderItemId;
    return id === undefined ? [] : [{ sellerFulfillmentOrderItemId: id, quantity }];
  });
  const trackingNumber = `SANDBOX-${shipmentId.slice(-12)}`;
  return {
    order: { sellerId, orderId },
    shipmentId,
    fulfillmentCenterId,
    occurredAt: toIso(at),
    packages: [{ packageRef: '1', carrierCode: 'SANDBOX', trackingNumber, items: packed }],
  };
}
