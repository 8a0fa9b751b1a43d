import { Injectable } from '@nestjs/common';
import { toInstant } from '#contracts';
import type { Instant } from '#contracts';
import type { Due, Fact, Turn } from '#messaging';
import { idAt } from '../domain/ids.js';
import type { Network } from '../domain/network.js';
import type { Order } from '../domain/order.js';
import { planOrder } from '../domain/plan-order.js';
import type { Plan, Shelves } from '../domain/plan-order.js';
import { isUnderWay, killedItems, needsOf, withPlan } from '../domain/planned-order.js';
import type { RequestedShipment } from '../domain/planned-order.js';
import { sandboxSku } from '../domain/sku.js';
import type { Sku } from '../domain/sku.js';
import { applied, available, entry } from '../domain/stock.js';
import type { StockEntry } from '../domain/stock.js';
import { networkInForce } from '../store/networks.js';
import { lockOrdersToPlan } from '../store/orders-to-plan.js';
import { changePlanned, insertPlanned, plannedOf } from '../store/planned-shipments.js';
import type { KeptPlan, PlannedChange, PlannedView } from '../store/planned-shipments.js';
import { updateProgress } from '../store/shipments.js';
import { keepShortages } from '../store/shortages.js';
import { skusNamed } from '../store/skus.js';
import { lockSkuStock, writeEntries } from '../store/stock.js';
import type { LockedStock } from '../store/stock.js';
import { publishedPolicies } from '../store/policies.js';
import { shipOrders } from './on-order-shipped.js';
import { sandboxReports } from './sandbox-warehouse.js';
import { PackageNumbers } from '../store/package-numbers.js';
import { requestedFact, unfulfillableFact, withdrawnFact } from './plan-facts.js';

/** Orders planned in one transaction: as long as it lasts, its stock is locked. */
const MOST = 500;

/** All that planning a batch of orders changes, gathered so that each table is written once. */
class Planned {
  readonly orders: Order[] = [];
  readonly shipments: KeptPlan[] = [];
  readonly changes: PlannedChange[] = [];
  readonly entries: StockEntry[] = [];
  readonly shortages: { sellerId: string; sku: string; orderId: string }[] = [];
  readonly facts: Fact[] = [];
}

/** O-5: orders that may be planned get shipments, oldest first; what cannot be had is given up or waited for. */
@Injectable()
export class PlanOrders {
  constructor(private readonly numbers: PackageNumbers) {}

  async sweep({ until, limit }: Due, { tx }: Pick<Turn, 'tx'>): Promise<Fact[]> {
    const orders = await lockOrdersToPlan(tx, until, Math.min(limit, MOST));
    const planned = await planAll(tx, orders, until);
    const invented = sandboxReports(planned.orders, planned.shipments, until);
    if (invented.length === 0) return planned.facts;
    const policies = await publishedPolicies(tx);
    return [...planned.facts, ...(await shipOrders(invented, policies, this.numbers, { tx }))];
  }
}

async function planAll(tx: Turn['tx'], orders: readonly Order[], at: Instant): Promise<Planned> {
  const ids = orders.map(({ orderId }) => orderId);
  const names = orders.flatMap(({ sellerId, items }) =>
    items.map(({ sellerSku: sku }) => ({ sellerId, sku })),
  );
  const distinct = [...new Map(names.map((name) => [`${name.sellerId} ${name.sku}`, name])).values()];
  const [skus, network, earlier, stock] = await Promise.all([
    skusNamed(tx, distinct),
    networkInForce(tx),
    plannedOf(tx, ids),
    lockSkuStock(tx, distinct),
  ]);
  const catalogue = new Map(skus.map((sku) => [`${sku.sellerId} ${sku.sellerSku}`, sku]));
  const planned = new Planned();
  for (const order of orders) {
    planOne(order, earlier.get(order.orderId) ?? [], { catalogue, network, stock, at }, planned);
  }
  insertPlanned(tx, planned.shipments);
  changePlanned(tx, planned.changes);
  writeEntries(tx, planned.entries);
  keepShortages(tx, ids, planned.shortages);
  updateProgress(tx, planned.orders);
  return planned;
}

