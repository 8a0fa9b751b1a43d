import { toInstant } from '#contracts';
import type { Instant, OrderRegisteredReport } from '#contracts';
import type { Fact, Turn } from '#messaging';
import { acceptRegistration, registrationContent } from '../domain/accept-order.js';
import { sameRequest } from '../domain/buyer-data.js';
import type { KeptContent } from '../domain/buyer-data.js';
import type { Order } from '../domain/order.js';
import type { BuyerKeys } from '../store/buyer-keys.js';
import { insertOrders } from '../store/orders-accepted.js';
import type { Acceptance } from '../store/orders-accepted.js';
import { findOrders, requestedContents } from '../store/orders-found.js';
import type { FoundOrder } from '../store/orders-found.js';
import type { Judged } from './judge-reports.js';
import { acceptedFact } from './order-facts.js';
import { waitKey } from './order-index.js';

export interface Registered {
  facts: Fact[];
  /** Every order named in the registrations, whether it is new or was there. */
  orders: FoundOrder[];
}

/** Orders accepted elsewhere become ours to follow. O-1: the same again changes nothing; other content is parked. */
export async function registerOrders(
  judged: readonly Judged<OrderRegisteredReport>[],
  keys: BuyerKeys,
  turn: Turn,
): Promise<Registered> {
  const firsts = new Map<string, Acceptance>();
  for (const { incoming, report } of judged) {
    const key = keyOf(report);
    if (!firsts.has(key)) firsts.set(key, acceptance(incoming.time, incoming.publisher?.name, report));
  }
  const kept = await insertOrders(turn.tx, [...firsts.values()], keys);
  const [fresh, taken]: [Acceptance[], Order[]] = [[], []];
  for (const first of firsts.values()) {
    if (kept.has(first.order.orderId)) fresh.push(first);
    else taken.push(first.order);
  }
  const existing = await findOrders(turn.tx, taken.map(bySeller));
  const ids = existing.map(({ orderId }) => orderId);
  const contents = await requestedContents(turn.tx, ids, keys);
  for (const { order, content } of fresh) contents.set(order.orderId, { content, isErased: false });
  const orders = [...fresh.map(({ order }) => order), ...existing];
  parkOthers(judged, orders, contents, turn);
  return { facts: fresh.map(({ order }) => acceptedFact(order)), orders };
}

function parkOthers(
  judged: readonly Judged<OrderRegisteredReport>[],
  orders: readonly FoundOrder[],
  contents: ReadonlyMap<string, KeptContent>,
  turn: Turn,
): void {
  const ids = new Map(orders.map((order) => [keyOf(order), order.orderId]));
  for (const { incoming, report } of judged) {
    const orderId = ids.get(keyOf(report)) ?? '';
    if (sameRequest(contents.get(orderId), registrationContent(report))) continue;
    const detail = `order ${report.sellerFulfillmentOrderId} exists with other content`;
    turn.park(incoming, 'conflicting-content', detail, orderId);
  }
}

function acceptance(at: Instant, publisher: string | undefined, report: OrderRegisteredReport): Acceptance {
  return {
    order: acceptRegistration(report, at),
    content: registrationContent(report),
    publisher,
    registeredAt: report.registeredAt === undefined ? undefined : toInstant(report.registeredAt),
  };
}

type Named = Pick<Order, 'sellerId' | 'sellerFulfillmentOrderId'>;

function keyOf({ sellerId, sellerFulfillmentOrderId }: Named): string {
  return waitKey.bySeller(sellerId, sellerFulfillmentOrderId);
}

// Our own id of it was made up just now: the order that is there has another.
function bySeller({ sellerId, sellerFulfillmentOrderId }: Named): Named {
  return { sellerId, sellerFulfillmentOrderId };
}
