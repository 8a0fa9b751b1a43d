import { describe, expect, test } from '@jest/globals';
import { cancelOrder } from './cancel-order.js';
import type { Order, OrderItem, OrderStatus } from './order.js';

const item = (line: number, part: Partial<OrderItem> = {}): OrderItem => ({
  line,
  sellerFulfillmentOrderItemId: `i${line}`,
  sellerSku: 'MUG',
  quantity: 3,
  cancelledQuantity: 0,
  unfulfillableQuantity: 0,
  plannedQuantity: 0,
  shippedQuantity: 0,
  ...part,
});
const order = (status: OrderStatus, items = [item(1)]): Order => ({
  orderId: 'o',
  sellerId: 's',
  sellerFulfillmentOrderId: 'SO-1',
  marketplaceId: 'default',
  purpose: 'customer-order',
  signatureRequired: false,
  sandbox: false,
  stage: 'Received',
  receivedAt: 1000,
  status,
  statusUpdatedAt: 1000,
  heldUntil: 5000,
  items,
});

describe('cancelOrder (O-4)', () => {
  test('gives up all of an order of which nothing was picked, and its hold', () => {
    const before = order('Received', [item(1), item(2, { cancelledQuantity: 1 })]);
    expect(cancelOrder(before, 2000)).toEqual({
      outcome: 'cancelled',
      order: {
        ...before,
        status: 'Cancelled',
        statusUpdatedAt: 2000,
        heldUntil: undefined,
        cancelledAt: 2000,
        items: [item(1, { cancelledQuantity: 3 }), item(2, { cancelledQuantity: 3 })],
      },
    });
  });

  test('a second time changes nothing', () => {
    expect(cancelOrder(order('Cancelled'), 2000)).toEqual({ outcome: 'known' });
  });

  test.each(['Processing', 'Complete', 'CompletePartialled'] as const)('refuses one that is %s', (status) => {
    expect(cancelOrder(order(status), 2000)).toEqual({
      outcome: 'refused',
      reason: `The order is ${status}: only one that is New, Received or Planning can be cancelled`,
    });
  });

  test('the status never seems to have changed earlier than before', () => {
    const found = cancelOrder({ ...order('Received'), statusUpdatedAt: 3000 }, 2000);
    expect(found).toMatchObject({ order: { statusUpdatedAt: 3000, cancelledAt: 2000 } });
  });
});
