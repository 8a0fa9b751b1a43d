import type { Policy } from '#contracts';
import { EVERY_MARKETPLACE } from './policy-in-force.js';

/** The part of a policy that decisions here rest on. Stored with each of them, so that it can be decided again. */
export type PolicyTerms = Pick<
  Policy,
  | 'version'
  | 'lossWaitDays'
  | 'deliveredRule'
  | 'untrackedNeedsStatement'
  | 'claimWindowDays'
  | 'reverseOnLateDelivery'
  | 'valuation'
  | 'feesDeducted'
  | 'caps'
>;

/** What of the policy counts for a unit of that marketplace and currency; caps of others are left out. */
export function termsOf(policy: Policy, marketplaceId: string, currency: string | undefined): PolicyTerms {
  const { version, lossWaitDays, deliveredRule, untrackedNeedsStatement, claimWindowDays } = policy;
  const { reverseOnLateDelivery, valuation, feesDeducted } = policy;
  return {
    version,
    lossWaitDays,
    deliveredRule,
    untrackedNeedsStatement,
    claimWindowDays,
    reverseOnLateDelivery,
    valuation,
    feesDeducted,
    caps: policy.caps.filter(
      (cap) => cap.currency === currency && [marketplaceId, EVERY_MARKETPLACE].includes(cap.marketplaceId),
    ),
  };
}
