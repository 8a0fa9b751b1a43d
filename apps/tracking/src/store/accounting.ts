import type { Instant, PackagePlace, UnitPage, UnitPosition } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';

/** A shipped unit as `tracking` claims it; without a place it is handed over to `returns`. */
export interface AccountedUnit extends UnitPosition {
  packageId: string;
  place: PackagePlace | null;
  since: Instant;
  /** The due at which DeliveryOverdue named it. */
  overdueAt: Instant | null;
  /** When this row last changed here. */
  recordedAt: Instant;
}

const PAGE = sql(
  'accounting_page',
  `select u.order_id as "orderId", u.line, u.ordinal, u.package_id as "packageId", u.place, u.place_since as since,
     case when exists (select from unnest(s.overdue_lines, s.overdue_ordinals) as o (line, ordinal)
       where o.line = u.line and o.ordinal = u.ordinal) then s.decided_due_at end as "overdueAt", u.recorded_at as "recordedAt"
   from unit u join package_state s using (package_id)
   where (u.order_id, u.line, u.ordinal) > ($1, $2, $3) and ($5::uuid is null or u.seller_id = $5)
   order by u.order_id, u.line, u.ordinal limit $4`,
);

/** A page of units in the order (orderId, line, ordinal), after the unit given; of one seller when one is named. */
export function accountingPage(
  tx: Tx,
  { after, limit }: UnitPage,
  sellerId?: string,
): Promise<AccountedUnit[]> {
  return tx.query<AccountedUnit>(PAGE, [after.orderId, after.line, after.ordinal, limit, sellerId ?? null]);
}
