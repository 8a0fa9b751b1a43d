import type { Instant, Policy, PolicyPublished } from '#contracts';
import { toInstant } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { PublishedPolicy } from '../domain/policy-in-force.js';

const ALL = sql(
  'policies_all',
  'select marketplace_id, from_at, policy from policy order by from_at, policy_id',
);

/** Every version ever published; they are few. */
export async function publishedPolicies(tx: Tx): Promise<PublishedPolicy[]> {
  const rows = await tx.query<{ marketplace_id: string; from_at: Instant; policy: Policy }>(ALL);
  return rows.map((row) => ({ marketplaceId: row.marketplace_id, from: row.from_at, policy: row.policy }));
}

const KEEP = sql(
  'policies_keep',
  `insert into policy (policy_id, marketplace_id, from_at, policy)
   select id, marketplace_id, instant(from_at), policy
     from unnest($1::uuid[], $2::text[], $3::bigint[], $4::jsonb[]) as t (id, marketplace_id, from_at, policy)
    order by id
   on conflict (policy_id) do nothing`,
);

export function keepPolicies(tx: Tx, published: readonly PolicyPublished[]): void {
  if (published.length === 0) return;
  tx.send(
    KEEP,
    columns(published, {
      policyId: (version) => version.policyId,
      marketplaceId: (version) => version.marketplaceId,
      from: (version) => toInstant(version.from),
      policy: (version) => JSON.stringify(version.policy),
    }),
  );
}
