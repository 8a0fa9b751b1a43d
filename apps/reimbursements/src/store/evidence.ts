import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { Evidence, StoredEvidence } from '../domain/evidence.js';

const INSERT = sql(
  'evidence_insert',
  `insert into evidence (order_id, package_id, key, seller_id, known_at, body)
   select order_id, package_id, key, seller_id, instant(known_at), body
     from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::jsonb[])
       with ordinality as heard (order_id, package_id, key, seller_id, known_at, body, place)
    order by place on conflict do nothing`,
);
const OF_ORDERS = sql(
  'evidence_of_orders',
  `select order_id as "orderId", package_id as "packageId", key, seller_id as "sellerId", known_at as "knownAt",
          heard, body
     from evidence where order_id = any ($1::uuid[]) order by heard`,
);

/** Keeps what was heard, in that order; what is known already stays as it is. */
export function saveEvidence(tx: Tx, heard: readonly Evidence[]): void {
  if (heard.length === 0) return;
  tx.send(
    INSERT,
    columns(heard, {
      orderId: ({ orderId }) => orderId,
      packageId: ({ packageId }) => packageId,
      key: ({ key }) => key,
      sellerId: ({ sellerId }) => sellerId,
      knownAt: ({ knownAt }) => knownAt,
      body: ({ body }) => JSON.stringify(body),
    }),
  );
}

/** All that is known of these orders, in order of arrival. */
export function evidenceOf(tx: Tx, orderIds: readonly string[]): Promise<StoredEvidence[]> {
  return tx.query<StoredEvidence>(OF_ORDERS, [orderIds]);
}
