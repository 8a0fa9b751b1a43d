import { given } from './feed-json.js';
import { checked, type Draft, type Drafts, type ReadScans } from './feed-drafts.js';
import { carrierTime } from './feed-time.js';
import type { FeedReading } from './feed.js';

/** A row of a dropped file, and the line on which it begins. */
export interface FeedRow {
  line: number;
  cells: readonly string[];
}

/** A fault of a dropped file; line 0 is the file as a whole. */
export interface LineFault {
  line: number;
  fault: string;
}

const REQUIRED = ['occurred_at', 'event_code', 'raw_code'];
const NAMES = ['tracking_number', 'package_id'];
const KNOWN = new Set([
  ...REQUIRED,
  ...NAMES,
  'status',
  'city',
  'state_or_region',
  'country_code',
  'incident',
  'fault_party',
  'corrects_raw_code',
  'corrects_occurred_at',
  'estimated_delivery_at',
]);

/** All scans of a file, or every fault with its line; never both. Columns that we do not know are left alone. */
export function readFeedRows(
  header: readonly string[],
  rows: readonly FeedRow[],
  feed: FeedReading,
): { scans: Extract<ReadScans, { scans: unknown }>['scans'] } | { faults: LineFault[] } {
  const columns = header.map((name) => name.trim().toLowerCase());
  const faults = faultsInHeader(columns).map((fault): LineFault => ({ line: 1, fault }));
  if (faults.length > 0) return { faults };
  if (rows.length === 0) return { faults: [{ line: 0, fault: 'the file has no rows' }] };
  const drafts: Draft[] = [];
  for (const { line, cells } of rows) {
    if (cells.length === columns.length)
      drafts.push({ at: String(line), report: reportOf(columns, cells, feed) });
    else faults.push({ line, fault: `has ${cells.length} cells, the header has ${columns.length}` });
  }
  const read = checked({ drafts, faults: [], ignored: 0 } satisfies Drafts);
  if ('faults' in read) faults.push(...read.faults.map(lineOf));
  if (faults.length > 0) return { faults: faults.toSorted((a, b) => a.line - b.line) };
  return { scans: 'scans' in read ? read.scans : [] };
}

function faultsInHeader(columns: readonly string[]): string[] {
  const missing = REQUIRED.filter((name) => !columns.includes(name));
  const twice = columns.filter((name, at) => KNOWN.has(name) && columns.indexOf(name) !== at);
  return [
    ...missing.map((name) => `the column ${name} is missing`),
    ...(NAMES.some((name) => columns.includes(name))
      ? []
      : [`one of the columns ${NAMES.join(', ')} is needed`]),
    ...twice.map((name) => `the column ${name} is there twice`),
  ];
}

function reportOf(columns: readonly string[], cells: readonly string[], feed: FeedReading): object {
  const cell = (name: string): string | undefined => cells[columns.indexOf(name)]?.trim() || undefined;
  // What is no time stays as it is: the contract says so, with the line.
  const time = (name: string): string | undefined => {
    const text = cell(name);
    return text === undefined ? undefined : (carrierTime(text, feed.timeZone) ?? text);
  };
  const [trackingNumber, packageId] = [cell('tracking_number'), cell('package_id')];
  const part = (fields: object): object | undefined => {
    const some = given(fields);
    return Object.keys(some).length > 0 ? some : undefined;
  };
  return given({
    package: given(packageId === undefined ? { carrierCode: feed.carrier, trackingNumber } : { packageId }),
    eventCode: cell('event_code'),
    status: cell('status'),
    rawCode: cell('raw_code'),
    occurredAt: time('occurred_at'),
    incident: cell('incident'),
    faultParty: cell('fault_party'),
    estimatedDeliveryAt: cell('estimated_delivery_at'),
    corrects: part({ rawCode: cell('corrects_raw_code'), occurredAt: time('corrects_occurred_at') }),
    location: part({
      city: cell('city'),
      stateOrRegion: cell('state_or_region'),
      countryCode: cell('country_code'),
    }),
  });
}

function lineOf(fault: string): LineFault {
  const match = /^(\d+)\.(.*)$/s.exec(fault);
  return match ? { line: Number(match[1]), fault: match[2] ?? '' } : { line: 0, fault };
}
