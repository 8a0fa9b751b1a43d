import { cellsOf, readHeader } from '../csv/columns.js';
import type { HeaderRead } from '../csv/columns.js';
import { recordsOf } from '../csv/csv-records.js';
import type { CsvRecord } from '../csv/csv-records.js';
import { MOST_UNITS, readRow } from './read-row.js';
import type { RowAlone, ValueDefaults } from './read-row.js';
import { replayColumns } from './row-columns.js';
import type { Column } from './row-columns.js';
import type { BadRow, ShipmentRow, SkippedRow } from './shipment-row.js';

/** Most lines that one order may have (O-2): each row is one. */
const MOST_LINES = 100;

/** A file read: what is taken, what is not, and why. */
export interface RowsRead {
  readonly rows: ShipmentRow[];
  /** In file order; several faults of one row share its line. */
  readonly bad: BadRow[];
  readonly skipped: SkippedRow[];
  readonly ignoredColumns: readonly string[];
}

/** The file as a whole cannot be taken; the message says what to do. */
export class FileRefused extends Error {}

/**
 * Reads the shipments of a CSV file. Pure: the text goes in, rows and faults come out.
 * @param options.strict stops after the first bad row
 * @throws FileRefused when it has no header or lacks required columns
 */
export function readRows(text: string, options: ValueDefaults & { strict?: boolean }): RowsRead {
  const [header, ...body] = recordsOf(text);
  if (header === undefined) throw new FileRefused('the file is empty: the first line must name the columns');
  const head = readHeader(header.cells, replayColumns);
  if (head.faults.length > 0) throw new FileRefused(head.faults.join('; '));
  const sheet = new Sheet(head, header.cells.length, options);
  for (const record of body) {
    if (options.strict === true && sheet.bad.length > 0) break;
    sheet.take(record);
  }
  return { rows: sheet.rows, bad: sheet.bad, skipped: sheet.skipped, ignoredColumns: head.ignored };
}

/** The rules that look at other rows: equal rows, packages of one order, limits of an order. */
class Sheet {
  readonly rows: ShipmentRow[] = [];
  readonly bad: BadRow[] = [];
  readonly skipped: SkippedRow[] = [];
  private readonly seen = new Map<string, number>();
  private readonly orders = new Map<string, { first: ShipmentRow; lines: number; units: number }>();

  constructor(
    private readonly head: HeaderRead<Column>,
    private readonly width: number,
    private readonly defaults: ValueDefaults,
  ) {}

  take(record: CsvRecord): void {
    const { line } = record;
    if (record.broken !== undefined) return this.refuse(line, 'row', record.broken);
    if (record.cells.length !== this.width) {
      return this.refuse(line, 'row', `has ${record.cells.length} cells, the header has ${this.width}`);
    }
    const { row, faults } = readRow(cellsOf(record.cells, this.head.positions, replayColumns), this.defaults);
    if (row === undefined) return faults.forEach(({ column, reason }) => this.refuse(line, column, reason));
    const content = JSON.stringify([row, this.unknownCells(record.cells)]);
    const sameAs = this.seen.get(content);
    if (sameAs !== undefined) return void this.skipped.push({ line, sameAs });
    if (this.accept(line, row)) this.seen.set(content, line);
  }

  private accept(line: number, row: RowAlone): boolean {
    const order = this.orders.get(row.orderId);
    const fault = order && faultWithin(order, row);
    if (fault !== undefined) {
      this.refuse(line, ...fault);
      return false;
    }
    const number = (order?.lines ?? 0) + 1;
    const accepted = { ...row, line, number };
    const first = order?.first ?? accepted;
    this.orders.set(row.orderId, { first, lines: number, units: (order?.units ?? 0) + row.quantity });
    this.rows.push(accepted);
    return true;
  }

  // Two packages may differ in nothing that we read but, say, in their weight.
  private unknownCells(cells: readonly string[]): string[] {
    const read = new Set(this.head.positions.values());
    return cells.filter((_, position) => !read.has(position)).map((cell) => cell.trim());
  }

  private refuse(line: number, column: string, reason: string): void {
    this.bad.push({ line, column, reason });
  }
}

function faultWithin(
  order: { first: ShipmentRow; lines: number; units: number },
  row: RowAlone,
): [column: string, reason: string] | undefined {
  const { first } = order;
  if (first.purpose !== row.purpose) {
    return [
      'purpose',
      `order ${row.orderId} is a ${first.purpose} on line ${first.line}, here a ${row.purpose}`,
    ];
  }
  if (order.lines + 1 > MOST_LINES) return ['order_id', `an order has at most ${MOST_LINES} lines (O-2)`];
  if (order.units + row.quantity > MOST_UNITS)
    return ['quantity', `an order has at most ${MOST_UNITS} units (O-2)`];
  return undefined;
}
