import type { FaultParty, FoundAt, Instant } from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { Step, Unit } from '../domain/unit.js';
import { lastStep, placeSince } from '../domain/unit.js';
import type { KnownOrder } from './heard-orders.js';

/** A report that was accepted, as it is kept for ever. */
export interface ReportRow {
  reportId: string;
  order: KnownOrder;
  type: 'ReturnReceived' | 'UnitDamaged';
  content: string;
  /** What was claimed, in the publisher's words. */
  claim: object;
  occurredAt: Instant;
  recordedAt: Instant;
  publisherId: string;
  publisher: string;
  parcelId?: string;
}

export interface StepRow {
  order: KnownOrder;
  line: number;
  ordinal: number;
  step: Step;
  moved: boolean;
}

export interface DamageRow {
  order: KnownOrder;
  line: number;
  ordinal: number;
  foundAt: FoundAt;
  cause: string;
  faultParty: FaultParty;
  reportId: string;
}

export interface PlacedUnit {
  order: KnownOrder;
  unit: Unit;
}

const INSERT_REPORTS = sql(
  'returns_report_insert',
  `insert into report (report_id, order_id, seller_id, type, content, claim, occurred_at, recorded_at, publisher_id,
                       publisher, parcel_id)
   select report_id, order_id, seller_id, type, content, claim, instant(occurred_at), instant(recorded_at),
          publisher_id, publisher, parcel_id
   from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::jsonb[], $7::bigint[], $8::bigint[],
               $9::uuid[], $10::text[], $11::uuid[])
     as r (report_id, order_id, seller_id, type, content, claim, occurred_at, recorded_at, publisher_id, publisher,
           parcel_id)`,
);

export function saveReports(tx: Tx, reports: readonly ReportRow[]): void {
  if (reports.length === 0) return;
  tx.send(
    INSERT_REPORTS,
    columns(reports, {
      reportId: (row) => row.reportId,
      orderId: (row) => row.order.orderId,
      sellerId: (row) => row.order.sellerId,
      type: (row) => row.type,
      content: (row) => row.content,
      claim: (row) => JSON.stringify(row.claim),
      occurredAt: (row) => row.occurredAt,
      recordedAt: (row) => row.recordedAt,
      publisherId: (row) => row.publisherId,
      publisher: (row) => row.publisher,
      parcelId: (row) => row.parcelId ?? null,
    }),
  );
}

const INSERT_STEPS = sql(
  'returns_step_insert',
  `insert into step (order_id, line, ordinal, report_id, seller_id, receipt_id, place, condition,
                     fulfillment_center_id, kind, tracking_number, rma_id, occurred_at, recorded_at, moved)
   select order_id, line, ordinal, report_id, seller_id, receipt_id, place, condition, fulfillment_center_id, kind,
          tracking_number, rma_id, instant(occurred_at), instant(recorded_at), moved
   from unnest($1::uuid[], $2::int[], $3::int[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[],
               $9::text[], $10::text[], $11::text[], $12::text[], $13::bigint[], $14::bigint[], $15::boolean[])
     as s (order_id, line, ordinal, report_id, seller_id, receipt_id, place, condition, fulfillment_center_id, kind,
           tracking_number, rma_id, occurred_at, recorded_at, moved)`,
);

export function saveSteps(tx: Tx, steps: readonly StepRow[]): void {
  if (steps.length === 0) return;
  tx.send(
    INSERT_STEPS,
    columns(steps, {
      orderId: (row) => row.order.orderId,
      line: (row) => row.line,
      ordinal: (row) => row.ordinal,
      reportId: (row) => row.step.reportId,
      sellerId: (row) => row.order.sellerId,
      receiptId: (row) => row.step.receiptId,
      place: (row) => row.step.place,
      condition: (row) => row.step.condition,
      fulfillmentCenterId: (row) => row.step.fulfillmentCenterId,
      kind: (row) => row.step.kind,
      trackingNumber: (row) => row.step.trackingNumber ?? null,
      rmaId: (row) => row.step.rmaId ?? null,
      occurredAt: (row) => row.step.occurredAt,
      recordedAt: (row) => row.step.recordedAt,
      moved: (row) => row.moved,
    }),
  );
}

const INSERT_DAMAGES = sql(
  'returns_damage_insert',
  `insert into damage (order_id, line, ordinal, found_at, cause, seller_id, fault_party, report_id)
   select * from unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::uuid[])`,
);

export function saveDamages(tx: Tx, damages: readonly DamageRow[]): void {
  if (damages.length === 0) return;
  tx.send(
    INSERT_DAMAGES,
    columns(damages, {
      orderId: (row) => row.order.orderId,
      line: (row) => row.line,
      ordinal: (row) => row.ordinal,
      foundAt: (row) => row.foundAt,
      cause: (row) => row.cause,
      sellerId: (row) => row.order.sellerId,
      faultParty: (row) => row.faultParty,
      reportId: (row) => row.reportId,
    }),
  );
}

const PLACE_UNITS = sql(
  'returns_unit_place',
  `update unit set place = p.place, place_at = instant(p.place_at), place_known_at = instant(p.place_known_at)
   from unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::bigint[], $6::bigint[])
     as p (order_id, line, ordinal, place, place_at, place_known_at)
   where (unit.order_id, unit.line, unit.ordinal) = (p.order_id, p.line, p.ordinal)`,
);

/** Where the units are now; each unit once. */
export function savePlaces(tx: Tx, units: readonly PlacedUnit[]): void {
  if (units.length === 0) return;
  tx.send(
    PLACE_UNITS,
    columns(units, {
      orderId: ({ order }) => order.orderId,
      line: ({ unit }) => unit.line,
      ordinal: ({ unit }) => unit.ordinal,
      place: ({ unit }) => lastStep(unit)?.place ?? null,
      placeAt: ({ unit }) => lastStep(unit)?.occurredAt ?? null,
      placeKnownAt: ({ unit }) => placeSince(unit) ?? null,
    }),
  );
}
