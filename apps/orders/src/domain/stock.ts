import type { Instant } from '#contracts';

/** Where pieces of a SKU lie. */
export interface StockKey {
  sellerId: string;
  sku: string;
  fulfillmentCenterId: string;
}

/** O-7: how many pieces lie there. What is reserved is sellable and promised to an order. */
export interface Stock extends StockKey {
  sellable: number;
  unsellable: number;
  reserved: number;
}

export const stockKinds = [
  'received',
  'reserved',
  'released',
  'shipped',
  'returned-sellable',
  'returned-unsellable',
  'disposed',
  'adjusted',
] as const;
export type StockKind = (typeof stockKinds)[number];

type Change = Pick<Stock, 'sellable' | 'unsellable' | 'reserved'>;

/** One entry of the journal: what changed, why and when. Never edited; the stock is the sum of its entries. */
export interface StockEntry extends StockKey, Change {
  kind: StockKind;
  at: Instant;
  orderId?: string | undefined;
  /** Receipt, shipment or reason that it rests on. */
  reference?: string | undefined;
}

/** When and for what an entry is made. */
export type EntryOf = Pick<StockEntry, 'at' | 'orderId' | 'reference'>;

/** Pieces that an order can still have. */
export function available({ sellable, reserved }: Change): number {
  return sellable - reserved;
}

/** The entry of a kind for a number of pieces. */
export function entry(
  kind: Exclude<StockKind, 'adjusted' | 'shipped'>,
  key: StockKey,
  quantity: number,
  of: EntryOf,
): StockEntry {
  return { ...pickKey(key), ...CHANGES[kind](quantity), kind, ...of };
}

/** A correction by hand or by what a warehouse found. */
export function adjusted(key: StockKey, change: Partial<Change>, of: EntryOf): StockEntry {
  return { ...pickKey(key), ...NOTHING, ...change, kind: 'adjusted', ...of };
}

/**
 * Pieces left. What a warehouse handed over was there, whatever the books said: if all that lies there is promised to
 * other orders, the books are set right first.
 *
 * @param reserved of these pieces, those that were reserved there for their order
 */
export function shippedEntries(stock: Stock, quantity: number, reserved: number, of: EntryOf): StockEntry[] {
  const missing = quantity - reserved - available(stock);
  const left = { ...pickKey(stock), sellable: -quantity, unsellable: 0, reserved: -reserved };
  const shipped: StockEntry = { ...left, kind: 'shipped', ...of };
  return missing > 0 ? [adjusted(stock, { sellable: missing }, of), shipped] : [shipped];
}

/** The stock after an entry. */
export function applied(stock: Stock, { sellable, unsellable, reserved }: Change): Stock {
  return {
    ...stock,
    sellable: stock.sellable + sellable,
    unsellable: stock.unsellable + unsellable,
    reserved: stock.reserved + reserved,
  };
}

/** Whether stock can be so: nothing below zero, nothing promised that is not there. */
export function possible({ sellable, unsellable, reserved }: Change): boolean {
  return unsellable >= 0 && reserved >= 0 && reserved <= sellable;
}

export const keyText = ({ sellerId, sku, fulfillmentCenterId }: StockKey): string =>
  JSON.stringify([sellerId, sku, fulfillmentCenterId]);

export const noStock = (key: StockKey): Stock => ({ ...pickKey(key), ...NOTHING });

const NOTHING: Change = { sellable: 0, unsellable: 0, reserved: 0 };

const CHANGES: Record<Exclude<StockKind, 'adjusted' | 'shipped'>, (quantity: number) => Change> = {
  received: (quantity) => ({ ...NOTHING, sellable: quantity }),
  reserved: (quantity) => ({ ...NOTHING, reserved: quantity }),
  released: (quantity) => ({ ...NOTHING, reserved: -quantity }),
  'returned-sellable': (quantity) => ({ ...NOTHING, sellable: quantity }),
  'returned-unsellable': (quantity) => ({ ...NOTHING, unsellable: quantity }),
  disposed: (quantity) => ({ ...NOTHING, unsellable: -quantity }),
};

function pickKey({ sellerId, sku, fulfillmentCenterId }: StockKey): StockKey {
  return { sellerId, sku, fulfillmentCenterId };
}
