import type { OrderReference } from '#contracts';
import type { Turn } from '#messaging';
import { findOrders } from '../store/heard-orders.js';
import type { FoundOrder } from '../store/heard-orders.js';
import { waitKey } from './read-report.js';

/** The orders that a batch of reports names, found by either of their ids. */
export class OrdersByName {
  private readonly byKey = new Map<string, FoundOrder>();

  add(orders: readonly FoundOrder[]): void {
    for (const order of orders) {
      this.byKey.set(waitKey.byId(order.orderId), order);
      this.byKey.set(waitKey.bySeller(order.sellerId, order.sellerFulfillmentOrderId), order);
    }
  }

  /** `mismatch`: the ids name two orders, or the order belongs to another seller. */
  find(reference: OrderReference): FoundOrder | 'mismatch' | undefined {
    const { sellerId, orderId, sellerFulfillmentOrderId: sellersId } = reference;
    const found = this.byKey.get(waitKey.of(reference));
    if (!found) return undefined;
    const same =
      found.sellerId === sellerId &&
      (orderId === undefined || found.orderId === orderId) &&
      (sellersId === undefined || found.sellerFulfillmentOrderId === sellersId);
    return same ? found : 'mismatch';
  }
}

/**
 * Finds the orders. Where one is unknown, or more of it may still ship, a report may be early and has to wait: its
 * key is guarded and the order looked up again, so that a shipment which becomes known in between is either seen here
 * or wakes the report. What may still ship never grows, so a complete order needs no guard.
 */
export async function findAndGuard(turn: Turn, references: readonly OrderReference[]): Promise<OrdersByName> {
  const orders = new OrdersByName();
  orders.add(await findOrders(turn.tx, references));
  const open = references.filter((reference) => {
    const found = orders.find(reference);
    return found === undefined || (found !== 'mismatch' && found.toShip !== 0);
  });
  if (open.length === 0) return orders;
  turn.waiting.guard([...new Set(open.map((reference) => waitKey.of(reference)))]);
  orders.add(await findOrders(turn.tx, open));
  return orders;
}
