import type { Tx } from '#postgres';
import type { StockEntry } from '../domain/stock.js';
import { entriesTold, lockStock, writeEntries } from '../store/stock.js';
import type { ToldEntry } from '../store/stock.js';

/** Entries that were told before with another number of pieces. */
interface Written {
  fresh: StockEntry[];
  known: StockEntry[];
  others: StockEntry[];
}

/** Writes entries of which each names what it rests on, those that are new; the stock is locked before anybody looks. */
export async function writeOnce(tx: Tx, entries: readonly StockEntry[]): Promise<Written> {
  await lockStock(tx, entries);
  const told = new Map((await entriesTold(tx, entries)).map((one) => [nameOf(one), one]));
  const written: Written = { fresh: [], known: [], others: [] };
  for (const one of entries) {
    const before = told.get(nameOf(one));
    if (before === undefined) written.fresh.push(one);
    else if (before.sellable === one.sellable && before.unsellable === one.unsellable)
      written.known.push(one);
    else written.others.push(one);
    if (before === undefined) told.set(nameOf(one), one);
  }
  if (written.others.length === 0) writeEntries(tx, written.fresh);
  return written;
}

function nameOf({ kind, sku, fulfillmentCenterId, reference = '' }: ToldEntry): string {
  return JSON.stringify([kind, sku, fulfillmentCenterId, reference]);
}
