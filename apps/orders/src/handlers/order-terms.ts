import type { Instant, Purpose } from '#contracts';
import type { Turn } from '#messaging';
import { isOwnAddress } from '../domain/own-address.js';
import { OWN_MARKETPLACE } from '../domain/order.js';
import { policyInForce } from '../domain/policy-in-force.js';
import { publishedPolicies } from '../store/policies.js';
import { sellerTerms } from '../store/sellers.js';
import type { CreateOrderRequest } from './create-order.js';

/** What the network says of a seller's request. */
export interface Terms {
  sandbox: boolean;
  /** O-8: an order to an address of the seller's own counts as removal, whatever it was called. */
  purposeOf: (request: CreateOrderRequest, at: Instant) => Purpose;
}

/** Reads what decides on the orders of that seller. */
export async function readTerms(tx: Turn['tx'], sellerId: string): Promise<Terms> {
  const [policies, { ownAddresses, sandbox }] = await Promise.all([
    publishedPolicies(tx),
    sellerTerms(tx, sellerId),
  ]);
  return {
    sandbox,
    purposeOf: (request, at) => {
      if (request.purpose === 'removal') return 'removal';
      const policy = policyInForce(policies, request.marketplaceId || OWN_MARKETPLACE, at);
      if (!policy.removalAddressRule) return 'customer-order';
      return isOwnAddress(request.destinationAddress, ownAddresses) ? 'removal' : 'customer-order';
    },
  };
}
