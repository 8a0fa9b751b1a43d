import type { Instant, UnitPage, UnitPosition } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';

/** A unit as the law sees it from here. */
export interface AccountingRow extends UnitPosition {
  settlement: string;
  since: Instant;
  reason: string | null;
  currency: string | null;
  grantedMinor: number;
  reversedMinor: number;
  everGranted: boolean;
}

const PAGE = sql(
  'accounting_page',
  `select order_id as "orderId", line, ordinal, settlement, settlement_since as since, reason, currency,
          granted_minor as "grantedMinor", reversed_minor as "reversedMinor", ever_granted as "everGranted"
     from unit where (order_id, line, ordinal) > ($1::uuid, $2::int, $3::int) and ($5::uuid is null or seller_id = $5)
    order by order_id, line, ordinal limit $4`,
);

/** A page of units in the order (orderId, line, ordinal), after the unit given; of one seller when one is named. */
export function accountingRows(
  tx: Tx,
  { after, limit }: UnitPage,
  sellerId?: string,
): Promise<AccountingRow[]> {
  return tx.query<AccountingRow>(PAGE, [after.orderId, after.line, after.ordinal, limit, sellerId ?? null]);
}
