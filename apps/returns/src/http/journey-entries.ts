import { toIso, type JourneyEntry } from '#contracts';
import type { JourneyRow, ToldUnit } from '../store/journey-rows.js';

/** A report that was accepted, and what the fact says of each unit. */
export function entriesOf(row: JourneyRow): JourneyEntry[] {
  const units = row.units ?? [];
  const [at, recordedAt] = [toIso(row.occurredAt), toIso(row.recordedAt)];
  const report: JourneyEntry = {
    at,
    recordedAt,
    kind: 'report',
    type: row.type,
    text: `${row.publisher} reported ${whatIs(row, units)}`,
    rules: rulesOf(row),
    data: { publisher: row.publisher, claim: row.claim },
  };
  const facts = units.filter(({ told }) => told).map((unit) => factOf(row, unit, recordedAt));
  return [report, ...facts];
}

function factOf(row: JourneyRow, unit: ToldUnit, at: string): JourneyEntry {
  const { line, ordinal, packageId, place, condition } = unit;
  const text =
    row.type === 'ReturnReceived'
      ? `unit ${line}/${ordinal} is ${place}, found ${condition}`
      : `unit ${line}/${ordinal} is damaged: ${row.claim.cause}, fault ${row.claim.faultParty}`;
  return {
    at,
    kind: 'fact',
    type: row.type,
    packageId,
    unit: { line, ordinal },
    text,
    rules: rulesOf(row),
    data: { line, ordinal, place, condition, occurredAt: toIso(row.occurredAt) },
  };
}

function whatIs(row: JourneyRow, units: readonly ToldUnit[]): string {
  const count = units.length === 1 ? '1 unit' : `${units.length} units`;
  if (row.type === 'UnitDamaged') {
    const { foundAt, cause, faultParty } = row.claim;
    return units.length === 0
      ? `damage that was known already (${cause}, found ${foundAt})`
      : `${count} damaged: ${cause}, found ${foundAt}, fault ${faultParty}`;
  }
  const { kind, receiptId, fulfillmentCenterId } = row.claim;
  const back = kind === 'undelivered' ? 'back undelivered' : 'sent back by the buyer';
  const late = units.every(({ told }) => !told) ? '; an earlier step of what is known already' : '';
  return `${count} ${back} at ${fulfillmentCenterId}, receipt ${receiptId}${late}`;
}

function rulesOf({ type }: JourneyRow): string[] {
  return type === 'UnitDamaged' ? ['R-4'] : ['N-7', 'N-8'];
}
