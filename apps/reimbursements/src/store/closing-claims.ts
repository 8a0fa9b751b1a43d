import type { Instant } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';
import type { OrderCase } from './order-cases.js';

/** A package whose seller can state nothing any more after `closesAt`. */
export interface ClosingClaim extends OrderCase {
  packageId: string;
  closesAt: Instant;
}

/** When the first open window closes. */
export const NEXT_CLOSE = sql(
  'claim_next_close',
  'select min(claim_closes_at) as due from unit where claim_closes_at is not null',
);

const CLOSING = sql(
  'claim_closing',
  `select order_id as "orderId", package_id as "packageId", order_case.seller_id as "sellerId",
          seller_fulfillment_order_id as "sellerFulfillmentOrderId", claim_closes_at as "closesAt"
     from unit join order_case using (order_id)
    where claim_closes_at <= instant($1)
    order by claim_closes_at, order_id, line, ordinal limit $2`,
);

/** Packages whose window had closed by `until`, the oldest first. */
export async function closingClaims(tx: Tx, until: Instant, limit: number): Promise<ClosingClaim[]> {
  const units = await tx.query<ClosingClaim>(CLOSING, [until, limit]);
  return [...new Map(units.map((unit) => [unit.packageId, unit])).values()];
}
