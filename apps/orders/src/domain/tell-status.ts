import type { Instant } from '#contracts';
import { cancelOrder } from './cancel-order.js';
import type { Order, OrderStatus } from './order.js';
import { moved } from './planned-order.js';

/** What becomes of an order of a sandbox whose seller says what it is to be. */
export type Telling = { outcome: 'told'; order: Order } | { outcome: 'refused'; reason: string };

/**
 * The order as its seller says that it is. Complete and CompletePartialled let the simulated warehouse ship it; with
 * any other status it stays until it is told another. What has shipped, or was given up, stays so.
 */
export function tellStatus(order: Order, status: OrderStatus, at: Instant): Telling {
  if (!order.sandbox) return refused('Only orders of a sandbox seller can be told their status');
  if (order.items.some(({ shippedQuantity }) => shippedQuantity > 0) || order.status === 'Cancelled')
    return refused(`The order is ${order.status}: its status cannot be told any more`);
  const open: Order = { ...order, heldUntil: undefined, planAt: undefined, items: order.items.map(reopened) };
  switch (status) {
    case 'Cancelled': {
      const result = cancelOrder({ ...open, status: 'Received' }, at);
      return result.outcome === 'cancelled' ? told(result.order) : refused('It is cancelled already');
    }
    case 'Unfulfillable': {
      const items = open.items.map((item) => ({
        ...item,
        unfulfillableQuantity: item.quantity,
        unfulfillableReason: 'out-of-stock' as const,
      }));
      return told(moved({ ...open, items }, at));
    }
    case 'Complete':
      return told(moved({ ...open, stage: 'Received', planAt: at }, at));
    case 'CompletePartialled': {
      const partial = withoutOneUnit(open);
      if (!partial) return refused('The order has one unit only: it cannot be completed in part');
      return told(moved({ ...partial, stage: 'Received', planAt: at }, at));
    }
    case 'Planning':
    case 'Processing':
    case 'Received':
      return told(moved({ ...open, stage: status }, at));
    default:
      // New and Invalid follow from nothing: they are only ever told.
      return told({
        ...open,
        stage: 'Received',
        status,
        statusUpdatedAt: Math.max(at, order.statusUpdatedAt),
      });
  }
}

const reopened = (item: Order['items'][number]): Order['items'][number] => ({
  ...item,
  plannedQuantity: 0,
  unfulfillableQuantity: 0,
  unfulfillableReason: undefined,
});

// The last unit of the last line is what is missing.
function withoutOneUnit(order: Order): Order | undefined {
  const units = order.items.reduce(
    (sum, { quantity, cancelledQuantity }) => sum + quantity - cancelledQuantity,
    0,
  );
  if (units < 2) return undefined;
  const last = order.items.findLastIndex(({ quantity, cancelledQuantity }) => quantity > cancelledQuantity);
  const items = order.items.map((item, at) =>
    at === last ? { ...item, unfulfillableQuantity: 1, unfulfillableReason: 'out-of-stock' as const } : item,
  );
  return { ...order, items };
}

const told = (order: Order): Telling => ({ outcome: 'told', order });
const refused = (reason: string): Telling => ({ outcome: 'refused', reason });
