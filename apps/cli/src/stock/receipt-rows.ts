import { textIn, wholeIn } from '../csv/read-sheet.js';
import type { LineFault, Lined, Sheet } from '../csv/read-sheet.js';

export interface ReceiptRow {
  readonly receiptId: string;
  readonly fulfillmentCenterId: string;
  readonly sellerSku: string;
  readonly quantity: number;
}

type Column = 'receipt_id' | 'fulfillment_center_id' | 'sku' | 'quantity';

/** The columns of a file of receipts. */
export const receiptSheet: Sheet<Column, ReceiptRow> = {
  required: ['receipt_id', 'fulfillment_center_id', 'sku', 'quantity'],
  optional: [],
  read(cells, complain) {
    const receiptId = textIn(cells.receipt_id, 'receipt_id', 64, complain);
    const fulfillmentCenterId = textIn(cells.fulfillment_center_id, 'fulfillment_center_id', 16, complain);
    const sellerSku = textIn(cells.sku, 'sku', 50, complain);
    const quantity = wholeIn(cells.quantity, 'quantity', { least: 1 }, complain);
    if (receiptId === undefined || fulfillmentCenterId === undefined) return undefined;
    if (sellerSku === undefined || quantity === undefined) return undefined;
    return { receiptId, fulfillmentCenterId, sellerSku, quantity };
  },
};

/** Each SKU is counted once per receipt and centre: a second row of it would be lost, so it is a fault. */
export function countedTwice(rows: readonly Lined<ReceiptRow>[]): LineFault[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ receiptId, fulfillmentCenterId, sellerSku, line }) => {
    const key = JSON.stringify([receiptId, fulfillmentCenterId, sellerSku]);
    const before = first.get(key);
    if (before === undefined) first.set(key, line);
    const reason = `${sellerSku} of receipt ${receiptId} is on line ${before} already: add them up, or name another receipt`;
    return before === undefined ? [] : [{ line, column: 'sku', reason }];
  });
}

/** One receipt at one centre, as POST /stock/receipts takes it. */
export interface Receipt {
  readonly receiptId: string;
  readonly fulfillmentCenterId: string;
  readonly items: readonly Lined<ReceiptRow>[];
}

/** The most SKUs that the door takes at once; what is counted once per receipt may be sent in parts. */
const MOST_ITEMS = 1000;

export function receiptsOf(rows: readonly Lined<ReceiptRow>[]): Receipt[] {
  const byReceipt = Map.groupBy(rows, ({ receiptId, fulfillmentCenterId }) =>
    JSON.stringify([receiptId, fulfillmentCenterId]),
  );
  return [...byReceipt.values()].flatMap((items) => pagesOf(items, MOST_ITEMS).map(receiptOf));
}

function receiptOf(items: Lined<ReceiptRow>[]): Receipt {
  const { receiptId = '', fulfillmentCenterId = '' } = items[0] ?? {};
  return { receiptId, fulfillmentCenterId, items };
}

/** In parts of at most so many. */
export function pagesOf<T>(items: readonly T[], most: number): T[][] {
  const pages: T[][] = [];
  for (let from = 0; from < items.length; from += most) pages.push(items.slice(from, from + most));
  return pages;
}
