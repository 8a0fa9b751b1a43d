import { Injectable } from '@nestjs/common';
import type { Instant, Purpose } from '#contracts';
import type { Fact, Turn } from '#messaging';
import { acceptRequest } from '../domain/accept-order.js';
import type { OrderRequest } from '../domain/accept-order.js';
import { isOwnAddress } from '../domain/own-address.js';
import type { Destination } from '../domain/own-address.js';
import { OWN_MARKETPLACE } from '../domain/order.js';
import { policyInForce } from '../domain/policy-in-force.js';
import type { PublishedPolicy } from '../domain/policy-in-force.js';
import { sameContent } from '../domain/same-content.js';
import { insertOrders } from '../store/orders-accepted.js';
import { findOrders, requestedContents } from '../store/orders-found.js';
import { publishedPolicies } from '../store/policies.js';
import { ownAddresses } from '../store/sellers.js';
import { acceptedFact } from './order-facts.js';

/** A checked request: trimmed, known fields only. All of it is kept, as it was asked. */
type CreateOrderRequest = OrderRequest & { destinationAddress: Destination };

interface Created {
  answer: 'accepted' | 'same-again' | 'other-content';
  facts: Fact[];
}

/** A seller asks for an order: createFulfillmentOrder. */
@Injectable()
export class CreateOrder {
  async handle(request: CreateOrderRequest, sellerId: string, { tx }: Pick<Turn, 'tx'>): Promise<Created> {
    const [at, policies, own] = await Promise.all([
      tx.now(),
      publishedPolicies(tx),
      ownAddresses(tx, sellerId),
    ]);
    const purpose = purposeOf(request, policies, own, at);
    const order = acceptRequest(request, sellerId, purpose, at);
    const kept = await insertOrders(tx, [{ order, content: request }]);
    if (kept.has(order.orderId)) return { answer: 'accepted', facts: [acceptedFact(order)] };

    // O-1: the id is taken. The same content answers as the first time and changes nothing.
    const { sellerFulfillmentOrderId } = request;
    const ids = (await findOrders(tx, [{ sellerId, sellerFulfillmentOrderId }])).map(
      (found) => found.orderId,
    );
    const contents = await requestedContents(tx, ids);
    const same = [...contents.values()].some((content) => sameContent(content, request));
    return { answer: same ? 'same-again' : 'other-content', facts: [] };
  }
}

// O-8: an order to an address of the seller's own counts as removal, whatever it was called.
function purposeOf(
  request: CreateOrderRequest,
  policies: readonly PublishedPolicy[],
  own: readonly string[],
  at: Instant,
): Purpose {
  if (request.purpose === 'removal') return 'removal';
  const policy = policyInForce(policies, request.marketplaceId || OWN_MARKETPLACE, at);
  if (!policy.removalAddressRule) return 'customer-order';
  return isOwnAddress(request.destinationAddress, own) ? 'removal' : 'customer-order';
}
