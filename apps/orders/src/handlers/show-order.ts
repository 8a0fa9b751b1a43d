import type { Turn } from '#messaging';
import { policyInForce } from '../domain/policy-in-force.js';
import type { BuyerKeys } from '../store/buyer-keys.js';
import { orderView } from '../store/order-view.js';
import type { OrderView } from '../store/order-view.js';
import { publishedPolicies } from '../store/policies.js';

interface ShownOrder {
  view: OrderView;
  /** Where a bare date of a promise ends its day (Words, "EDD"). */
  timeZone: string;
}

/** A seller's order as it stands: getFulfillmentOrder. Nothing when the seller has none of that id. */
export async function showOrder(
  tx: Turn['tx'],
  sellerId: string,
  sellerOrderId: string,
  keys: BuyerKeys,
): Promise<ShownOrder | undefined> {
  const [view, policies] = await Promise.all([
    orderView(tx, sellerId, sellerOrderId, keys),
    publishedPolicies(tx),
  ]);
  if (!view) return undefined;
  const { marketplaceId, receivedAt, destinationTimeZone } = view.order;
  const policy = policyInForce(policies, marketplaceId, receivedAt);
  return { view, timeZone: destinationTimeZone ?? policy.destinationTimeZoneDefault };
}
