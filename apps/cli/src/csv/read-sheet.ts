import { readFile } from 'node:fs/promises';
import { tell } from '../terminal/lines.js';
import { UserError, messageOf } from '../user-error.js';
import { cellsOf, readHeader } from './columns.js';
import type { CellsOf, Columns } from './columns.js';
import { recordsOf } from './csv-records.js';

/** What is wrong with one line. */
export interface LineFault {
  readonly line: number;
  readonly column: string;
  readonly reason: string;
}

/** A row and the line of the file on which it starts. */
export type Lined<R> = R & { readonly line: number };

/** Notes a fault of the row at hand; gives nothing, so that it can stand where a value would. */
export type Complain<C extends string> = (column: C, reason: string) => undefined;

export interface Sheet<C extends string, R> extends Columns<C> {
  /** The row, or nothing after a complaint. */
  readonly read: (cells: CellsOf<C>, complain: Complain<C>) => R | undefined;
}

/** Reads rows of which all are wanted or none. Pure: the text goes in, rows and every fault come out. */
export function readSheet<C extends string, R extends object>(
  text: string,
  sheet: Sheet<C, R>,
): { rows: Lined<R>[]; faults: LineFault[]; ignored: readonly string[] } {
  const [header, ...body] = recordsOf(text);
  const rows: Lined<R>[] = [];
  const faults: LineFault[] = [];
  if (header === undefined) {
    const reason = `is empty: the first line must name the columns ${sheet.required.join(', ')}`;
    return { rows, faults: [{ line: 1, column: 'file', reason }], ignored: [] };
  }
  const head = readHeader(header.cells, sheet);
  faults.push(...head.faults.map((reason) => ({ line: 1, column: 'header', reason })));
  if (faults.length > 0) return { rows, faults, ignored: head.ignored };
  for (const { line, cells, broken } of body) {
    const before = faults.length;
    const complain = (column: string, reason: string): undefined =>
      void faults.push({ line, column, reason });
    if (broken !== undefined) complain('row', broken);
    else if (cells.length !== header.cells.length)
      complain('row', `has ${cells.length} cells, the header has ${header.cells.length}`);
    else {
      const row = sheet.read(cellsOf(cells, head.positions, sheet), complain);
      if (row !== undefined && faults.length === before) rows.push({ ...row, line });
    }
  }
  if (rows.length === 0 && faults.length === 0)
    faults.push({ line: 2, column: 'file', reason: 'has no rows' });
  return { rows, faults, ignored: head.ignored };
}

/** The rows of a file. @throws UserError with every fault at once, each with its line */
export async function sheetOf<C extends string, R extends object>(
  file: string,
  sheet: Sheet<C, R>,
  across: (rows: readonly Lined<R>[]) => LineFault[],
): Promise<Lined<R>[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UserError(`${file} cannot be read: ${messageOf(error)}`);
  });
  const { rows, faults, ignored } = readSheet(text, sheet);
  const all = [...faults, ...across(rows)].toSorted((a, b) => a.line - b.line);
  if (all.length > 0) throw new UserError([...linesOf(file, all), 'Nothing was sent.'].join('\n'));
  if (ignored.length > 0) tell(`${file}: not read: ${ignored.join(', ')}`);
  return rows;
}

function linesOf(file: string, faults: readonly LineFault[]): string[] {
  return faults.map(({ line, column, reason }) => `${file} line ${line}, column ${column}: ${reason}`);
}

/** A whole number within its bounds, or a complaint. */
export function wholeIn<C extends string>(
  text: string,
  column: C,
  { least, most = 2_147_483_647 }: { least: number; most?: number },
  complain: Complain<C>,
): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const said = text === '' ? 'is empty' : `cannot be taken ("${text}")`;
  return complain(column, `${said}: write a whole number, ${least} or more`);
}

/** A text that must be there, or a complaint. */
export function textIn<C extends string>(
  text: string,
  column: C,
  most: number,
  complain: Complain<C>,
): string | undefined {
  if (text === '') return complain(column, 'is empty');
  if (text.includes('\u0000')) return complain(column, 'holds a NUL character');
  return [...text].length > most ? complain(column, `is longer than ${most} characters`) : text;
}
