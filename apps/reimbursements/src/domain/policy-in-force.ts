import type { Instant, Policy } from '#contracts';

/** The marketplace of a policy that counts for every one without its own. */
export const EVERY_MARKETPLACE = '*';

/** A version of the policy, and where and from when it counts. */
export interface PublishedPolicy {
  policyId: string;
  version: string;
  marketplaceId: string;
  from: Instant;
  policy: Policy;
}

/**
 * Words, "policy": the version in force at `at` (a package's shippedAt). A marketplace's own comes before the
 * general one, however old it is.
 * @returns nothing only when no version was in force yet.
 */
export function policyInForce(
  published: readonly PublishedPolicy[],
  marketplaceId: string,
  at: Instant,
): PublishedPolicy | undefined {
  return latest(published, marketplaceId, at) ?? latest(published, EVERY_MARKETPLACE, at);
}

function latest(
  published: readonly PublishedPolicy[],
  marketplaceId: string,
  at: Instant,
): PublishedPolicy | undefined {
  let found: PublishedPolicy | undefined;
  for (const version of published) {
    if (version.marketplaceId !== marketplaceId || version.from > at) continue;
    if (found === undefined || version.from > found.from) found = version;
  }
  return found;
}
