import { describe, expect, it } from '@jest/globals';
import { MISMATCH, OrderIndex, waitKey } from './order-index.js';

const index = new OrderIndex();
index.add([
  { orderId: 'o1', sellerId: 's1', sellerFulfillmentOrderId: 'SO-1' },
  { orderId: 'o2', sellerId: 's1', sellerFulfillmentOrderId: 'SO-2' },
  { orderId: 'o3', sellerId: 's2', sellerFulfillmentOrderId: 'SO-1' },
]);

describe('OrderIndex', () => {
  it.each([
    ["by the seller's id", { sellerId: 's1', sellerFulfillmentOrderId: 'SO-1' }, 'o1'],
    ['the same id of another seller', { sellerId: 's2', sellerFulfillmentOrderId: 'SO-1' }, 'o3'],
    ['by our id', { sellerId: 's1', orderId: 'o2' }, 'o2'],
    ['by both', { sellerId: 's1', orderId: 'o2', sellerFulfillmentOrderId: 'SO-2' }, 'o2'],
    [
      'by two that are not one',
      { sellerId: 's1', orderId: 'o2', sellerFulfillmentOrderId: 'SO-1' },
      MISMATCH,
    ],
    ['by our id, with another seller', { sellerId: 's2', orderId: 'o1' }, undefined],
    [
      'both, one of another seller',
      { sellerId: 's2', orderId: 'o1', sellerFulfillmentOrderId: 'SO-1' },
      MISMATCH,
    ],
    ['unknown', { sellerId: 's1', sellerFulfillmentOrderId: 'SO-9' }, undefined],
    ['unknown by both', { sellerId: 's1', orderId: 'o9', sellerFulfillmentOrderId: 'SO-9' }, undefined],
  ])('finds %s', (_name, name, found) => {
    expect(index.find(name)).toBe(found);
  });
});

describe('waitKey', () => {
  it("is the seller's name of the order where it is given", () => {
    expect(waitKey.of({ sellerId: 's1', orderId: 'o1', sellerFulfillmentOrderId: 'SO-1' })).toBe(
      'order:s1:SO-1',
    );
    expect(waitKey.of({ sellerId: 's1', orderId: 'o1' })).toBe('order-id:o1');
  });
});
