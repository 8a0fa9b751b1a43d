import { describe, expect, it } from '@jest/globals';
import { toInstant } from '#contracts';
import type { OrderView } from '../store/order-view.js';
import { orderAnswer } from './order-answer.js';

const order: OrderView['order'] = {
  orderId: '0190a000-0000-7000-8000-000000000002',
  sellerId: '0190a000-0000-7000-8000-000000000001',
  sellerFulfillmentOrderId: 'SO-1',
  marketplaceId: 'default',
  purpose: 'removal',
  signatureRequired: false,
  sandbox: false,
  stage: 'Received',
  receivedAt: toInstant('2026-01-02T00:00:00Z'),
  estimatedDeliveryAt: '2026-01-08',
  status: 'Processing',
  statusUpdatedAt: toInstant('2026-01-03T00:00:00Z'),
  items: [
    {
      line: 1,
      sellerFulfillmentOrderItemId: 'a',
      sellerSku: 'MUG',
      quantity: 3,
      cancelledQuantity: 1,
      unfulfillableQuantity: 0,
      plannedQuantity: 0,
      shippedQuantity: 2,
    },
    {
      line: 2,
      sellerFulfillmentOrderItemId: 'b',
      sellerSku: 'CUP',
      quantity: 1,
      cancelledQuantity: 0,
      unfulfillableQuantity: 0,
      plannedQuantity: 0,
      shippedQuantity: 0,
    },
  ],
};
const parcel = (packageNumber: number, edd: string) => ({
  packageId: `p${packageNumber}`,
  packageNumber,
  estimatedDeliveryAt: toInstant(edd),
  items: [{ line: 1, quantity: 1 }],
});
const view: OrderView = {
  order,
  content: {
    displayableOrderId: 'D-1',
    destinationAddress: { name: 'A. Buyer' },
    colour: 'never asked',
    items: [{ giftMessage: 'Hello' }, {}],
  },
  registered: false,
  planned: [],
  shipments: [
    {
      shipmentId: 'S-1',
      fulfillmentCenterId: 'FC-1',
      shippedAt: toInstant('2026-01-03T10:00:00Z'),
      packages: [
        { ...parcel(7, '2026-01-09T00:00:00Z'), carrierCode: 'UPS', trackingNumber: '1Z' },
        parcel(8, '2026-01-10T00:00:00Z'),
      ],
    },
  ],
};

describe('orderAnswer', () => {
  it('shows the order as the model does, with its purpose (O-8)', () => {
    expect(orderAnswer(view, 'UTC')).toEqual({
      fulfillmentOrder: {
        displayableOrderId: 'D-1',
        destinationAddress: { name: 'A. Buyer' },
        sellerFulfillmentOrderId: 'SO-1',
        marketplaceId: 'default',
        receivedDate: '2026-01-02T00:00:00.000Z',
        fulfillmentOrderStatus: 'Processing',
        statusUpdatedDate: '2026-01-03T00:00:00.000Z',
        purpose: 'removal',
      },
      fulfillmentOrderItems: [
        {
          giftMessage: 'Hello',
          sellerSku: 'MUG',
          sellerFulfillmentOrderItemId: 'a',
          quantity: 3,
          cancelledQuantity: 1,
          unfulfillableQuantity: 0,
          estimatedArrivalDate: '2026-01-10T00:00:00.000Z',
        },
        {
          sellerSku: 'CUP',
          sellerFulfillmentOrderItemId: 'b',
          quantity: 1,
          cancelledQuantity: 0,
          unfulfillableQuantity: 0,
          estimatedArrivalDate: '2026-01-08T23:59:59.999Z',
        },
      ],
      fulfillmentShipments: [
        {
          amazonShipmentId: 'S-1',
          fulfillmentCenterId: 'FC-1',
          fulfillmentShipmentStatus: 'SHIPPED',
          shippingDate: '2026-01-03T10:00:00.000Z',
          estimatedArrivalDate: '2026-01-10T00:00:00.000Z',
          fulfillmentShipmentItem: [
            { sellerSku: 'MUG', sellerFulfillmentOrderItemId: 'a', quantity: 1, packageNumber: 7 },
            { sellerSku: 'MUG', sellerFulfillmentOrderItemId: 'a', quantity: 1, packageNumber: 8 },
          ],
          fulfillmentShipmentPackage: [
            {
              packageNumber: 7,
              carrierCode: 'UPS',
              trackingNumber: '1Z',
              estimatedArrivalDate: '2026-01-09T00:00:00.000Z',
            },
            { packageNumber: 8, carrierCode: 'UNKNOWN', estimatedArrivalDate: '2026-01-10T00:00:00.000Z' },
          ],
        },
      ],
      returnItems: [],
      returnAuthorizations: [],
    });
  });

  it('says nothing of an arrival that nobody promised', () => {
    const quiet = orderAnswer(
      { ...view, shipments: [], order: { ...order, estimatedDeliveryAt: undefined } },
      'UTC',
    );
    expect(JSON.stringify(quiet)).not.toContain('estimatedArrivalDate');
  });

  it('makes nothing up for an order that was accepted elsewhere', () => {
    const registered = orderAnswer({ ...view, registered: true, content: {} }, 'UTC');
    expect(registered).toMatchObject({
      fulfillmentOrder: {
        displayableOrderId: 'SO-1',
        displayableOrderDate: '2026-01-02T00:00:00.000Z',
        displayableOrderComment: '',
        shippingSpeedCategory: 'Standard',
        destinationAddress: { name: '', addressLine1: '', postalCode: '', countryCode: '' },
      },
    });
  });
});
