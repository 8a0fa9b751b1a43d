import type { Instant } from '#contracts';
import type { Tx } from '#postgres';
import { inventoryHistory } from '../domain/inventory-history.js';
import type { HistoryRow } from '../domain/inventory-history.js';
import { stockBefore, stockDays } from '../store/stock-history.js';

/** O-7: the Daily Inventory History of a seller, from the journal alone. */
export async function readHistory(
  tx: Tx,
  sellerId: string,
  { from, to, days }: { from: Instant; to: Instant; days: readonly string[] },
): Promise<HistoryRow[]> {
  const [opening, changes] = await Promise.all([
    stockBefore(tx, sellerId, from),
    stockDays(tx, sellerId, from, to),
  ]);
  return inventoryHistory(opening, changes, days);
}
