import type { Instant } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';

export interface ParcelRow {
  parcelId: string;
  fulfillmentCenterId: string;
  receiptId: string;
  content: string;
  occurredAt: Instant;
  recordedAt: Instant;
  publisherId: string;
  publisher: string;
}

const INSERT = sql(
  'returns_parcel_insert',
  `insert into quarantined_parcel (parcel_id, fulfillment_center_id, receipt_id, content, occurred_at, recorded_at,
                                   publisher_id, publisher)
   select parcel_id, fulfillment_center_id, receipt_id, content, instant(occurred_at), instant(recorded_at),
          publisher_id, publisher
   from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::uuid[], $8::text[])
     as p (parcel_id, fulfillment_center_id, receipt_id, content, occurred_at, recorded_at, publisher_id, publisher)
   order by parcel_id
   on conflict (parcel_id) do nothing`,
);
const CONTENTS = sql(
  'returns_parcel_contents',
  'select parcel_id as "parcelId", content from quarantined_parcel where parcel_id = any($1::uuid[])',
);

/** Keeps parcels; of one that is known already, and of two with one id, the first stays. */
export function saveParcels(tx: Tx, parcels: readonly ParcelRow[]): void {
  if (parcels.length === 0) return;
  tx.send(
    INSERT,
    columns(parcels, {
      parcelId: (row) => row.parcelId,
      fulfillmentCenterId: (row) => row.fulfillmentCenterId,
      receiptId: (row) => row.receiptId,
      content: (row) => row.content,
      occurredAt: (row) => row.occurredAt,
      recordedAt: (row) => row.recordedAt,
      publisherId: (row) => row.publisherId,
      publisher: (row) => row.publisher,
    }),
  );
}

/** What is kept of these parcels, by id. */
export async function parcelContents(tx: Tx, parcelIds: readonly string[]): Promise<Map<string, string>> {
  if (parcelIds.length === 0) return new Map();
  const rows = await tx.query<{ parcelId: string; content: string }>(CONTENTS, [parcelIds]);
  return new Map(rows.map(({ parcelId, content }) => [parcelId, content]));
}

const UNMATCHED = sql(
  'returns_parcels_unmatched',
  `select parcel_id as "parcelId", fulfillment_center_id as "fulfillmentCenterId", receipt_id as "receiptId", content,
          occurred_at as "occurredAt", recorded_at as "recordedAt", publisher_id as "publisherId", publisher
     from quarantined_parcel as parcel
    where (recorded_at, parcel_id) > (instant($1::bigint), $2::uuid)
      and not exists (select 1 from report where report.parcel_id = parcel.parcel_id)
    order by recorded_at, parcel_id limit $3`,
);

/**
 * N-5: parcels whose order nobody has found, the oldest first. A parcel is matched once a receipt of the same number
 * at the same centre names its order: found by a look at both, so it does not matter which came first.
 */
export function unmatchedParcels(
  tx: Tx,
  after: { recordedAt: Instant; parcelId: string },
  limit: number,
): Promise<ParcelRow[]> {
  return tx.query<ParcelRow>(UNMATCHED, [after.recordedAt, after.parcelId, limit]);
}
