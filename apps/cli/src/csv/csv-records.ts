import { parse } from 'csv-parse/sync';
import type { Info } from 'csv-parse/sync';

const NEVER_CLOSED = 'a quote is opened here and never closed, so the rest of the file is not read';

/** One row of a file. */
export interface CsvRecord {
  /** Line of the file on which the row starts; the header is line 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** What makes the line no CSV. */
  readonly broken?: string;
}

/** The rows of a CSV text, its header first; empty lines are left out. */
export function recordsOf(text: string): CsvRecord[] {
  const unclosed: CsvRecord[] = [];
  const parsed = parse(text.replaceAll('\r\n', '\n'), {
    bom: true,
    info: true,
    relax_column_count: true,
    // A stray quote is a character like any other; only one that is never closed breaks the file.
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: () => {
      unclosed.push({ line: 0, cells: [], broken: NEVER_CLOSED });
      return undefined;
    },
  }) as unknown as { record: string[]; info: Info }[];
  const records = parsed.map(({ record, info }) => ({ line: info.lines - breaksIn(record), cells: record }));
  const rest = (parsed.at(-1)?.info.lines ?? 0) + 1;
  return [...records, ...unclosed.map((record) => ({ ...record, line: rest }))];
}

// The parser tells the line on which a row ends; a quoted cell may have begun it earlier.
function breaksIn(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + (cell.split(/[\r\n]/).length - 1), 0);
}
