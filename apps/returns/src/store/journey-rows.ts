import type { Instant, ReturnReceivedReport, UnitDamagedReport } from '#contracts';
import { sql } from '#postgres';
import type { Tx } from '#postgres';

/** A unit that an accepted report was about. */
export interface ToldUnit {
  line: number;
  ordinal: number;
  packageId: string;
  /** Of a return: where it went and how it was; absent of a damage. */
  place?: string;
  condition?: string;
  /** Whether the fact tells of it: its place changed, or its damage is new. */
  told: boolean;
}

/** An accepted report with the units it turned out to mean. */
export type JourneyRow = {
  reportId: string;
  occurredAt: Instant;
  recordedAt: Instant;
  publisher: string;
  units: ToldUnit[] | null;
} & (
  { type: 'ReturnReceived'; claim: ReturnReceivedReport } | { type: 'UnitDamaged'; claim: UnitDamagedReport }
);

const REPORTS = sql(
  'returns_journey',
  `select r.report_id as "reportId", r.type, r.claim, r.occurred_at as "occurredAt", r.recorded_at as "recordedAt",
          r.publisher,
          case r.type
            when 'ReturnReceived' then (
              select json_agg(json_build_object('line', s.line, 'ordinal', s.ordinal, 'packageId', u.package_id,
                       'place', s.place, 'condition', s.condition, 'told', s.moved) order by s.line, s.ordinal)
                from step s join unit u using (order_id, line, ordinal)
               where s.order_id = r.order_id and s.report_id = r.report_id)
            else (
              select json_agg(json_build_object('line', d.line, 'ordinal', d.ordinal, 'packageId', u.package_id,
                       'told', true) order by d.line, d.ordinal)
                from damage d join unit u using (order_id, line, ordinal)
               where d.order_id = r.order_id and d.report_id = r.report_id)
          end as units
     from report r
    where r.order_id = $1::uuid and ($2::uuid is null or r.seller_id = $2)
    order by r.occurred_at, r.recorded_at, r.report_id`,
);

/** All that was reported of an order and accepted, in the order in which it is said to have happened. */
export function journeyRows(tx: Tx, orderId: string, sellerId: string | undefined): Promise<JourneyRow[]> {
  return tx.query<JourneyRow>(REPORTS, [orderId, sellerId ?? null]);
}
