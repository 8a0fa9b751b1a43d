import type { FoundOrder, OrderName } from '../store/orders-found.js';

/** Keys under which reports wait for an order: by its seller's id, and by ours. */
export const waitKey = {
  bySeller: (sellerId: string, sellerFulfillmentOrderId: string): string =>
    `order:${sellerId}:${sellerFulfillmentOrderId}`,
  byId: (orderId: string): string => `order-id:${orderId}`,
  of: ({ sellerId, orderId, sellerFulfillmentOrderId }: OrderName): string =>
    sellerFulfillmentOrderId === undefined
      ? waitKey.byId(orderId ?? '')
      : waitKey.bySeller(sellerId, sellerFulfillmentOrderId),
};

/** Two names were given that are not of one order. */
export const MISMATCH = Symbol('mismatch');

/** The orders that a batch knows, by either of their names. */
export class OrderIndex {
  private readonly bySeller = new Map<string, string>();
  private readonly sellers = new Map<string, string>();

  add(found: readonly FoundOrder[]): void {
    for (const { orderId, sellerId, sellerFulfillmentOrderId } of found) {
      this.bySeller.set(waitKey.bySeller(sellerId, sellerFulfillmentOrderId), orderId);
      this.sellers.set(orderId, sellerId);
    }
  }

  /** The order's id; MISMATCH when the two names given are not of one order; nothing when it is not known. */
  find({ sellerId, orderId, sellerFulfillmentOrderId }: OrderName): string | typeof MISMATCH | undefined {
    const named =
      sellerFulfillmentOrderId && this.bySeller.get(waitKey.bySeller(sellerId, sellerFulfillmentOrderId));
    // A reference by order always carries the seller: the order of another one is not known to it.
    const byId = orderId && this.sellers.get(orderId) === sellerId ? orderId : undefined;
    if (orderId && sellerFulfillmentOrderId && named !== byId) return MISMATCH;
    return named || byId;
  }
}
