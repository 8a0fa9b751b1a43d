import { naturalKey, toInstant } from '#contracts';
import type { OrderShippedReport } from '#contracts';
import type { Fact, Turn } from '#messaging';
import type { Order } from '../domain/order.js';
import { policyInForce } from '../domain/policy-in-force.js';
import type { PublishedPolicy } from '../domain/policy-in-force.js';
import { ship } from '../domain/ship.js';
import type { Shipment } from '../domain/shipment.js';
import { shipmentContent } from '../domain/shipment-content.js';
import { lockOrders } from '../store/orders-found.js';
import type { PackageNumbers } from '../store/package-numbers.js';
import { insertShipments, knownShipments, updateProgress } from '../store/shipments.js';
import type { KeptShipment } from '../store/shipments.js';
import type { Judged } from './judge-reports.js';
import { shippedFact } from './order-facts.js';

/** A shipped report of an order that is known. */
interface LocatedShipping extends Judged<OrderShippedReport> {
  orderId: string;
}

type Unnumbered = Omit<KeptShipment, 'shipment'> & { shipment: Shipment };

/** O-11: locks the orders in key order, folds the reports in batch order, keeps all, and returns what to say. */
export async function shipOrders(
  located: readonly LocatedShipping[],
  policies: readonly PublishedPolicy[],
  numbers: PackageNumbers,
  turn: Turn,
): Promise<Fact[]> {
  const [orders, contents] = await Promise.all([
    lockOrders(turn.tx, [...new Set(located.map(({ orderId }) => orderId))]),
    knownShipments(turn.tx, [...new Set(located.map(shipmentKey))]),
  ]);
  const shipped = fold(located, orders, contents, policies, turn);
  const kept = await numbered(shipped, numbers);
  insertShipments(turn.tx, kept);
  const changed = new Set(kept.map(({ order }) => order.orderId));
  updateProgress(
    turn.tx,
    [...orders.values()].filter(({ orderId }) => changed.has(orderId)),
  );
  return kept.map(shippedFact);
}

// The second report of an order sees what the first one made of it: `orders` and `contents` move on.
function fold(
  located: readonly LocatedShipping[],
  orders: Map<string, Order>,
  contents: Map<string, object>,
  policies: readonly PublishedPolicy[],
  turn: Turn,
): Unnumbered[] {
  const shipped: Unnumbered[] = [];
  for (const one of located) {
    const { incoming, report, orderId } = one;
    const order = orders.get(orderId);
    if (!order) throw new Error(`order ${orderId} was found and is gone`);
    const key = shipmentKey(one);
    // Words, "policy": the version in force when the package was shipped.
    const policy = policyInForce(policies, order.marketplaceId, toInstant(report.occurredAt));
    const result = ship(order, { report, at: incoming.time, earlier: contents.get(key) }, policy);
    if (result.outcome === 'refused') turn.park(incoming, result.reason, result.detail, orderId);
    if (result.outcome !== 'shipped') continue;
    const content = shipmentContent(report);
    orders.set(orderId, result.order);
    contents.set(key, content);
    const publisher = incoming.publisher?.name ?? '';
    shipped.push({
      order: result.order,
      shipment: result.shipment,
      content,
      publisher,
      recordedAt: incoming.time,
    });
  }
  return shipped;
}

async function numbered(shipped: readonly Unnumbered[], numbers: PackageNumbers): Promise<KeptShipment[]> {
  const wanted = new Map<string, number>();
  for (const { order, shipment } of shipped) {
    wanted.set(order.sellerId, (wanted.get(order.sellerId) ?? 0) + shipment.packages.length);
  }
  const drawn = await numbers.take(wanted);
  return shipped.map(({ shipment, ...kept }) => {
    const free = drawn.get(kept.order.sellerId)?.splice(0, shipment.packages.length) ?? [];
    const packages = shipment.packages.map((parcel, nth) => ({ ...parcel, packageNumber: free[nth] ?? 0 }));
    return { ...kept, shipment: { ...shipment, packages } };
  });
}

function shipmentKey({ orderId, report }: LocatedShipping): string {
  return naturalKey.shipped({ orderId, shipmentId: report.shipmentId });
}
