/** The columns that a replay reads; all others are ignored, and named once. */
export const requiredColumns = ['order_id', 'shipped_at', 'estimated_delivery_at', 'delivered_at'] as const;

export const optionalColumns = [
  'sku',
  'quantity',
  'unit_value',
  'currency',
  'carrier',
  'tracking_number',
  'signature_required',
  'purpose',
  'detail',
] as const;

export type Column = (typeof requiredColumns)[number] | (typeof optionalColumns)[number];

/** The cells of one row by column, trimmed; a column that the file lacks reads as empty. */
export type Cells = Readonly<Record<Column, string>>;

const known: readonly string[] = [...requiredColumns, ...optionalColumns];

/** What the header line says, or everything that is wrong with it. */
export interface HeaderRead {
  /** Position of each known column in a row. */
  readonly positions: ReadonlyMap<Column, number>;
  readonly ignored: readonly string[];
  readonly faults: readonly string[];
}

export function readHeader(header: readonly string[]): HeaderRead {
  const names = header.map((name) => name.trim().toLowerCase());
  const positions = new Map<Column, number>();
  const faults: string[] = [];
  names.forEach((name, position) => {
    if (!isColumn(name)) return;
    if (positions.has(name)) faults.push(`column ${name} is there twice`);
    else positions.set(name, position);
  });
  const missing = requiredColumns.filter((name) => !positions.has(name));
  if (missing.length > 0) faults.push(`the header lacks ${missing.join(', ')}`);
  return { positions, ignored: names.filter((name) => !isColumn(name)), faults };
}

export function cellsOf(record: readonly string[], positions: HeaderRead['positions']): Cells {
  const cell = (column: Column): string => {
    const position = positions.get(column);
    return position === undefined ? '' : (record[position] ?? '').trim();
  };
  const entries = [...requiredColumns, ...optionalColumns].map((column) => [column, cell(column)] as const);
  return Object.fromEntries(entries) as Record<Column, string>;
}

function isColumn(name: string): name is Column {
  return known.includes(name);
}
