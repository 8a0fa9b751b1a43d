import type { OrderItem, OrderStatus } from './order.js';

type Counts = Pick<OrderItem, 'quantity' | 'cancelledQuantity' | 'shippedQuantity'>;

/** O-3: the status that follows from the counts of an order's items, whatever the order in which they came about. */
export function orderStatus(items: readonly Counts[]): OrderStatus {
  const sum = (pick: (item: Counts) => number): number =>
    items.reduce((total, item) => total + pick(item), 0);
  const cancelled = sum((item) => item.cancelledQuantity);
  const shipped = sum((item) => item.shippedQuantity);
  const toShip = sum((item) => item.quantity) - cancelled;
  if (toShip === 0) return 'Cancelled';
  if (shipped === 0) return 'Received';
  if (shipped < toShip) return 'Processing';
  return cancelled > 0 ? 'CompletePartialled' : 'Complete';
}

const CLOSED: ReadonlySet<string> = new Set([
  'Cancelled',
  'Complete',
  'CompletePartialled',
  'Invalid',
  'Unfulfillable',
]);

/** O-3: whether nothing of the order is to be shipped any more, so nobody needs to know its buyer. */
export function isClosed(status: OrderStatus): boolean {
  return CLOSED.has(status);
}
