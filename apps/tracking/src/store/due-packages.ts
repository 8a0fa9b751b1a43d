import type { Instant, OverdueCause, Purpose, TrackingDetail } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';

// A report that was put aside may be the one that shows the delivery: its package is held, not paid (design, 3).
const NOT_HELD = `not exists (
  select from parked k where k.state = 'parked' and k.subject in (s.package_id::text, s.order_id::text))`;

/** The earliest due among the open packages that are not held. */
export const NEXT_DUE = sql(
  'due_next',
  `select s.next_due_at as due from package_state s
   where s.next_due_at is not null and ${NOT_HELD}
   order by s.next_due_at limit 1`,
);

// One statement, as fast as Postgres itself can do it; plain columns, since building JSON here costs more than all the
// rest. Laterals with `offset 0` and the row's ctid: one probe per package on a table of any size, whether or not it
// has been analysed. `missing` says what domain/overdue.ts says: a unit back, or reimbursed, by due is left out.
const DECIDE = sql(
  'due_decide',
  `with due as materialized (
     select s.ctid as row_id, s.package_id, s.next_due_at as due_at, s.next_due_cause as cause, s.policy_version
     from package_state s
     where s.next_due_at <= instant($1) and ${NOT_HELD}
     order by s.next_due_at, s.package_id limit $2
     for update of s skip locked
   ), missing as materialized (
     select d.*, m.*
     from due d cross join lateral (
       select array_agg(u.line) as lines,
         array_agg(u.ordinal) as ordinals,
         array_agg(u.seller_sku) as skus,
         array_agg(u.value_currency) as currencies,
         array_agg(coalesce(u.value_minor, 0)) as minors
       from unit u
       where u.package_id = d.package_id and (u.returned_at is null or u.returned_at > d.due_at)
         and (not u.reimbursed or not exists (
           select from reimbursed_unit r
           where r.package_id = u.package_id and r.line = u.line and r.ordinal = u.ordinal
             and r.granted_at <= d.due_at and (r.reversed_at is null or r.reversed_at > d.due_at)))) m
   ), decided as (
     update package_state s
     set next_due_at = null, next_due_cause = null, decided_due_at = m.due_at,
       overdue_cause = case when m.lines is not null then m.cause end,
       overdue_lines = m.lines, overdue_ordinals = m.ordinals
     from missing m where s.ctid = m.row_id
   )
   select m.due_at as "dueAt", m.cause, m.policy_version as "policyVersion", p.package_id as "packageId",
     p.package_number as "packageNumber", p.order_id as "orderId", p.seller_id as "sellerId",
     p.seller_fulfillment_order_id as "sellerFulfillmentOrderId", p.marketplace_id as "marketplaceId", p.purpose,
     p.signature_required as "signatureRequired", p.has_number as "hasNumber", p.detail, p.shipped_at as "shippedAt",
     p.estimated_delivery_at as "estimatedDeliveryAt", m.lines, m.ordinals, m.skus, m.currencies, m.minors
   from missing m cross join lateral (select * from package where package_id = m.package_id offset 0) p
   where m.lines is not null
   order by m.due_at, m.package_id`,
);

/** A package found overdue; its missing units as one list per column, in no order. */
export interface OverduePackage {
  dueAt: Instant;
  cause: OverdueCause;
  policyVersion: string;
  packageId: string;
  packageNumber: number;
  orderId: string;
  sellerId: string;
  sellerFulfillmentOrderId: string;
  marketplaceId: string;
  purpose: Purpose;
  signatureRequired: boolean;
  hasNumber: boolean;
  detail: TrackingDetail;
  shippedAt: Instant;
  estimatedDeliveryAt: Instant;
  lines: number[];
  ordinals: number[];
  skus: string[];
  currencies: (string | null)[];
  /** 0 where there is no currency, that is no value. */
  minors: number[];
}

/**
 * Closes the timers of at most `limit` packages that are due by `until`, the oldest due first, and returns those that
 * are overdue. A package of which no unit is missing is closed and says nothing (I-2).
 */
export function decideDue(tx: Tx, until: Instant, limit: number): Promise<OverduePackage[]> {
  return tx.query<OverduePackage>(DECIDE, [until, limit]);
}
