import { describe, expect, it } from '@jest/globals';
import { isClosed, orderStatus } from './order-status.js';

const item = (quantity: number, cancelledQuantity: number, shippedQuantity: number) => ({
  quantity,
  cancelledQuantity,
  shippedQuantity,
});

describe('orderStatus (O-3)', () => {
  it.each([
    ['nothing shipped', [item(2, 0, 0)], 'Received'],
    ['nothing shipped, some cancelled', [item(2, 1, 0)], 'Received'],
    ['one of two shipped', [item(2, 0, 1)], 'Processing'],
    ['one line whole, the other not', [item(1, 0, 1), item(1, 0, 0)], 'Processing'],
    ['all shipped', [item(2, 0, 2), item(1, 0, 1)], 'Complete'],
    ['all that was not cancelled shipped', [item(2, 1, 1)], 'CompletePartialled'],
    ['one line cancelled, the other shipped', [item(1, 1, 0), item(3, 0, 3)], 'CompletePartialled'],
    ['all cancelled', [item(2, 2, 0), item(1, 1, 0)], 'Cancelled'],
  ])('%s', (_name, items, status) => {
    expect(orderStatus(items)).toBe(status);
  });
});

describe('isClosed (O-3)', () => {
  it.each([
    ['Received', false],
    ['Processing', false],
    ['Cancelled', true],
    ['Complete', true],
    ['CompletePartialled', true],
  ] as const)('%s: %s', (status, closed) => expect(isClosed(status)).toBe(closed));
});
