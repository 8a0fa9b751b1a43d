import type { Turn } from '#messaging';
import type { ReturnClaim } from '../domain/claims.js';
import { parcelContent, parcelId, quarantine } from '../domain/quarantined-parcel.js';
import { parcelContents, saveParcels } from '../store/quarantined-parcels.js';
import type { ParcelRow } from '../store/quarantined-parcels.js';
import type { ReadReport } from './read-report.js';

type ReturnReport = Extract<ReadReport, { about: 'return' }>;

/**
 * N-5: parcels that match no order are kept, once, for operators to match. No fact: nobody's unit has moved yet.
 * They are written first and read afterwards, so that two parcels with one receipt cannot both be the first.
 */
export async function quarantineParcels(reports: readonly ReturnReport[], turn: Turn): Promise<void> {
  if (reports.length === 0) return;
  const first = new Map<string, ParcelRow>();
  for (const { claim } of reports) {
    const row = toRow(claim);
    if (!first.has(row.parcelId)) first.set(row.parcelId, row);
  }
  saveParcels(turn.tx, [...first.values()]);
  const kept = await parcelContents(turn.tx, [...first.keys()]);
  for (const { claim, incoming } of reports) {
    const verdict = quarantine(claim, kept.get(parcelId(claim)));
    if (verdict.is !== 'impossible') continue;
    const [{ reason, detail }] = verdict.faults;
    turn.park(incoming, reason, detail);
  }
}

function toRow(claim: ReturnClaim): ParcelRow {
  const { fulfillmentCenterId, receiptId, occurredAt, recordedAt, reporter } = claim;
  return {
    parcelId: parcelId(claim),
    fulfillmentCenterId,
    receiptId,
    occurredAt,
    recordedAt,
    content: parcelContent(claim),
    publisherId: reporter.publisherId,
    publisher: reporter.name,
  };
}
