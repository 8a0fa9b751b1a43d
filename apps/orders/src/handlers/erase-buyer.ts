import type { Turn } from '#messaging';
import { isClosed } from '../domain/order-status.js';
import { auditBuyerData } from '../store/buyer-data-audit.js';
import type { BuyerDataAccess } from '../store/buyer-data-audit.js';
import { ordersOfEmail } from '../store/buyer-emails.js';
import { eraseBuyerOf } from '../store/buyer-erasure.js';
import type { BuyerKeys } from '../store/buyer-keys.js';
import { findOrders, lockOrders } from '../store/orders-found.js';

/** Which buyer: all orders of a seller made with an e-mail address, or one order by the seller's id or ours. */
export interface ErasureRequest {
  sellerId: string;
  email?: string | undefined;
  sellerFulfillmentOrderId?: string | undefined;
  orderId?: string | undefined;
}

interface Erased {
  /** The orders that had a buyer until now, by the seller's ids. */
  erased: string[];
  /** Those whose buyer had been erased before. */
  before: string[];
}

type Erasure =
  | ({ outcome: 'erased' } & Erased)
  | { outcome: 'none' }
  /** Seller's ids of orders that still need their buyer. */
  | { outcome: 'open'; orders: string[] };

/** A buyer is forgotten: what was ordered, shipped and paid stays. All of its orders or none. */
export async function eraseBuyer(
  request: ErasureRequest,
  actor: BuyerDataAccess['actor'],
  { tx }: Pick<Turn, 'tx'>,
  keys: BuyerKeys,
): Promise<Erasure> {
  const { sellerId } = request;
  const orders = await lockOrders(tx, await ordersMeant(tx, request, keys));
  if (orders.size === 0) return { outcome: 'none' };
  const open = [...orders.values()].filter(({ status }) => !isClosed(status));
  if (open.length > 0)
    return { outcome: 'open', orders: open.map((order) => order.sellerFulfillmentOrderId) };

  const at = await tx.now();
  const erased = new Set(await eraseBuyerOf(tx, sellerId, [...orders.keys()], at));
  auditBuyerData(
    tx,
    [...erased].map((orderId) => ({ action: 'erase', actor, sellerId, orderId, at })),
  );
  const names = (was: boolean) =>
    [...orders.values()]
      .filter(({ orderId }) => erased.has(orderId) === was)
      .map((order) => order.sellerFulfillmentOrderId);
  return { outcome: 'erased', erased: names(true), before: names(false) };
}

async function ordersMeant(tx: Turn['tx'], request: ErasureRequest, keys: BuyerKeys): Promise<string[]> {
  const { sellerId, email, sellerFulfillmentOrderId, orderId } = request;
  if (email !== undefined) return ordersOfEmail(tx, sellerId, email, keys);
  const found = await findOrders(tx, [{ sellerId, sellerFulfillmentOrderId, orderId }]);
  return found.map((order) => order.orderId);
}
