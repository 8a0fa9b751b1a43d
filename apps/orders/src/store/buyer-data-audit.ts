import type { Instant } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';

/** Somebody saw a buyer's data, or erased it. */
export interface BuyerDataAccess {
  action: 'read' | 'erase';
  /** The principal: its kind (`seller`, `operator`, `publisher`, ...) and id. */
  actor: { kind: string; id: string };
  sellerId: string;
  orderId: string;
  at: Instant;
  /** What for, such as the shipment whose address was read. Never the data itself. */
  detail?: string | undefined;
}

const ADD = sql(
  'buyer_data_audit_add',
  `insert into buyer_data_audit (at, action, actor_kind, actor_id, seller_id, order_id, detail)
   select instant(at), action, kind, id, seller_id, order_id, detail
     from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::text[])
       as t (at, action, kind, id, seller_id, order_id, detail)`,
);

/** Notes it for good, with the transaction in which it happens: no access without a note of it. */
export function auditBuyerData(tx: Tx, accesses: readonly BuyerDataAccess[]): void {
  if (accesses.length === 0) return;
  tx.send(
    ADD,
    columns(accesses, {
      at: ({ at }) => at,
      action: ({ action }) => action,
      kind: ({ actor }) => actor.kind,
      id: ({ actor }) => actor.id,
      sellerId: ({ sellerId }) => sellerId,
      orderId: ({ orderId }) => orderId,
      detail: ({ detail }) => detail,
    }),
  );
}

/** An entry as it is shown; `at` is an instant. */
export interface AuditRow {
  auditId: number;
  at: Instant;
  action: string;
  actorKind: string;
  actorId: string;
  sellerId: string;
  orderId: string;
  detail: string | null;
}

const OF_ORDER = sql(
  'buyer_data_audit_of_order',
  `select audit_id as "auditId", at, action, actor_kind as "actorKind", actor_id as "actorId",
          seller_id as "sellerId", order_id as "orderId", detail
     from buyer_data_audit where order_id = $1 and audit_id > $2 order by audit_id limit $3`,
);

/** Who saw or erased the buyer's data of an order, the first coming first. */
export function auditOfOrder(tx: Tx, orderId: string, after: number, limit: number): Promise<AuditRow[]> {
  return tx.query<AuditRow>(OF_ORDER, [orderId, after, limit]);
}
