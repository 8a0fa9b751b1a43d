import type { Fact, Turn } from '#messaging';
import type { OrderStatus } from '../domain/order.js';
import { tellStatus } from '../domain/tell-status.js';
import { saveCancelled, saveTold } from '../store/order-changes.js';
import { lockOrderNamed } from './cancel-orders.js';
import { cancelledFact } from './order-facts.js';
import { Plans } from './settle-plans.js';

interface Told {
  answer: { outcome: 'told' | 'none' } | { outcome: 'refused'; reason: string };
  facts: Fact[];
}

/** A sandbox seller says what becomes of its order: submitFulfillmentOrderStatusUpdate. */
export async function tellSandboxStatus(
  sellerId: string,
  sellerFulfillmentOrderId: string,
  status: OrderStatus,
  { tx }: Pick<Turn, 'tx'>,
): Promise<Told> {
  const order = await lockOrderNamed(tx, sellerId, sellerFulfillmentOrderId);
  if (!order) return { answer: { outcome: 'none' }, facts: [] };
  const at = await tx.now();
  const result = tellStatus(order, status, at);
  if (result.outcome === 'refused') return { answer: result, facts: [] };
  const plans = await Plans.of(tx, [order]);
  const cancelled = result.order.status === 'Cancelled';
  plans.withdrawAll(order, cancelled ? 'CANCELLED_BY_SELLER' : 'CANCELLED_BY_FULFILLER', at);
  if (cancelled) saveCancelled(tx, [result.order], 'seller');
  else saveTold(tx, result.order);
  const facts = [...(await plans.save(tx)), ...(cancelled ? [cancelledFact(result.order, 'seller')] : [])];
  return { answer: { outcome: 'told' }, facts };
}
