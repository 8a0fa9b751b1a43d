import type { Instant, Purpose } from '#contracts';
import type { Turn } from '#messaging';
import { isOwnAddress } from '../domain/own-address.js';
import { OWN_MARKETPLACE } from '../domain/order.js';
import { policyInForce } from '../domain/policy-in-force.js';
import { publishedPolicies } from '../store/policies.js';
import { ownAddresses } from '../store/sellers.js';
import type { CreateOrderRequest } from './create-order.js';

/** Reads what decides whether an order of that seller is a removal, and gives back the decision. */
export async function readPurposes(
  tx: Turn['tx'],
  sellerId: string,
): Promise<(request: CreateOrderRequest, at: Instant) => Purpose> {
  const [policies, own] = await Promise.all([publishedPolicies(tx), ownAddresses(tx, sellerId)]);
  // O-8: an order to an address of the seller's own counts as removal, whatever it was called.
  return (request, at) => {
    if (request.purpose === 'removal') return 'removal';
    const policy = policyInForce(policies, request.marketplaceId || OWN_MARKETPLACE, at);
    if (!policy.removalAddressRule) return 'customer-order';
    return isOwnAddress(request.destinationAddress, own) ? 'removal' : 'customer-order';
  };
}
