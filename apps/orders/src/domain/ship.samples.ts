import type { OrderShippedReport } from '#contracts';
import type { Order } from './order.js';

/** An order of 3 of item a and 2 of item b, nothing shipped, without a promise. */
export function anOrder(): Order {
  const item = { cancelledQuantity: 0, unfulfillableQuantity: 0, plannedQuantity: 0, shippedQuantity: 0 };
  return {
    orderId: '0190a000-0000-7000-8000-000000000002',
    sellerId: '0190a000-0000-7000-8000-000000000001',
    sellerFulfillmentOrderId: 'SO-1',
    marketplaceId: 'default',
    purpose: 'customer-order',
    signatureRequired: false,
    sandbox: false,
    stage: 'Received',
    receivedAt: 0,
    status: 'Received',
    statusUpdatedAt: 0,
    items: [
      {
        ...item,
        line: 1,
        sellerFulfillmentOrderItemId: 'a',
        sellerSku: 'MUG',
        quantity: 3,
        unitValue: { currency: 'USD', minorUnits: 1999 },
      },
      { ...item, line: 2, sellerFulfillmentOrderItemId: 'b', sellerSku: 'CUP', quantity: 2 },
    ],
  };
}

/** A report of one shipment of that order, promised for 8 January 2026. */
export function aShipment(said: Partial<OrderShippedReport>): OrderShippedReport {
  return {
    order: { sellerId: '0190a000-0000-7000-8000-000000000001', sellerFulfillmentOrderId: 'SO-1' },
    shipmentId: 'S-1',
    fulfillmentCenterId: 'FC-1',
    occurredAt: '2026-01-03T10:00:00Z',
    estimatedDeliveryAt: '2026-01-08T23:59:59.999Z',
    packages: [{ items: [{ sellerFulfillmentOrderItemId: 'a', quantity: 1 }] }],
    ...said,
  };
}
