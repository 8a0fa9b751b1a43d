import type {
  CurrentStatus,
  EventCode,
  FaultParty,
  Incident,
  Instant,
  Location,
  PackagePlace,
} from '#contracts';
import { columns, sql } from '#postgres';
import type { Tx } from '#postgres';
import type { ReportedScan } from '../domain/reported-scan.js';

/** A scan with who reported it and what it led to. */
export interface NewScan extends ReportedScan {
  orderId: string;
  sellerId: string;
  publisherId: string;
  publisher: string;
  placeAfter: PackagePlace;
  statusAfter: CurrentStatus;
}

const INSERT = sql(
  'scan_insert',
  `insert into scan (scan_id, package_id, order_id, seller_id, event_code, status, raw_code, occurred_at,
     corrects_raw_code, corrects_occurred_at, incident, fault_party, location, carrier_estimate, content, by_number,
     publisher_id, publisher, reported_at, place_after, status_after, heard_at)
   select scan_id, package_id, order_id, seller_id, event_code, status, raw_code, instant(occurred_at),
     corrects_raw_code, instant(corrects_at), incident, fault_party, location, carrier_estimate, content, by_number,
     publisher_id, publisher, instant(reported_at), place_after, status_after, (select clock_now())
   from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::bigint[],
     $9::text[], $10::bigint[], $11::text[], $12::text[], $13::jsonb[], $14::text[], $15::uuid[], $16::boolean[],
     $17::uuid[], $18::text[], $19::bigint[], $20::text[], $21::text[])
     as s (scan_id, package_id, order_id, seller_id, event_code, status, raw_code, occurred_at, corrects_raw_code,
       corrects_at, incident, fault_party, location, carrier_estimate, content, by_number, publisher_id, publisher,
       reported_at, place_after, status_after)`,
);

/** Adds scans of packages whose rows are locked and whose scans were read under that lock. */
export function insertScans(tx: Tx, scans: readonly NewScan[]): void {
  if (scans.length === 0) return;
  tx.send(
    INSERT,
    columns(scans, {
      scanId: (scan) => scan.scanId,
      packageId: (scan) => scan.packageId,
      orderId: (scan) => scan.orderId,
      sellerId: (scan) => scan.sellerId,
      eventCode: (scan) => scan.eventCode,
      status: (scan) => scan.status,
      rawCode: (scan) => scan.rawCode,
      occurredAt: (scan) => scan.occurredAt,
      correctsRawCode: (scan) => scan.corrects?.rawCode,
      correctsAt: (scan) => scan.corrects?.occurredAt,
      incident: (scan) => scan.incident,
      faultParty: (scan) => scan.faultParty,
      location: (scan) => scan.location && JSON.stringify(scan.location),
      carrierEstimate: (scan) => scan.carrierEstimate,
      content: (scan) => scan.content,
      byNumber: (scan) => scan.byNumber,
      publisherId: (scan) => scan.publisherId,
      publisher: (scan) => scan.publisher,
      reportedAt: (scan) => scan.reportedAt,
      placeAfter: (scan) => scan.placeAfter,
      statusAfter: (scan) => scan.statusAfter,
    }),
  );
}

interface ScanRow {
  scan_id: string;
  package_id: string;
  event_code: EventCode;
  status: CurrentStatus | null;
  raw_code: string;
  occurred_at: Instant;
  corrects_raw_code: string | null;
  corrects_occurred_at: Instant | null;
  incident: Incident | null;
  content: string;
  by_number: boolean;
}

/** What the state of a package needs of a scan, and what tells a repetition. */
export type KnownScan = Pick<
  ReportedScan,
  | 'scanId'
  | 'packageId'
  | 'eventCode'
  | 'status'
  | 'rawCode'
  | 'occurredAt'
  | 'corrects'
  | 'incident'
  | 'content'
  | 'byNumber'
>;

function fromRow(row: ScanRow): KnownScan {
  const { corrects_raw_code: rawCode, corrects_occurred_at: occurredAt } = row;
  return {
    scanId: row.scan_id,
    packageId: row.package_id,
    eventCode: row.event_code,
    status: row.status ?? undefined,
    rawCode: row.raw_code,
    occurredAt: row.occurred_at,
    corrects: rawCode !== null && occurredAt !== null ? { rawCode, occurredAt } : undefined,
    incident: row.incident ?? undefined,
    content: row.content,
    byNumber: row.by_number,
  };
}

const OF_PACKAGES = sql(
  'scan_of_packages',
  `select s.scan_id, s.package_id, s.event_code, s.status, s.raw_code, s.occurred_at, s.corrects_raw_code,
     s.corrects_occurred_at, s.incident, s.content, s.by_number
   from unnest($1::uuid[]) as k (id)
   cross join lateral (select * from scan where package_id = k.id and moved_to is null offset 0) s`,
);

export async function scansOfPackages(tx: Tx, packageIds: readonly string[]): Promise<KnownScan[]> {
  if (packageIds.length === 0) return [];
  return (await tx.query<ScanRow>(OF_PACKAGES, [packageIds])).map(fromRow);
}

/** A scan as it was kept, with all that was said of it. */
export interface KeptScan extends KnownScan {
  faultParty?: FaultParty | undefined;
  location?: Location | undefined;
  carrierEstimate?: string | undefined;
  publisherId: string;
  publisher: string;
  reportedAt: Instant;
  heardAt: Instant;
  placeAfter: PackagePlace;
  statusAfter: CurrentStatus;
  movedTo?: string | undefined;
}

interface KeptRow extends ScanRow {
  fault_party: FaultParty | null;
  location: Location | null;
  carrier_estimate: string | null;
  publisher_id: string;
  publisher: string;
  reported_at: Instant;
  heard_at: Instant;
  place_after: PackagePlace;
  status_after: CurrentStatus;
  moved_to: string | null;
}

function keptFromRow(row: KeptRow): KeptScan {
  return {
    ...fromRow(row),
    faultParty: row.fault_party ?? undefined,
    location: row.location ?? undefined,
    carrierEstimate: row.carrier_estimate ?? undefined,
    publisherId: row.publisher_id,
    publisher: row.publisher,
    reportedAt: row.reported_at,
    heardAt: row.heard_at,
    placeAfter: row.place_after,
    statusAfter: row.status_after,
    movedTo: row.moved_to ?? undefined,
  };
}

const KEPT = sql(
  'scan_kept',
  `select scan.* from scan where package_id = any ($1::uuid[]) order by occurred_at, reported_at, scan_id`,
);

/** Everything ever reported of these packages, also what was moved to another. */
export async function keptScans(tx: Tx, packageIds: readonly string[]): Promise<KeptScan[]> {
  return (await tx.query<KeptRow>(KEPT, [packageIds])).map(keptFromRow);
}

const MOVE = sql(
  'scan_move',
  `update scan s set moved_to = n.package_id
   from unnest($1::uuid[], $2::uuid[]) as n (scan_id, package_id) where s.scan_id = n.scan_id
   returning s.*`,
);

/** Takes scans away from their package: they stay, but count for the other from now on. Returns them whole. */
export async function takeAway(
  tx: Tx,
  scans: readonly { scanId: string; toPackageId: string }[],
): Promise<KeptScan[]> {
  if (scans.length === 0) return [];
  const rows = await tx.query<KeptRow>(
    MOVE,
    columns(scans, { scanId: (scan) => scan.scanId, to: (scan) => scan.toPackageId }),
  );
  return rows.map(keptFromRow);
}
