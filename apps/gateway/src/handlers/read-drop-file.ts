import { parse, type Info } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { ReadScans } from '../domain/feed-drafts.js';
import { readFeedRows, type FeedRow, type LineFault } from '../domain/feed-row.js';
import type { FeedReading } from '../domain/feed.js';

const NEVER_CLOSED = 'a quote is opened here and never closed, so the rest of the file is not read';

export type ReadFile = Extract<ReadScans, { scans: unknown }> | { faults: LineFault[] };

/** All scans of a dropped file, or every fault with its line. */
export function readDropFile(bytes: Buffer, feed: FeedReading): ReadFile {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { faults: [{ line: 0, fault: 'the file is not UTF-8' }] };
  }
  const { rows, broken } = rowsOf(text);
  const [header, ...body] = rows;
  if (header === undefined) return { faults: [...broken, { line: 0, fault: 'the file is empty' }] };
  const read = readFeedRows(header.cells, body, feed);
  if ('faults' in read) return { faults: [...read.faults, ...broken] };
  return broken.length > 0 ? { faults: broken } : { scans: read.scans, ignored: 0 };
}

/** What goes beside a file that was refused. */
export const faultsFile = (faults: readonly LineFault[]): string =>
  stringify(
    faults.map(({ line, fault }) => ({ line: line === 0 ? '' : line, fault })),
    // A cell of the file stands in it: no spreadsheet may take it for a formula.
    { header: true, columns: ['line', 'fault'], escape_formulas: true },
  );

function rowsOf(text: string): { rows: FeedRow[]; broken: LineFault[] } {
  let unclosed = 0;
  const parsed = parse(text.replaceAll('\r\n', '\n'), {
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: () => {
      unclosed += 1;
      return undefined;
    },
  }) as unknown as { record: string[]; info: Info }[];
  const rows = parsed.map(({ record, info }) => ({ line: info.lines - breaksIn(record), cells: record }));
  const rest = (parsed.at(-1)?.info.lines ?? 0) + 1;
  return { rows, broken: unclosed > 0 ? [{ line: rest, fault: NEVER_CLOSED }] : [] };
}

// The parser tells the line on which a row ends; a quoted cell may have begun it earlier.
function breaksIn(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + (cell.split(/[\r\n]/).length - 1), 0);
}
