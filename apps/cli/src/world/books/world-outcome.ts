import { add, formatMoney, parseMoney, toIso } from '#contracts';
import type { Ledger } from '../play/ledger.js';
import { inAll, kinds, openUnits, sum, unitsIn } from './check-books.js';
import type { SellerBooks } from './seller-books.js';

type Counts = Readonly<Record<string, number>>;

/** What became of a world, from its sellers' own books. */
export interface WorldOutcome {
  readonly seed: number;
  readonly seconds: number;
  readonly sellers: readonly { readonly sellerId: string; readonly name: string }[];
  /** By status. */
  readonly orders: Counts;
  readonly cancelledTooLate: number;
  /** By status. */
  readonly shipments: Counts;
  readonly units: {
    readonly ordered: number;
    readonly cancelled: number;
    readonly unfulfillable: Counts;
    readonly open: number;
    readonly shipped: number;
    /** Of those shipped, by state: they add up (the law). */
    readonly states: Counts;
    readonly unaccounted: number;
  };
  readonly stock: Counts & {
    readonly sellable: number;
    readonly unsellable: number;
    readonly reserved: number;
  };
  readonly parcels: { readonly overdue: number; readonly fates: Counts };
  readonly granted: Readonly<Record<string, string>>;
  readonly reversed: Readonly<Record<string, string>>;
  readonly toCome: {
    readonly ordersWaiting: number;
    /** Parcels that will be overdue if they are not delivered by then. */
    readonly parcelsUnderWay: number;
    readonly firstDue?: string;
    readonly lastDue?: string;
  };
  /** What does not add up. */
  readonly faults: readonly string[];
}

export function outcomeOf(
  { seed, seconds, faults, now }: { seed: number; seconds: number; faults: readonly string[]; now: number },
  books: readonly SellerBooks[],
  ledger: Ledger,
): WorldOutcome {
  const orders = books.flatMap((book) => book.orders);
  const items = orders.flatMap((order) => order.fulfillmentOrderItems);
  const history = books.flatMap((book) => book.history);
  const stock = books.flatMap((book) => book.stock);
  const accounts = books.map(({ accounting }) => accounting);
  const ended = ['EVENT_301', 'EVENT_407'];
  const underWay = ledger.parcels.filter(
    ({ dueAt, fate }) =>
      dueAt > now && !fate.steps.some((step) => step.kind === 'scan' && ended.includes(step.eventCode)),
  );
  const dues = underWay.map(({ dueAt }) => dueAt);
  return {
    seed,
    seconds,
    sellers: books.map(({ sellerId, name }) => ({ sellerId, name })),
    orders: counted(orders.map(({ fulfillmentOrder }) => fulfillmentOrder.fulfillmentOrderStatus)),
    cancelledTooLate: ledger.cancelledTooLate,
    shipments: counted(
      orders.flatMap((order) =>
        order.fulfillmentShipments.map(({ fulfillmentShipmentStatus }) => fulfillmentShipmentStatus),
      ),
    ),
    units: {
      ordered: sum(items.map(({ quantity }) => quantity)),
      cancelled: sum(items.map(({ cancelledQuantity }) => cancelledQuantity)),
      unfulfillable: added(
        items
          .filter(({ unfulfillableQuantity }) => unfulfillableQuantity > 0)
          .map((item) => ({ [item.unfulfillableReason ?? 'unknown']: item.unfulfillableQuantity })),
      ),
      open: sum(orders.map(openUnits)),
      shipped: sum(orders.map((order) => unitsIn(order, 'SHIPPED'))),
      states: added(accounts.map(({ states }) => states)),
      unaccounted: sum(accounts.map(({ unaccountedCount }) => unaccountedCount)),
    },
    stock: {
      ...Object.fromEntries(kinds.map((kind) => [kind, inAll(history, kind)])),
      sellable: sum(stock.map(({ sellable }) => sellable)),
      unsellable: sum(stock.map(({ unsellable }) => unsellable)),
      reserved: sum(stock.map(({ reserved }) => reserved)),
    },
    parcels: {
      overdue: sum(accounts.map(({ overduePackages }) => overduePackages)),
      fates: counted(ledger.parcels.map(({ fate }) => fate.name)),
    },
    granted: money(accounts.map(({ amountGranted }) => amountGranted)),
    reversed: money(accounts.map(({ amountReversed }) => amountReversed)),
    toCome: {
      ordersWaiting: orders.filter((order) => openUnits(order) > 0).length,
      parcelsUnderWay: underWay.length,
      ...(dues.length > 0 && { firstDue: toIso(Math.min(...dues)), lastDue: toIso(Math.max(...dues)) }),
    },
    faults,
  };
}

function counted(names: readonly string[]): Counts {
  return added(names.map((name) => ({ [name]: 1 })));
}

function added(all: readonly Counts[]): Counts {
  const total: Record<string, number> = {};
  for (const [name, count] of all.flatMap((one) => Object.entries(one)))
    total[name] = (total[name] ?? 0) + count;
  return total;
}

function money(all: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const total: Record<string, string> = {};
  for (const [currency, amount] of all.flatMap((one) => Object.entries(one)))
    total[currency] = formatMoney(
      add(parseMoney(total[currency] ?? '0', currency), parseMoney(amount, currency)),
    );
  return total;
}
