/** The columns that a file must have and may have; all others are ignored, and named once. */
export interface Columns<C extends string> {
  readonly required: readonly C[];
  readonly optional: readonly C[];
}

/** The cells of one row by column, trimmed; a column that the file lacks reads as empty. */
export type CellsOf<C extends string> = Readonly<Record<C, string>>;

/** What the header line says, or everything that is wrong with it. */
export interface HeaderRead<C extends string> {
  /** Position of each known column in a row. */
  readonly positions: ReadonlyMap<C, number>;
  readonly ignored: readonly string[];
  readonly faults: readonly string[];
}

export function readHeader<C extends string>(header: readonly string[], columns: Columns<C>): HeaderRead<C> {
  const all = [...columns.required, ...columns.optional];
  const names = header.map((name) => name.trim().toLowerCase());
  const positions = new Map<C, number>();
  const faults: string[] = [];
  names.forEach((name, position) => {
    const column = all.find((one) => one === name);
    if (column === undefined) return;
    if (positions.has(column)) faults.push(`column ${column} is there twice`);
    else positions.set(column, position);
  });
  const missing = columns.required.filter((name) => !positions.has(name));
  if (missing.length > 0) faults.push(`the header lacks ${missing.join(', ')}`);
  return { positions, ignored: names.filter((name) => !all.some((column) => column === name)), faults };
}

export function cellsOf<C extends string>(
  record: readonly string[],
  positions: ReadonlyMap<C, number>,
  { required, optional }: Columns<C>,
): CellsOf<C> {
  const cell = (column: C): string => {
    const position = positions.get(column);
    return position === undefined ? '' : (record[position] ?? '').trim();
  };
  const entries = [...required, ...optional].map((column) => [column, cell(column)] as const);
  return Object.fromEntries(entries) as Record<C, string>;
}
