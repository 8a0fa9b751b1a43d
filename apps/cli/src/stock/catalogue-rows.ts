import { MoneyError, parseMoney } from '#contracts';
import type { CellsOf } from '../csv/columns.js';
import { textIn, wholeIn } from '../csv/read-sheet.js';
import type { Complain, LineFault, Lined, Sheet } from '../csv/read-sheet.js';

/** A SKU as PUT /catalogue/skus takes it. */
export interface SkuRow {
  readonly sellerSku: string;
  readonly title: string;
  readonly lengthMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly weightGrams: number;
  readonly unitValue?: { readonly currencyCode: string; readonly value: string };
  readonly dangerousGoods?: boolean;
  readonly lowStockAt?: number;
  readonly excludedFeatures?: readonly string[];
}

type Column =
  | 'sku'
  | 'title'
  | 'length_mm'
  | 'width_mm'
  | 'height_mm'
  | 'weight_grams'
  | 'unit_value'
  | 'currency'
  | 'dangerous_goods'
  | 'low_stock_at'
  | 'excluded_features';

/** The columns of a catalogue; samples/README.md says what they mean. */
export const catalogueSheet: Sheet<Column, SkuRow> = {
  required: ['sku', 'title', 'length_mm', 'width_mm', 'height_mm', 'weight_grams'],
  optional: ['unit_value', 'currency', 'dangerous_goods', 'low_stock_at', 'excluded_features'],
  read(cells, complain) {
    const whole = (column: Column, least = 1) => wholeIn(cells[column], column, { least }, complain);
    const sellerSku = textIn(cells.sku, 'sku', 50, complain);
    const title = textIn(cells.title, 'title', 200, complain);
    const [lengthMm, widthMm, heightMm, weightGrams] = [
      whole('length_mm'),
      whole('width_mm'),
      whole('height_mm'),
      whole('weight_grams'),
    ];
    const unitValue = valueOf(cells, complain);
    const dangerousGoods = flagOf(cells.dangerous_goods, complain);
    const lowStockAt = cells.low_stock_at === '' ? undefined : whole('low_stock_at', 0);
    const excludedFeatures = cells.excluded_features.split(/[\s|;]+/).filter((name) => name !== '');
    if (sellerSku === undefined || title === undefined) return undefined;
    if (lengthMm === undefined || widthMm === undefined) return undefined;
    if (heightMm === undefined || weightGrams === undefined) return undefined;
    return {
      sellerSku,
      title,
      lengthMm,
      widthMm,
      heightMm,
      weightGrams,
      ...(unitValue && { unitValue }),
      ...(dangerousGoods !== undefined && { dangerousGoods }),
      ...(lowStockAt !== undefined && { lowStockAt }),
      ...(excludedFeatures.length > 0 && { excludedFeatures }),
    };
  },
};

/** A catalogue names a SKU once. */
export function repeatedSkus(rows: readonly Lined<SkuRow>[]): LineFault[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ sellerSku, line }) => {
    const before = first.get(sellerSku);
    if (before === undefined) first.set(sellerSku, line);
    return before === undefined
      ? []
      : [{ line, column: 'sku', reason: `${sellerSku} is on line ${before} already` }];
  });
}

function valueOf(
  { unit_value: value, currency }: CellsOf<Column>,
  complain: Complain<Column>,
): SkuRow['unitValue'] {
  const currencyCode = currency.toUpperCase();
  if (value === '') return undefined;
  if (currencyCode === '') return complain('currency', 'is empty: a value needs its currency, as USD');
  try {
    parseMoney(value, currencyCode);
    return { currencyCode, value };
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error;
    return complain(error.message.includes('is not a currency') ? 'currency' : 'unit_value', error.message);
  }
}

function flagOf(text: string, complain: Complain<Column>): boolean | undefined {
  const word = text.toLowerCase();
  if (word === '') return undefined;
  if (['true', 'yes', 'y', '1'].includes(word)) return true;
  if (['false', 'no', 'n', '0'].includes(word)) return false;
  return complain('dangerous_goods', `cannot be read ("${text}"): write true or false`);
}
