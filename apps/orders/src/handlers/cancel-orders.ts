import type { Due, Fact, Turn } from '#messaging';
import { cancelOrder } from '../domain/cancel-order.js';
import type { Order } from '../domain/order.js';
import { lockEndedHolds, saveCancelled } from '../store/order-changes.js';
import { findOrders, lockOrders } from '../store/orders-found.js';
import { cancelledFact } from './order-facts.js';
import { Plans } from './settle-plans.js';

interface Cancelled {
  answer: { outcome: 'cancelled' | 'known' | 'none' } | { outcome: 'refused'; reason: string };
  facts: Fact[];
}

/** A seller gives an order up: cancelFulfillmentOrder. A second time answers as the first did. */
export async function cancelBySeller(
  sellerId: string,
  sellerFulfillmentOrderId: string,
  { tx }: Pick<Turn, 'tx'>,
): Promise<Cancelled> {
  const order = await lockOrderNamed(tx, sellerId, sellerFulfillmentOrderId);
  if (!order) return { answer: { outcome: 'none' }, facts: [] };
  const at = await tx.now();
  const result = cancelOrder(order, at);
  if (result.outcome !== 'cancelled') return { answer: result, facts: [] };
  const plans = await Plans.of(tx, [order]);
  plans.withdrawAll(order, 'CANCELLED_BY_SELLER', at);
  saveCancelled(tx, [result.order], 'seller');
  const facts = [cancelledFact(result.order, 'seller'), ...(await plans.save(tx))];
  return { answer: { outcome: 'cancelled' }, facts };
}

/** O-4: orders that nobody released are cancelled at the instant their hold ended, however late the sweep is. */
export async function sweepHolds({ until, limit }: Due, { tx }: Pick<Turn, 'tx'>): Promise<Fact[]> {
  const held = await lockEndedHolds(tx, until, limit);
  const cancelled = held.flatMap((order) => {
    const result = cancelOrder(order, order.heldUntil ?? until);
    return result.outcome === 'cancelled' ? [result.order] : [];
  });
  saveCancelled(tx, cancelled, 'hold-expired');
  return cancelled.map((order) => cancelledFact(order, 'hold-expired'));
}

/** Locks a seller's order of that id and reads it; nothing when there is none. */
export async function lockOrderNamed(
  tx: Turn['tx'],
  sellerId: string,
  sellerFulfillmentOrderId: string,
): Promise<Order | undefined> {
  const [found] = await findOrders(tx, [{ sellerId, sellerFulfillmentOrderId }]);
  return found && (await lockOrders(tx, [found.orderId])).get(found.orderId);
}
