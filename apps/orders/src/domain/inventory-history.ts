import type { StockKind } from './stock.js';

/** What lies of a SKU at a fulfilment centre. */
interface Place {
  sku: string;
  fulfillmentCenterId: string;
  sellable: number;
  unsellable: number;
  reserved: number;
}

/** How one kind of entry changed that on a day. */
export interface DayChange extends Place {
  /** `YYYY-MM-DD`, UTC. */
  date: string;
  kind: StockKind;
}

type Counts = Pick<Place, 'sellable' | 'unsellable' | 'reserved'>;

/** O-7: a day of a SKU at a fulfilment centre. Start plus changes are the end, which is the next day's start. */
export interface HistoryRow {
  date: string;
  sku: string;
  fulfillmentCenterId: string;
  start: Counts;
  /** By kind, of what is sellable and unsellable together; what is reserved changes nothing in what lies there. */
  changes: Partial<Record<StockKind, number>>;
  end: Counts;
}

const none: Counts = { sellable: 0, unsellable: 0, reserved: 0 };
const keyOf = ({ sku, fulfillmentCenterId }: Pick<Place, 'sku' | 'fulfillmentCenterId'>): string =>
  JSON.stringify([sku, fulfillmentCenterId]);

/** The Daily Inventory History report: one row per day, SKU and fulfilment centre where anything lay or changed. */
export function inventoryHistory(
  opening: readonly Place[],
  changes: readonly DayChange[],
  days: readonly string[],
): HistoryRow[] {
  const stock = new Map<string, Place>(opening.map((place) => [keyOf(place), place]));
  const byDay = Map.groupBy(changes, ({ date }) => date);
  return days.flatMap((date) => {
    const today = Map.groupBy(byDay.get(date) ?? [], keyOf);
    for (const [key, [first]] of today) {
      if (first && !stock.has(key)) stock.set(key, { ...first, ...none });
    }
    return [...stock.values()].sort(byPlace).flatMap((place): HistoryRow[] => {
      const { sku, fulfillmentCenterId, ...start } = pick(place);
      const moved = today.get(keyOf(place)) ?? [];
      const end = moved.reduce<Counts>(plus, start);
      stock.set(keyOf(place), { sku, fulfillmentCenterId, ...end });
      if (moved.length === 0 && isNothing(start)) return [];
      return [{ date, sku, fulfillmentCenterId, start, changes: byKind(moved), end }];
    });
  });
}

function byKind(moved: readonly DayChange[]): HistoryRow['changes'] {
  return Object.fromEntries(
    moved
      .filter(({ kind }) => kind !== 'reserved' && kind !== 'released')
      .map(({ kind, sellable, unsellable }) => [kind, sellable + unsellable]),
  );
}

const plus = (sum: Counts, { sellable, unsellable, reserved }: Counts): Counts => ({
  sellable: sum.sellable + sellable,
  unsellable: sum.unsellable + unsellable,
  reserved: sum.reserved + reserved,
});
const isNothing = ({ sellable, unsellable, reserved }: Counts): boolean =>
  sellable === 0 && unsellable === 0 && reserved === 0;
const byPlace = (a: Place, b: Place): number => (keyOf(a) < keyOf(b) ? -1 : 1);
const pick = ({ sku, fulfillmentCenterId, sellable, unsellable, reserved }: Place): Place => ({
  sku,
  fulfillmentCenterId,
  sellable,
  unsellable,
  reserved,
});
