import { naturalKey, toInstant } from '#contracts';
import type { Instant, OrderShippedReport, ShipmentUpdatedReport } from '#contracts';
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
import { putUnderReview } from '../store/skus.js';
import { shippedFact } from './order-facts.js';
import { Plans } from './settle-plans.js';

/** A report about a shipment of an order that is known. */
export interface LocatedReport<T = OrderShippedReport | ShipmentUpdatedReport> {
  orderId: string;
  /** Trimmed and without faults. */
  report: T;
  at: Instant;
  publisher: string;
  refuse(reason: string, detail: string): void;
}

type Unnumbered = Omit<KeptShipment, 'shipment'> & { shipment: Shipment };

/** O-11: locks the orders in key order, folds the reports in batch order, keeps all, and returns what to say. */
export async function shipOrders(
  located: readonly LocatedReport[],
  policies: readonly PublishedPolicy[],
  numbers: PackageNumbers,
  { tx }: Pick<Turn, 'tx'>,
): Promise<Fact[]> {
  if (located.length === 0) return [];
  const orders = await lockOrders(tx, [...new Set(located.map(({ orderId }) => orderId))]);
  const shipped = located.flatMap((one) => (isShipping(one) ? [shipmentKey(one)] : []));
  const [contents, plans] = await Promise.all([
    knownShipments(tx, [...new Set(shipped)]),
    Plans.of(tx, orders.values()),
  ]);
  const fold = new Fold(orders, contents, plans, policies);
  for (const one of located) {
    if (isShipping(one)) fold.ship(one);
    else fold.update(one as LocatedReport<ShipmentUpdatedReport>);
  }
  const kept = await numbered(fold.shipped, numbers);
  insertShipments(tx, kept);
  putUnderReview(tx, fold.hazardous);
  const withdrawn = await plans.save(tx);
  updateProgress(
    tx,
    [...orders.values()].filter(({ orderId }) => fold.changed.has(orderId)),
  );
  return [...kept.map(shippedFact), ...withdrawn];
}

/** Reports one after the other: the second of an order sees what the first one made of it. */
class Fold {
  readonly shipped: Unnumbered[] = [];
  readonly changed = new Set<string>();
  readonly hazardous: { sellerId: string; sku: string }[] = [];

  constructor(
    private readonly orders: Map<string, Order>,
    private readonly contents: Map<string, object>,
    private readonly plans: Plans,
    private readonly policies: readonly PublishedPolicy[],
  ) {}

  ship(one: LocatedReport<OrderShippedReport>): void {
    const { report, at, publisher } = one;
    const order = this.orderOf(one);
    const key = shipmentKey(one);
    // Words, "policy": the version in force when the package was shipped.
    const policy = policyInForce(this.policies, order.marketplaceId, toInstant(report.occurredAt));
    const planned = this.plans.promiseOf(order, report.shipmentId);
    const said = { report, at, planned, earlier: this.contents.get(key) };
    const result = ship(order, said, policy);
    if (result.outcome === 'refused') one.refuse(result.reason, result.detail);
    if (result.outcome !== 'shipped') return;
    const content = shipmentContent(report);
    const { shipment } = result;
    const after = this.plans.take(result.order, { shipment, at });
    this.keep(after);
    this.contents.set(key, content);
    this.shipped.push({ order: after, shipment, content, publisher, recordedAt: at });
  }

  update(one: LocatedReport<ShipmentUpdatedReport>): void {
    const { report, at } = one;
    const order = this.orderOf(one);
    const { shipmentId, step, reason } = report;
    const spoiled = reason === 'damaged' || reason === 'missing' ? reason : undefined;
    const result =
      step === 'picking'
        ? this.plans.pick(order, shipmentId, at)
        : this.plans.fail(order, { shipmentId, at, spoiled });
    if ('reason' in result) {
      one.refuse(result.reason, result.detail);
      return;
    }
    if (result === order) return;
    this.keep(result);
    if (reason !== 'hazmat') return;
    // What was in the shipment is in none any more.
    const freed = result.items.filter(
      (item, nth) => item.plannedQuantity < (order.items[nth]?.plannedQuantity ?? 0),
    );
    for (const { sellerSku: sku } of freed) this.hazardous.push({ sellerId: order.sellerId, sku });
  }

  private orderOf({ orderId }: LocatedReport): Order {
    const order = this.orders.get(orderId);
    if (!order) throw new Error(`order ${orderId} was found and is gone`);
    return order;
  }

  private keep(order: Order): void {
    this.orders.set(order.orderId, order);
    this.changed.add(order.orderId);
  }
}

function isShipping(one: LocatedReport): one is LocatedReport<OrderShippedReport> {
  return 'packages' in one.report;
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

function shipmentKey({ orderId, report }: LocatedReport<OrderShippedReport>): string {
  return naturalKey.shipped({ orderId, shipmentId: report.shipmentId });
}
