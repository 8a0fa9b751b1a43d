import type { Ledger } from '../play/ledger.js';
import type { HistoryRow, SellerBooks, ShownOrder, StockRow } from './seller-books.js';

/** The kinds of entries that change what lies somewhere, as the history names them. */
export const kinds = [
  'received',
  'shipped',
  'returned-sellable',
  'returned-unsellable',
  'disposed',
  'adjusted',
] as const;

/** The parts of the ledger that the books must agree with. */
export type Told = Pick<Ledger, 'made' | 'parcels' | 'returned' | 'received'>;

/** What in a seller's books does not add up, or does not agree with what the players told; nothing when all does. */
export function faultsOf(books: SellerBooks, told: Told): string[] {
  const { name } = books;
  const found = [...orderFaults(books, told), ...stockFaults(books, told), ...lawFaults(books, told)];
  return found.map((fault) => `${name}: ${fault}`);
}

/** Units of an order that were shipped, or are in one of its shipments of another status. */
export function unitsIn({ fulfillmentShipments }: ShownOrder, status: string): number {
  return sum(
    fulfillmentShipments
      .filter((one) => one.fulfillmentShipmentStatus === status)
      .flatMap((one) => one.fulfillmentShipmentItem.map(({ quantity }) => quantity)),
  );
}

/** Units of an order of which nothing is said yet. */
export function openUnits(order: ShownOrder): number {
  const said = sum(
    order.fulfillmentOrderItems.map(
      ({ quantity, cancelledQuantity, unfulfillableQuantity }) =>
        quantity - cancelledQuantity - unfulfillableQuantity,
    ),
  );
  return said - unitsIn(order, 'SHIPPED');
}

const RESTING = ['Complete', 'CompletePartialled', 'Cancelled', 'Unfulfillable'];

function orderFaults({ sellerId, orders }: SellerBooks, { made }: Told): string[] {
  const shown = new Set(orders.map(({ fulfillmentOrder }) => fulfillmentOrder.sellerFulfillmentOrderId));
  const own = made.filter((one) => one.sellerId === sellerId);
  const missing = own
    .filter(({ id }) => !shown.has(id))
    .map(({ id }) => `order ${id} was made and is not listed`);
  const wrong = orders.flatMap((order) => {
    const { sellerFulfillmentOrderId: id, fulfillmentOrderStatus: status } = order.fulfillmentOrder;
    const open = openUnits(order);
    if (open < 0) return [`order ${id} has shipped more than was ordered`];
    if (RESTING.includes(status)) return open > 0 ? [`order ${id} is ${status} with ${open} units open`] : [];
    if (unitsIn(order, 'PENDING') > 0) return [`order ${id} has a shipment that nobody has shipped`];
    return waitsRightly(order) ? [] : [`order ${id} is ${status} and waits for nothing`];
  });
  return [...missing, ...wrong];
}

/** O-4, O-5: on hold, or until what is missing comes in. */
export function waitsRightly({ fulfillmentOrder }: ShownOrder): boolean {
  return fulfillmentOrder.fulfillmentAction === 'Hold' || fulfillmentOrder.fulfillmentPolicy === 'FillAll';
}

function stockFaults({ sellerId, orders, stock, history }: SellerBooks, told: Told): string[] {
  const faults: string[] = [];
  const last = new Map<string, HistoryRow>();
  for (const row of history) {
    last.set(placeOf(row), row);
    const change = sum(kinds.map((kind) => Number(row[kind] ?? 0)));
    if (row.startSellable + row.startUnsellable + change !== row.endSellable + row.endUnsellable)
      faults.push(`the history of ${placeOf(row)} on ${row.date} does not add up`);
  }
  for (const lying of stock) {
    const row = last.get(placeOf(lying));
    const journal = [row?.endSellable ?? 0, row?.endUnsellable ?? 0, row?.endReserved ?? 0];
    const now = [lying.sellable, lying.unsellable, lying.reserved];
    if (journal.join() !== now.join())
      faults.push(`${placeOf(lying)}: ${now.join('/')} lie there, the journal says ${journal.join('/')}`);
    last.delete(placeOf(lying));
  }
  for (const [place, { endSellable, endUnsellable, endReserved }] of last)
    if (endSellable !== 0 || endUnsellable !== 0 || endReserved !== 0)
      faults.push(`${place}: the journal has stock that is nowhere`);
  const shipped = sum(orders.map((order) => unitsIn(order, 'SHIPPED')));
  const returned = inAll(history, 'returned-sellable') + inAll(history, 'returned-unsellable');
  return [
    ...faults,
    ...differ('received', inAll(history, 'received'), told.received.get(sellerId) ?? 0),
    ...differ('shipped', -inAll(history, 'shipped'), shipped),
    ...differ('returned', returned, told.returned.get(sellerId) ?? 0),
  ];
}

function lawFaults({ sellerId, orders, accounting }: SellerBooks, { parcels }: Told): string[] {
  const own = parcels.filter((parcel) => parcel.sellerId === sellerId);
  const shipped = sum(orders.map((order) => unitsIn(order, 'SHIPPED')));
  const handed = sum(own.flatMap(({ items }) => items.map(({ quantity }) => quantity)));
  const { addsUp, shipped: accounted, unaccountedCount, settlingCount, overduePackages } = accounting;
  const overdue = own.filter(({ fate }) => fate.overdue).length;
  return [
    ...(addsUp ? [] : ['the states of the units do not add up to what was shipped']),
    ...(unaccountedCount === 0 ? [] : [`${unaccountedCount} units are unaccounted for`]),
    ...(settlingCount === 0 ? [] : [`${settlingCount} units are settling`]),
    ...(handed === shipped ? [] : [`${handed} units were handed over, the orders show ${shipped}`]),
    ...(accounted === shipped ? [] : [`${accounted} units are accounted for, ${shipped} were shipped`]),
    ...(overduePackages === overdue ? [] : [`${overduePackages} parcels are overdue, not ${overdue}`]),
  ];
}

const differ = (what: string, journal: number, told: number): string[] =>
  journal === told ? [] : [`the journal has ${journal} pieces ${what}, the players told of ${told}`];

/** Of a kind of entry, over all days and places. */
export const inAll = (history: readonly HistoryRow[], kind: (typeof kinds)[number]): number =>
  sum(history.map((row) => Number(row[kind] ?? 0)));

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

const placeOf = ({
  sellerSku,
  fulfillmentCenterId,
}: Pick<StockRow, 'sellerSku' | 'fulfillmentCenterId'>): string => `${sellerSku} in ${fulfillmentCenterId}`;
