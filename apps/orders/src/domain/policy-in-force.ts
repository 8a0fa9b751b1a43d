import { editionM } from '#contracts';
import type { Instant, Policy } from '#contracts';

/** A version of the policy, as `PolicyPublished` told it. */
export interface PublishedPolicy {
  /** A marketplace, or '*' for every one. */
  marketplaceId: string;
  from: Instant;
  policy: Policy;
}

/**
 * Words, "policy": the version in force at an instant, a marketplace's own before the general one. Edition M is in
 * force from the beginning, so there is always one.
 */
export function policyInForce(
  published: readonly PublishedPolicy[],
  marketplaceId: string,
  at: Instant,
): Policy {
  const latest = (marketplace: string): PublishedPolicy | undefined =>
    published
      .filter((version) => version.marketplaceId === marketplace && version.from <= at)
      .reduce<PublishedPolicy | undefined>(
        (best, next) => (best && best.from >= next.from ? best : next),
        undefined,
      );
  return (latest(marketplaceId) ?? latest('*'))?.policy ?? editionM;
}
