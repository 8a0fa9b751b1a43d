import type { CellsOf, Columns } from '../csv/columns.js';

export type Column =
  | 'order_id'
  | 'shipped_at'
  | 'estimated_delivery_at'
  | 'delivered_at'
  | 'sku'
  | 'quantity'
  | 'unit_value'
  | 'currency'
  | 'carrier'
  | 'tracking_number'
  | 'signature_required'
  | 'purpose'
  | 'detail';

/** The columns that a replay reads. */
export const replayColumns: Columns<Column> = {
  required: ['order_id', 'shipped_at', 'estimated_delivery_at', 'delivered_at'],
  optional: [
    'sku',
    'quantity',
    'unit_value',
    'currency',
    'carrier',
    'tracking_number',
    'signature_required',
    'purpose',
    'detail',
  ],
};

export type Cells = CellsOf<Column>;
