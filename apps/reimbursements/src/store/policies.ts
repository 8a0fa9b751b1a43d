import type { Instant, Policy } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';
import { canonicalJson } from '../domain/canonical-json.js';
import type { PublishedPolicy } from '../domain/policy-in-force.js';

/** A policy and when it was published. */
export interface KeptPolicy extends PublishedPolicy {
  publishedAt: Instant;
}

const ALL = sql(
  'policies_all',
  `select policy_id as "policyId", version, marketplace_id as "marketplaceId", effective_from as "from",
          published_at as "publishedAt", content
     from policy join policy_version using (version) order by marketplace_id, effective_from`,
);
// Two operators must not each see the other's policy missing.
const LOCK = sql('policies_lock', `select pg_advisory_xact_lock(hashtext('makegood.policies'))`);
const SAVE_VERSION = sql(
  'policy_version_insert',
  'insert into policy_version (version, content) values ($1, $2) on conflict do nothing',
);
const SAVE = sql(
  'policy_insert',
  'insert into policy (policy_id, version, marketplace_id, effective_from) values ($1, $2, $3, instant($4))',
);

/** Every version that was ever published; there are few. */
export async function policies(tx: Tx): Promise<KeptPolicy[]> {
  const rows = await tx.query<Omit<KeptPolicy, 'policy'> & { content: string }>(ALL);
  return rows.map(({ content, ...row }) => ({ ...row, policy: JSON.parse(content) as Policy }));
}

/** The same, and nobody else publishes until the end of the transaction. */
export async function lockPolicies(tx: Tx): Promise<KeptPolicy[]> {
  await tx.query(LOCK);
  return policies(tx);
}

/** @throws when a constraint says that it overlaps or that the version has another content: check first. */
export async function savePolicy(
  tx: Tx,
  { policyId, version, marketplaceId, from, policy }: PublishedPolicy,
): Promise<void> {
  await tx.query(SAVE_VERSION, [version, canonicalJson(policy)]);
  await tx.query(SAVE, [policyId, version, marketplaceId, from]);
}
