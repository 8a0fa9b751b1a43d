import { toIso, uuidv5 } from '#contracts';
import type { Instant } from '#contracts';

// Never to be changed: policies already published were named with it.
const NAMESPACE = '5b0c3a52-8f5e-4f0e-9a35-0d6f1f5b7c03';

/** The id of a policy: the same version for the same marketplace from the same instant is the same one. */
export function policyIdOf(of: { version: string; marketplaceId: string; from: Instant }): string {
  return uuidv5(NAMESPACE, [of.version, of.marketplaceId, toIso(of.from)]);
}
