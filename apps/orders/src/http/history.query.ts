import { isDateText } from '#contracts';
import { Choice, Text } from '#runtime';
import type { Fault } from '#runtime';
import type { HistoryRow } from '../domain/inventory-history.js';
import { stockKinds } from '../domain/stock.js';
import { aSellerId } from './faults.js';

const DAY = 86_400_000;
const MOST_DAYS = 366;

const aDate: Fault = (date) => (isDateText(String(date)) ? undefined : 'must be a date YYYY-MM-DD');
const notBeforeFrom: Fault = (to, { from }) => {
  if (!isDateText(String(to))) return 'must be a date YYYY-MM-DD';
  if (typeof from !== 'string' || !isDateText(from)) return undefined;
  const days = (Date.parse(String(to)) - Date.parse(from)) / DAY + 1;
  if (days < 1) return 'must not lie before from';
  return days > MOST_DAYS ? `must be at most ${MOST_DAYS} days from the first` : undefined;
};

/** GET /stock/history. */
export class HistoryQuery {
  @Text('optional', 'Whose; needed from an operator.', { fault: aSellerId })
  sellerId?: string;

  @Text('required', 'First day, YYYY-MM-DD (UTC).', { fault: aDate })
  from!: string;

  @Text('required', 'Last day, YYYY-MM-DD (UTC); at most a year.', { fault: notBeforeFrom })
  to!: string;

  @Choice('optional', 'json when left out.', ['json', 'csv'])
  format?: 'json' | 'csv';
}

/** The days that are asked for, and the instants around them. */
export function historyRange({ from, to }: HistoryQuery) {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const days: string[] = [];
  for (let day = first; day <= last; day += DAY) days.push(new Date(day).toISOString().slice(0, 10));
  return { from: first, to: last + DAY, days };
}

const TOLD_KINDS = stockKinds.filter((kind) => kind !== 'reserved' && kind !== 'released');
export const HISTORY_COLUMNS = [
  'date',
  'sellerSku',
  'fulfillmentCenterId',
  'startSellable',
  'startUnsellable',
  ...TOLD_KINDS,
  'endSellable',
  'endUnsellable',
  'endReserved',
] as const;

/** A row of the report; every change of what lies there is in one of its columns. */
export function historyRow({ date, sku, fulfillmentCenterId, start, changes, end }: HistoryRow) {
  return {
    date,
    sellerSku: sku,
    fulfillmentCenterId,
    startSellable: start.sellable,
    startUnsellable: start.unsellable,
    ...Object.fromEntries(TOLD_KINDS.map((kind) => [kind, changes[kind] ?? 0])),
    endSellable: end.sellable,
    endUnsellable: end.unsellable,
    endReserved: end.reserved,
  };
}
