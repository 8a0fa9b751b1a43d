import { describe, expect, it } from '@jest/globals';
import { isClosed, orderStatus } from './order-status.js';

const item = (
  quantity: number,
  cancelledQuantity: number,
  shippedQuantity: number,
  unfulfillableQuantity = 0,
) => ({
  quantity,
  cancelledQuantity,
  unfulfillableQuantity,
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
    ['nothing can be fulfilled', [item(2, 0, 0, 2), item(1, 1, 0)], 'Unfulfillable'],
    ['some cannot be fulfilled, the rest has not shipped', [item(2, 0, 0, 1)], 'Received'],
    ['some cannot be fulfilled, the rest has shipped', [item(2, 0, 1, 1)], 'CompletePartialled'],
    ['some cannot be fulfilled, part of the rest has shipped', [item(3, 0, 1, 1)], 'Processing'],
  ])('%s', (_name, items, status) => {
    expect(orderStatus(items)).toBe(status);
  });

  it.each(['Received', 'Planning', 'Processing'] as const)(
    'nothing shipped, and the order is %s',
    (stage) => {
      expect(orderStatus([item(2, 1, 0)], stage)).toBe(stage);
      expect(orderStatus([item(2, 0, 1)], stage)).toBe('Processing');
      expect(orderStatus([item(2, 0, 2)], stage)).toBe('Complete');
    },
  );
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
