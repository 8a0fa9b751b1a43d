import { MoneyError, parseMoney, purposes, trackingDetails } from '#contracts';
import type { Money } from '#contracts';
import { readInstant, readPromise } from './read-instant.js';
import type { Cells, Column } from './row-columns.js';
import type { ShipmentRow } from './shipment-row.js';

/** What a row that names no value of its own is worth. */
export interface ValueDefaults {
  /** Decimal string, as "100.00". */
  readonly value?: string | undefined;
  readonly currency?: string | undefined;
}

/** A row on its own, before the rules that look at other rows. */
export type RowAlone = Omit<ShipmentRow, 'line' | 'number'>;

export interface CellFault {
  readonly column: Column;
  readonly reason: string;
}

/** Most units that one order may have (O-2), and so one row. */
export const MOST_UNITS = 250;
const INSTANT_HINT = 'write an instant such as 2026-01-02T15:04:05Z or 2026-01-02 15:04:05';
const DEFAULT_SKU = 'unspecified';

/** Reads one row by itself: the row, or every fault of its cells. */
export function readRow(cells: Cells, defaults: ValueDefaults): { row?: RowAlone; faults: CellFault[] } {
  const faults: CellFault[] = [];
  const fault = (column: Column, reason: string): undefined => void faults.push({ column, reason });
  const shippedAt =
    readInstant(cells.shipped_at) ?? fault('shipped_at', unreadable(cells.shipped_at, INSTANT_HINT));
  const promise = readPromise(cells.estimated_delivery_at);
  const estimatedDeliveryAt =
    promise ??
    fault(
      'estimated_delivery_at',
      unreadable(cells.estimated_delivery_at, `${INSTANT_HINT}, or a date 2026-01-02`),
    );
  const deliveredAt = cells.delivered_at === '' ? undefined : readInstant(cells.delivered_at);
  if (cells.delivered_at !== '' && deliveredAt === undefined) {
    fault('delivered_at', unreadable(cells.delivered_at, `${INSTANT_HINT}, or leave it empty`));
  }
  if (shippedAt !== undefined && deliveredAt !== undefined && deliveredAt < shippedAt) {
    fault('delivered_at', `is before shipped_at (${cells.delivered_at} < ${cells.shipped_at})`);
  }
  const unitValue = readValue(cells, defaults, fault);
  const row = {
    orderId: readText(cells, 'order_id', 40, fault) ?? fault('order_id', 'is empty') ?? '',
    deliveredAt,
    sku: readText(cells, 'sku', 50, fault) ?? DEFAULT_SKU,
    quantity: readQuantity(cells.quantity, fault),
    carrier: readText(cells, 'carrier', 64, fault),
    trackingNumber: readText(cells, 'tracking_number', 128, fault),
    signatureRequired: readFlag(cells.signature_required, fault),
    purpose: readWord(cells, 'purpose', purposes, fault) ?? 'customer-order',
    // What a file of deliveries can tell of a parcel is its delivery.
    detail: readWord(cells, 'detail', trackingDetails, fault) ?? 'delivered-only',
  };
  if (shippedAt === undefined || estimatedDeliveryAt === undefined || unitValue === undefined)
    return { faults };
  return faults.length > 0
    ? { faults }
    : { row: { ...row, shippedAt, estimatedDeliveryAt, unitValue }, faults };
}

type Fault = (column: Column, reason: string) => undefined;

// the row's value in the row's currency; else the default, which is an amount with its own currency.
function readValue(cells: Cells, defaults: ValueDefaults, fault: Fault): Money | undefined {
  const own = cells.unit_value !== '';
  const decimal = own ? cells.unit_value : defaults.value;
  const given = cells.currency.toUpperCase();
  const currency = own ? given || defaults.currency : (defaults.currency ?? given);
  if (decimal === undefined) return fault('unit_value', 'no value: fill the column or give --default-value');
  if (!currency) return fault('currency', 'a value without a currency: fill the column or give --currency');
  try {
    return parseMoney(decimal, currency);
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error;
    return fault(error.message.includes('is not a currency') ? 'currency' : 'unit_value', error.message);
  }
}

function readQuantity(text: string, fault: Fault): number {
  if (text === '') return 1;
  const quantity = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(quantity)) fault('quantity', unreadable(text, 'write a whole number'));
  else if (quantity < 1) fault('quantity', `must be 1 or more ("${text}")`);
  else if (quantity > MOST_UNITS)
    fault('quantity', `an order has at most ${MOST_UNITS} units (O-2) ("${text}")`);
  return quantity;
}

function readText(cells: Cells, column: Column, most: number, fault: Fault): string | undefined {
  const text = cells[column];
  if (text.includes('\u0000')) fault(column, 'holds a NUL character');
  if ([...text].length > most) fault(column, `is longer than ${most} characters`);
  return text === '' ? undefined : text;
}

function readFlag(text: string, fault: Fault): boolean {
  const word = text.toLowerCase();
  if (['', 'false', 'no', 'n', '0'].includes(word)) return false;
  if (!['true', 'yes', 'y', '1'].includes(word))
    fault('signature_required', unreadable(text, 'write true or false'));
  return true;
}

function readWord<W extends string>(
  cells: Cells,
  column: Column,
  words: readonly W[],
  fault: Fault,
): W | undefined {
  const text = cells[column].toLowerCase().replaceAll(/[ _]/g, '-');
  const word = words.find((one) => one === text);
  return text === ''
    ? undefined
    : (word ?? fault(column, unreadable(cells[column], `write ${words.join(' or ')}`)));
}

function unreadable(text: string, hint: string): string {
  return text === '' ? `is empty: ${hint}` : `cannot be read ("${text}"): ${hint}`;
}
