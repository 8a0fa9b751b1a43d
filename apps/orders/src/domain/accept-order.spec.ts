import { describe, expect, it } from '@jest/globals';
import type { OrderRegisteredReport } from '#contracts';
import {
  acceptRegistration,
  acceptRequest,
  registrationContent,
  registrationFaults,
} from './accept-order.js';
import type { OrderRequest } from './accept-order.js';
import { sameContent } from './same-content.js';

const seller = '0190a000-0000-7000-8000-000000000001';
const request: OrderRequest = {
  sellerFulfillmentOrderId: 'SO-1',
  shippingSpeedCategory: 'Standard',
  destinationAddress: { countryCode: 'us' },
  items: [
    {
      sellerFulfillmentOrderItemId: 'a',
      sellerSku: 'MUG',
      quantity: 2,
      perUnitDeclaredValue: { currencyCode: 'USD', value: '19.9' },
    },
    { sellerFulfillmentOrderItemId: 'b', sellerSku: 'CUP', quantity: 1 },
  ],
};
const terms = { sellerId: seller, purpose: 'customer-order', receivedAt: 5 } as const;
const report: OrderRegisteredReport = {
  sellerId: seller,
  sellerFulfillmentOrderId: 'SO-2',
  items: [
    { sellerFulfillmentOrderItemId: 'a', sellerSku: 'MUG', quantity: 3, cancelledQuantity: 1 },
    { sellerFulfillmentOrderItemId: 'b', sellerSku: 'CUP', quantity: 1, estimatedDeliveryAt: '2026-01-08' },
  ],
};

describe('acceptRequest', () => {
  it('numbers the lines from 1 and reads values in minor units', () => {
    const order = acceptRequest(request, terms);
    expect(order).toMatchObject({
      sellerId: seller,
      marketplaceId: 'default',
      purpose: 'customer-order',
      signatureRequired: false,
      receivedAt: 5,
      status: 'Received',
      statusUpdatedAt: 5,
    });
    expect(order.items).toEqual([
      expect.objectContaining({
        line: 1,
        quantity: 2,
        cancelledQuantity: 0,
        shippedQuantity: 0,
        unitValue: { currency: 'USD', minorUnits: 1990 },
      }),
      expect.objectContaining({ line: 2, sellerSku: 'CUP', unitValue: undefined }),
    ]);
  });

  it('takes the value of the catalogue where the request says none', () => {
    const values = new Map(['MUG', 'CUP'].map((sku) => [sku, { currency: 'EUR', minorUnits: 500 }]));
    const { items } = acceptRequest(request, { ...terms, values });
    expect(items.map(({ unitValue }) => unitValue)).toEqual([
      { currency: 'USD', minorUnits: 1990 },
      { currency: 'EUR', minorUnits: 500 },
    ]);
  });

  it.each([
    ['required', [{ featureName: 'SIGNATURE_CONFIRMATION', featureFulfillmentPolicy: 'Required' }], true],
    [
      'not required',
      [{ featureName: 'SIGNATURE_CONFIRMATION', featureFulfillmentPolicy: 'NotRequired' }],
      false,
    ],
    ['another feature required', [{ featureName: 'BLANK_BOX', featureFulfillmentPolicy: 'Required' }], false],
    ['no features', [], false],
  ])('a signature: %s', (_name, featureConstraints, signatureRequired) => {
    const order = acceptRequest({ ...request, featureConstraints }, terms);
    expect(order.signatureRequired).toBe(signatureRequired);
  });

  it('takes the end of the delivery window for the promise', () => {
    const deliveryWindow = { endDate: '2026-01-08T01:00:00+01:00' };
    const order = acceptRequest({ ...request, deliveryWindow }, terms);
    expect(order.estimatedDeliveryAt).toBe('2026-01-08T00:00:00.000Z');
  });

  it('is to be planned from when it may be, by the policy of the model when none is given (O-5)', () => {
    const fulfilment = { policy: 'FillOrKill', speed: 'Standard', countryCode: 'US', features: [], since: 7 };
    expect(acceptRequest(request, { ...terms, plannedSince: 7 })).toMatchObject({ fulfilment, planAt: 7 });
    expect(acceptRequest(request, terms)).toMatchObject({ fulfilment: undefined, planAt: undefined });
    const held = acceptRequest({ ...request, fulfillmentAction: 'Hold' }, { ...terms, plannedSince: 7 });
    expect(held).toMatchObject({ fulfilment, planAt: undefined });
  });
});

describe('acceptRegistration', () => {
  it('keeps what was cancelled elsewhere, and promises as they were given', () => {
    const order = acceptRegistration({ ...report, estimatedDeliveryAt: '2026-01-09', purpose: 'removal' }, 7);
    expect(order).toMatchObject({ estimatedDeliveryAt: '2026-01-09', purpose: 'removal', receivedAt: 7 });
    expect(order.items.map((item) => item.cancelledQuantity)).toEqual([1, 0]);
    expect(order.items[1]?.estimatedDeliveryAt).toBe('2026-01-08');
  });

  it('is cancelled from the beginning when nothing is left to ship', () => {
    const items = [
      { sellerFulfillmentOrderItemId: 'a', sellerSku: 'MUG', quantity: 1, cancelledQuantity: 1 },
    ];
    expect(acceptRegistration({ ...report, items }, 7).status).toBe('Cancelled');
  });
});

describe('registrationContent (O-1)', () => {
  it.each([
    ['defaults said or left out', { purpose: 'customer-order', signatureRequired: false } as const, true],
    ['one instant in two spellings', { registeredAt: '2026-01-02T01:00:00+01:00' }, true],
    ['an unknown field', { colour: 'blue' }, true],
    ['another purpose', { purpose: 'removal' } as const, false],
    ['another promise', { estimatedDeliveryAt: '2026-01-09' }, false],
    ['items in another sequence: lines would move', { items: report.items.toReversed() }, false],
  ])('%s', (_name, change, same) => {
    const first = { ...report, registeredAt: '2026-01-02T00:00:00Z' };
    expect(sameContent(registrationContent(first), registrationContent({ ...first, ...change }))).toBe(same);
  });
});

describe('registrationFaults', () => {
  it('has none to tell of a good one', () => {
    expect(registrationFaults(report)).toEqual([]);
  });

  it('tells every fault at once (O-2)', () => {
    const unitValue = { currency: 'XXX', minorUnits: 1 };
    const items = [
      { sellerFulfillmentOrderItemId: 'a', sellerSku: '', quantity: 1 },
      { sellerFulfillmentOrderItemId: 'a', sellerSku: 'MUG', quantity: 1, unitValue },
    ];
    expect(registrationFaults({ ...report, sellerFulfillmentOrderId: '', items })).toEqual([
      'sellerFulfillmentOrderId is blank',
      'items.0.sellerSku is blank',
      'items.1: its item id is given twice',
      'items.1.unitValue: XXX is not a currency in use (ISO 4217)',
    ]);
  });
});
