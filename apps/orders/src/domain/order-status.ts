import type { OrderItem, OrderStage, OrderStatus } from './order.js';

type Counts = Pick<OrderItem, 'quantity' | 'cancelledQuantity' | 'unfulfillableQuantity' | 'shippedQuantity'>;

/** O-3: the status that follows from how far an order is and the counts of its items, in whatever order they came about. */
export function orderStatus(items: readonly Counts[], stage: OrderStage = 'Received'): OrderStatus {
  const sum = (pick: (item: Counts) => number): number =>
    items.reduce((total, item) => total + pick(item), 0);
  const cancelled = sum((item) => item.cancelledQuantity);
  const dropped = cancelled + sum((item) => item.unfulfillableQuantity);
  const shipped = sum((item) => item.shippedQuantity);
  const ordered = sum((item) => item.quantity);
  const toShip = ordered - dropped;
  if (cancelled === ordered) return 'Cancelled';
  if (shipped === 0) return toShip === 0 ? 'Unfulfillable' : stage;
  if (shipped < toShip) return 'Processing';
  return dropped > 0 ? 'CompletePartialled' : 'Complete';
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
