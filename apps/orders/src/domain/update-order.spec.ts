import { describe, expect, test } from '@jest/globals';
import { acceptRequest } from './accept-order.js';
import { updateContent } from './update-order.js';

const content = {
  sellerFulfillmentOrderId: 'SO-1',
  displayableOrderComment: 'Thanks',
  shippingSpeedCategory: 'Standard' as const,
  destinationAddress: { countryCode: 'US' },
  fulfillmentAction: 'Hold' as const,
  items: [
    { sellerFulfillmentOrderItemId: 'a', sellerSku: 'MUG', quantity: 2, giftMessage: 'Hi' },
    { sellerFulfillmentOrderItemId: 'b', sellerSku: 'CUP', quantity: 1 },
  ],
};
const terms = { sellerId: 'seller', purpose: 'customer-order', receivedAt: 1000 } as const;
const held = acceptRequest(content, terms);

describe('updateContent (O-4)', () => {
  test('changes what is given and nothing else', () => {
    const update = {
      displayableOrderComment: 'Many thanks',
      items: [{ sellerFulfillmentOrderItemId: 'a', quantity: 5 }],
    };
    expect(updateContent(held, content, update)).toEqual({
      outcome: 'updated',
      content: {
        ...content,
        displayableOrderComment: 'Many thanks',
        items: [{ ...content.items[0], quantity: 5 }, content.items[1]],
      },
    });
  });

  test('releases the order', () => {
    expect(updateContent(held, content, { fulfillmentAction: 'Ship' })).toEqual({
      outcome: 'updated',
      content: { ...content, fulfillmentAction: 'Ship' },
    });
  });

  test('names what it cannot change, all at once', () => {
    const update = {
      marketplaceId: 'JP',
      items: [
        { sellerFulfillmentOrderItemId: 'c', quantity: 5 },
        { sellerFulfillmentOrderItemId: 'b', sellerSku: 'MUG', quantity: 5 },
      ],
    };
    expect(updateContent(held, content, update)).toEqual({
      outcome: 'refused',
      faults: [
        'marketplaceId must stay default',
        'items.0.sellerFulfillmentOrderItemId: the order has no item c',
        'items.1.sellerSku must stay CUP',
      ],
    });
  });

  test.each(['Received', 'Processing', 'Cancelled'] as const)(
    'an order that is %s and not on hold stays as it is',
    (status) => {
      const order = { ...held, heldUntil: undefined, status };
      expect(updateContent(order, content, { fulfillmentAction: 'Ship' })).toEqual({
        outcome: 'refused',
        faults: [`The order is ${status} and not on hold: only an order on hold can be updated`],
      });
    },
  );
});

test('an order on hold waits for 14 days (O-4); one to be shipped does not wait', () => {
  expect(held.heldUntil).toBe(1000 + 14 * 86_400_000);
  expect(acceptRequest({ ...content, fulfillmentAction: 'Ship' }, terms).heldUntil).toBeUndefined();
});
