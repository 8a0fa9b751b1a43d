import type { Instant, ReceivedPlace, UnitPage, UnitPosition } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';

/** A unit as the law sees it from here: only one that has its place with returns. */
export interface PlacedRow extends UnitPosition {
  place: ReceivedPlace;
  /** When it got there, as reported. */
  since: Instant;
  /** The latest instant of what this rests on: its shipment's and its report's. */
  recordedAt: Instant;
}

const PAGE = sql(
  'returns_accounting_page',
  `select order_id as "orderId", line, ordinal, place, place_at as since, place_known_at as "recordedAt"
     from unit
    where place is not null and (order_id, line, ordinal) > ($1::uuid, $2::int, $3::int)
      and ($5::uuid is null or seller_id = $5)
    order by order_id, line, ordinal limit $4`,
);

/** A page of units that have a place here, in the order (orderId, line, ordinal), of this seller or of all. */
export function placedUnits(
  tx: Tx,
  { after, limit }: UnitPage,
  sellerId: string | undefined,
): Promise<PlacedRow[]> {
  return tx.query<PlacedRow>(PAGE, [after.orderId, after.line, after.ordinal, limit, sellerId ?? null]);
}
