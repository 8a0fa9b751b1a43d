import type { Instant, Policy } from '#contracts';

/** One version of the policy as it was published. */
export interface PolicyVersion {
  version: string;
  /** `*` for every marketplace. */
  marketplaceId: string;
  from: Instant;
  policy: Policy;
}

/**
 * The version in force at an instant (Words, "policy"): one for the marketplace itself goes before one for every
 * marketplace, then the latest that has begun. Edition M is there from the beginning, so there is always one.
 * @throws Error when none has begun: the database was not seeded.
 */
export function policyInForce(
  versions: readonly PolicyVersion[],
  marketplaceId: string,
  at: Instant,
): PolicyVersion {
  let found: PolicyVersion | undefined;
  for (const candidate of versions) {
    if (candidate.from > at || !['*', marketplaceId].includes(candidate.marketplaceId)) continue;
    if (!found || goesBefore(candidate, found)) found = candidate;
  }
  if (!found) throw new Error(`no policy is in force for ${marketplaceId} at ${new Date(at).toISOString()}`);
  return found;
}

function goesBefore(a: PolicyVersion, b: PolicyVersion): boolean {
  if ((a.marketplaceId === '*') !== (b.marketplaceId === '*')) return b.marketplaceId === '*';
  return a.from > b.from || (a.from === b.from && a.version > b.version);
}
