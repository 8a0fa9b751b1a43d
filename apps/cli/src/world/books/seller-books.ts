import type { Accounting } from '../../door/accounting.js';
import { inParallel } from '../play/in-parallel.js';
import type { PlayedSeller } from '../play/open-world.js';

/** An order as getFulfillmentOrder shows it. */
export interface ShownOrder {
  readonly fulfillmentOrder: {
    readonly sellerFulfillmentOrderId: string;
    readonly fulfillmentOrderStatus: string;
    readonly fulfillmentAction?: string;
    readonly fulfillmentPolicy?: string;
  };
  readonly fulfillmentOrderItems: readonly {
    readonly quantity: number;
    readonly cancelledQuantity: number;
    readonly unfulfillableQuantity: number;
    readonly unfulfillableReason?: string;
  }[];
  readonly fulfillmentShipments: readonly {
    readonly fulfillmentShipmentStatus: string;
    readonly fulfillmentShipmentItem: readonly { readonly quantity: number }[];
  }[];
}

/** What lies of a SKU at a fulfilment centre. */
export interface StockRow {
  readonly sellerSku: string;
  readonly fulfillmentCenterId: string;
  readonly sellable: number;
  readonly unsellable: number;
  readonly reserved: number;
}

/** A day of it in the Daily Inventory History; changes by kind beside these. */
export interface HistoryRow {
  readonly date: string;
  readonly sellerSku: string;
  readonly fulfillmentCenterId: string;
  readonly startSellable: number;
  readonly startUnsellable: number;
  readonly endSellable: number;
  readonly endUnsellable: number;
  readonly endReserved: number;
  readonly [kind: string]: string | number;
}

/** All that a seller can read of its own, by its own credentials. */
export interface SellerBooks {
  readonly sellerId: string;
  readonly name: string;
  readonly orders: readonly ShownOrder[];
  readonly stock: readonly StockRow[];
  readonly history: readonly HistoryRow[];
  readonly accounting: Accounting;
}

const ORDERS = '/fba/outbound/2020-07-01/fulfillmentOrders';
const AT_ONCE = 4;
const DAY = 86_400_000;

/** @param since the instant at which the world began: the history goes back to its day */
export async function readBooks(
  { id: sellerId, name, client }: PlayedSeller,
  since: number,
): Promise<SellerBooks> {
  const ids = await orderIds(client);
  const orders = await inParallel(ids, AT_ONCE, async (id) => {
    const { payload } = await client.get<{ payload: ShownOrder }>(`${ORDERS}/${id}`);
    return payload;
  });
  const stock = await stockPages(client);
  // A day more: the clocks of the two machines may differ around midnight.
  const days = { from: day(since - DAY), to: day(Date.now() + DAY) };
  const { rows: history } = await client.get<{ rows: HistoryRow[] }>('/stock/history', days);
  const accounting = await client.get<Accounting>('/accounting');
  return { sellerId, name, orders, stock, history, accounting };
}

// An order that changes while pages are read comes again: each counts once.
async function orderIds(client: PlayedSeller['client']): Promise<string[]> {
  const ids = new Set<string>();
  let query: Record<string, string> | undefined = {};
  while (query !== undefined) {
    const { payload }: { payload: OrderPage } = await client.get<{ payload: OrderPage }>(ORDERS, query);
    payload.fulfillmentOrders.forEach(({ sellerFulfillmentOrderId }) => ids.add(sellerFulfillmentOrderId));
    query = payload.nextToken === undefined ? undefined : { nextToken: payload.nextToken };
  }
  return [...ids];
}

interface OrderPage {
  readonly fulfillmentOrders: readonly { readonly sellerFulfillmentOrderId: string }[];
  readonly nextToken?: string;
}

async function stockPages(client: PlayedSeller['client']): Promise<StockRow[]> {
  const all: StockRow[] = [];
  let nextToken: string | undefined;
  do {
    const page: { stock: StockRow[]; nextToken?: string } = await client.get('/stock', { nextToken });
    all.push(...page.stock);
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  return all;
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