interface Around {
  catalogue: ReadonlyMap<string, Sku>;
  network: Network;
  stock: LockedStock;
  at: Instant;
}

function planOne(order: Order, earlier: readonly PlannedView[], around: Around, planned: Planned): void {
  const { network, at } = around;
  const needs = needsOf(order);
  if (!order.fulfilment || needs.length === 0) {
    planned.orders.push({ ...order, planAt: undefined });
    return;
  }
  const plan = planOrder(order.fulfilment, needs, isUnderWay(order), shelvesOf(order, around), network, at);
  const withdrawn = plan.killed ? earlier.filter(({ status }) => status === 'PENDING') : [];
  const lost = withdrawn.flatMap(({ items }) => items);
  const after = withPlan(order, plan, lost, at);
  planned.orders.push(after);
  for (const shipment of shipmentsOf(order, plan, earlier.length, at)) {
    planned.shipments.push({ ...shipment, sellerId: order.sellerId });
    planned.facts.push(requestedFact(after, shipment));
    move(order, shipment, 'reserved', around, planned);
  }
  for (const shipment of withdrawn) {
    planned.changes.push({ shipmentId: shipment.shipmentId, status: 'CANCELLED_BY_FULFILLER', closedAt: at });
    planned.facts.push(withdrawnFact(after, shipment, 'order-killed', at));
    move(order, shipment, 'released', around, planned);
  }
  const given = [...plan.unfulfillable, ...killedItems(order, lost)];
  if (given.length > 0) planned.facts.push(unfulfillableFact(after, given, at));
  if (plan.waitsUntil !== undefined) {
    const { orderId, sellerId } = order;
    for (const { sku } of needsOf(after)) planned.shortages.push({ sellerId, sku, orderId });
  }
}

// A sandbox has everything, and never less.
function shelvesOf({ sellerId, sandbox }: Order, { catalogue, stock }: Around): Shelves {
  return {
    sku: (sku) => (sandbox ? sandboxSku(sellerId, sku) : catalogue.get(`${sellerId} ${sku}`)),
    available: (sku, fulfillmentCenterId) =>
      sandbox ? Number.MAX_SAFE_INTEGER : available(stock.at({ sellerId, sku, fulfillmentCenterId })),
  };
}

// The next order of the batch sees what this one took.
function move(
  { sellerId, orderId, items, sandbox }: Order,
  { shipmentId, fulfillmentCenterId, items: lines }: RequestedShipment,
  kind: 'reserved' | 'released',
  { stock, at }: Around,
  planned: Planned,
): void {
  if (sandbox) return;
  for (const { line, quantity } of lines) {
    const sku = items.find((item) => item.line === line)?.sellerSku ?? '';
    const key = { sellerId, sku, fulfillmentCenterId };
    const made = entry(kind, key, quantity, { at, orderId, reference: shipmentId });
    stock.set(applied(stock.at(key), made));
    planned.entries.push(made);
  }
}

function shipmentsOf(
  { orderId, estimatedDeliveryAt }: Order,
  plan: Plan,
  before: number,
  at: Instant,
): RequestedShipment[] {
  // What the seller promised its buyer stays the promise.
  const promise = estimatedDeliveryAt === undefined ? undefined : toInstant(estimatedDeliveryAt);
  return plan.shipments.map(({ fulfillmentCenterId, estimate, items }, nth) => ({
    shipmentId: idAt(at, ['planned', orderId, before + nth]),
    orderId,
    fulfillmentCenterId,
    carrierCode: estimate.carrierCode,
    requestedAt: at,
    shipBy: estimate.latestShipAt,
    estimatedDeliveryAt: promise ?? estimate.latestArrivalAt,
    items,
  }));
}
