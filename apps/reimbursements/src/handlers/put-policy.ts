import { checkPolicy, PolicyPublished, toIso } from '#contracts';
import type { Instant, Policy } from '#contracts';
import { fact } from '#messaging';
import type { Fact } from '#messaging';
import type { Tx } from '#postgres';
import { canonicalJson } from '../domain/canonical-json.js';
import { policyFaults } from '../domain/policy-faults.js';
import { policyIdOf } from '../domain/policy-id.js';
import type { PublishedPolicy } from '../domain/policy-in-force.js';
import { lockPolicies, savePolicy } from '../store/policies.js';

/** A policy as an operator puts it; `policy` is checked here. */
export interface PutPolicy {
  version: string;
  marketplaceId: string;
  from: Instant;
  policy: unknown;
}

/** Every reason at once, or the policy as published. */
export type PolicyAnswer = { faults: string[] } | { published: PublishedPolicy };

/**
 * Publishes a version of the policy. The same put again changes nothing and answers as the first time.
 * @param simulated a replay may publish what was in force in the past
 */
export async function putPolicy(
  tx: Tx,
  put: PutPolicy,
  simulated: boolean,
): Promise<{ answer: PolicyAnswer; facts: Fact[] }> {
  const shape = checkPolicy(put.policy).map((fault) => `policy.${fault}`);
  const known = await lockPolicies(tx);
  const policyId = policyIdOf(put);
  const same = known.find(
    (one) => one.policyId === policyId && canonicalJson(one.policy) === canonicalJson(put.policy),
  );
  if (same !== undefined) return { answer: { published: same }, facts: [] };
  const now = await tx.now();
  const faults = [...shape, ...policyFaults(put, known, simulated ? undefined : now)];
  if (faults.length > 0) return { answer: { faults }, facts: [] };
  const published = { ...put, policyId, policy: put.policy as Policy };
  await savePolicy(tx, published);
  const { version, marketplaceId, from, policy } = published;
  const said = fact(PolicyPublished, { policyId, version, marketplaceId, from: toIso(from), policy }, now);
  return { answer: { published }, facts: [said] };
}
