import type { Instant } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';

/** A grant as `reimbursements` says; its reversal may be heard in the same batch or later. */
export interface Reimbursed {
  reimbursementId: string;
  orderId: string;
  line: number;
  ordinal: number;
  packageId: string;
  sellerId: string;
  grantedAt: Instant | null;
  reversedAt: Instant | null;
}

const SAVE = sql(
  'reimbursed_save',
  `insert into reimbursed_unit as r (reimbursement_id, order_id, line, ordinal, package_id, seller_id, granted_at, reversed_at)
   select id, order_id, line, ordinal, package_id, seller_id, instant(granted_at), instant(reversed_at)
   from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::uuid[], $6::uuid[], $7::bigint[], $8::bigint[])
     as n (id, order_id, line, ordinal, package_id, seller_id, granted_at, reversed_at)
   order by id
   on conflict (reimbursement_id) do update
   set granted_at = coalesce(r.granted_at, excluded.granted_at), reversed_at = coalesce(r.reversed_at, excluded.reversed_at)`,
);
const MARK = sql(
  'reimbursed_mark',
  `update unit u set reimbursed = true
   from unnest($1::uuid[], $2::int[], $3::int[]) as n (order_id, line, ordinal)
   where u.order_id = n.order_id and u.line = n.line and u.ordinal = n.ordinal and not u.reimbursed`,
);

/**
 * Keeps grants and reversals, one row per grant: give each grant once. A unit that ever had one is marked, so that
 * the sweep looks at grants only where there are any.
 */
export function saveReimbursed(tx: Tx, grants: readonly Reimbursed[]): void {
  if (grants.length === 0) return;
  tx.send(
    SAVE,
    columns(grants, {
      reimbursementId: (grant) => grant.reimbursementId,
      orderId: (grant) => grant.orderId,
      line: (grant) => grant.line,
      ordinal: (grant) => grant.ordinal,
      packageId: (grant) => grant.packageId,
      sellerId: (grant) => grant.sellerId,
      grantedAt: (grant) => grant.grantedAt,
      reversedAt: (grant) => grant.reversedAt,
    }),
  );
  tx.send(
    MARK,
    columns(grants, {
      orderId: (grant) => grant.orderId,
      line: (grant) => grant.line,
      ordinal: (grant) => grant.ordinal,
    }),
  );
}
