import { describe, expect, it } from '@jest/globals';
import type {
  GetFulfillmentOrderResult,
  ListAllFulfillmentOrdersResult,
  ListReturnReasonCodesResult,
  PackageTrackingDetails,
} from '@sp-api-sdk/fulfillment-outbound-api-2020-07-01';
import { fulfillmentOrder, orderAnswer } from '../../apps/orders/src/http/order-answer.js';
import type { OrderView } from '../../apps/orders/src/store/order-view.js';
import type { reasonCodes } from '../../apps/returns/src/domain/reason-codes.js';
import type { trackingDetails } from '../../apps/tracking/src/http/tracking-details.js';
import { answers, faultsIn } from './model.js';
import { orderOf } from './shop.js';

/** The types of a client that is generated from the model take our answers, or this does not compile. */
const accepted = {
  order: (answer: ReturnType<typeof orderAnswer>): GetFulfillmentOrderResult => answer,
  list: (fulfillmentOrders: ReturnType<typeof fulfillmentOrder>[]): ListAllFulfillmentOrdersResult => ({
    fulfillmentOrders,
  }),
  reasons: (reasonCodeDetails: ReturnType<typeof reasonCodes>): ListReturnReasonCodesResult => ({
    reasonCodeDetails,
  }),
  tracking: (answer: ReturnType<typeof trackingDetails>): PackageTrackingDetails => answer,
};

const content = {
  ...orderOf('A-1'),
  deliveryWindow: { startDate: '2026-01-08T00:00:00Z', endDate: '2026-01-09T00:00:00+09:00' },
  fulfillmentAction: 'Ship',
  fulfillmentPolicy: 'FillAll',
  codSettings: { isCodRequired: true, codCharge: { currencyCode: 'USD', value: '1.00' } },
  notificationEmails: ['bertha@example.com'],
  featureConstraints: [{ featureName: 'SIGNATURE_CONFIRMATION', featureFulfillmentPolicy: 'Required' }],
  paymentInformation: [
    { paymentTransactionId: 'T', paymentMode: 'Card', paymentDate: '2026-01-02T03:04:05Z' },
  ],
};
const view: OrderView = {
  order: {
    orderId: 'o',
    sellerId: 's',
    sellerFulfillmentOrderId: 'A-1',
    marketplaceId: 'default',
    purpose: 'customer-order',
    signatureRequired: false,
    sandbox: false,
    stage: 'Received',
    receivedAt: 1_767_225_600_000,
    status: 'Processing',
    statusUpdatedAt: 1_767_225_600_000,
    items: [
      {
        line: 1,
        sellerFulfillmentOrderItemId: 'a',
        sellerSku: 'MUG',
        quantity: 2,
        cancelledQuantity: 0,
        unfulfillableQuantity: 0,
        plannedQuantity: 0,
        shippedQuantity: 1,
      },
    ],
  },
  content,
  registered: false,
  planned: [],
  shipments: [
    {
      shipmentId: 'S-1',
      fulfillmentCenterId: 'FC-1',
      shippedAt: 1_767_225_600_000,
      packages: [
        {
          packageId: 'p',
          packageNumber: 7,
          estimatedDeliveryAt: 1_767_830_400_000,
          items: [{ line: 1, quantity: 1 }],
        },
      ],
    },
  ],
};

describe('our answers are as the model says', () => {
  it.each([
    ['created here', view],
    ['registered from elsewhere', { ...view, registered: true, content: {} }],
    ['without anything optional', { ...view, shipments: [], content: orderOf('A-1') }],
  ])('an order %s', (_, one) => {
    expect(faultsIn(accepted.order(orderAnswer(one, 'UTC')), answers.getFulfillmentOrder)).toEqual([]);
    const page = accepted.list([fulfillmentOrder(one)]);
    expect(faultsIn(page, answers.listAllFulfillmentOrders)).toEqual([]);
  });

  it('would be seen if it were otherwise: every required field that is missing, every word that is none', () => {
    const { fulfillmentOrder: order, ...rest } = structuredClone(
      orderAnswer(view, 'UTC'),
    ) as object as Record<string, Record<string, unknown>>;
    const wrong = {
      ...rest,
      fulfillmentOrder: {
        ...order,
        receivedDate: undefined,
        fulfillmentOrderStatus: 'RECEIVED',
        colour: 'blue',
      },
      returnItems: undefined,
    };
    expect(faultsIn(wrong, answers.getFulfillmentOrder)).toEqual([
      '.fulfillmentOrder.colour is not in the model',
      '.fulfillmentOrder.receivedDate is missing',
      expect.stringContaining('.fulfillmentOrder.fulfillmentOrderStatus is none of New, Received'),
      '.returnItems is missing',
    ]);
  });
});
