import type { Instant, Policy } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { PolicyVersion } from '../domain/policy-in-force.js';

const ALL = sql(
  'policy_all',
  `select version, marketplace_id as "marketplaceId", from_at as "from", policy from policy order by from_at, policy_id`,
);

/** Every version ever published; they are few. */
export function policyVersions(tx: Tx): Promise<PolicyVersion[]> {
  return tx.query<PolicyVersion>(ALL);
}

const INSERT = sql(
  'policy_insert',
  `insert into policy (policy_id, version, marketplace_id, from_at, policy)
   select id, version, marketplace_id, instant(from_at), policy
   from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::jsonb[]) as p (id, version, marketplace_id, from_at, policy)
   order by id
   on conflict (policy_id) do nothing`,
);

export interface NewPolicy {
  policyId: string;
  version: string;
  marketplaceId: string;
  from: Instant;
  policy: Policy;
}

/**
 * Publishes versions here. Whoever has read the policies in an open transaction finishes first, and nobody reads them
 * until this one has: so no package gets its clock from a version that was about to change it.
 */
export function insertPolicies(tx: Tx, published: readonly NewPolicy[]): void {
  if (published.length === 0) return;
  tx.send('lock table policy in access exclusive mode');
  tx.send(
    INSERT,
    columns(published, {
      policyId: (one) => one.policyId,
      version: (one) => one.version,
      marketplaceId: (one) => one.marketplaceId,
      from: (one) => one.from,
      policy: (one) => JSON.stringify(one.policy),
    }),
  );
}
