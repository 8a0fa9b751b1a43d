import type { Instant } from '#contracts';
import type { Order } from './order.js';

/** What becomes of a wish to cancel. */
export type Cancelling =
  { outcome: 'cancelled'; order: Order } | { outcome: 'known' } | { outcome: 'refused'; reason: string };

/** O-4: an order of which nothing has been picked may be given up, all of it, by its seller or when its hold ends. */
export function cancelOrder(order: Order, at: Instant): Cancelling {
  if (order.status === 'Cancelled') return { outcome: 'known' };
  if (order.status !== 'Received' && order.status !== 'Planning' && order.status !== 'New') {
    return {
      outcome: 'refused',
      reason: `The order is ${order.status}: only one that is New, Received or Planning can be cancelled`,
    };
  }
  const items = order.items.map((item) => ({
    ...item,
    cancelledQuantity: item.quantity,
    unfulfillableQuantity: 0,
    plannedQuantity: 0,
  }));
  return {
    outcome: 'cancelled',
    order: {
      ...order,
      status: 'Cancelled',
      statusUpdatedAt: Math.max(order.statusUpdatedAt, at),
      heldUntil: undefined,
      planAt: undefined,
      cancelledAt: at,
      items,
    },
  };
}
