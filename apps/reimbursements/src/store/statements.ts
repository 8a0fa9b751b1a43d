import type { Instant } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';

/** A statement of a seller, as the journey shows it. */
export interface KeptStatement {
  packageId: string;
  madeAt: Instant;
  statedAt: Instant | null;
  recordedAt: Instant;
}

const OF_ORDER = sql(
  'statements_of_order',
  `select package_id as "packageId", known_at as "madeAt", (body ->> 'statedAt')::bigint as "statedAt",
          recorded_at as "recordedAt"
     from evidence
    where order_id = $1 and body ->> 'kind' = 'statement' and ($2::uuid is null or seller_id = $2)
    order by known_at, package_id`,
);

/** An order's statements; of one seller when one is named. */
export function statementsOf(tx: Tx, orderId: string, sellerId?: string): Promise<KeptStatement[]> {
  return tx.query<KeptStatement>(OF_ORDER, [orderId, sellerId ?? null]);
}
