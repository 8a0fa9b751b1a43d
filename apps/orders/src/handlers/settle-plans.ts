import { toIso } from '#contracts';
import type { Instant } from '#contracts';
import type { Fact, Turn } from '#messaging';
import type { Order } from '../domain/order.js';
import type { PlannedLine } from '../domain/plan-order.js';
import { needsOf, useUp, withoutPlanned, withPicking } from '../domain/planned-order.js';
import type { Used } from '../domain/planned-order.js';
import type { Shipment } from '../domain/shipment.js';
import { adjusted, applied, entry, shippedEntries } from '../domain/stock.js';
import type { EntryOf, Stock, StockEntry, StockKey } from '../domain/stock.js';
import { changePlanned, plannedOf } from '../store/planned-shipments.js';
import type { PlannedChange, PlannedStatus, PlannedView } from '../store/planned-shipments.js';
import { lockStock, writeEntries } from '../store/stock.js';
import { withdrawnFact } from './plan-facts.js';

/** A shipment that left, of an order that is planned here. */
export interface LeftShipment {
  shipment: Pick<Shipment, 'shipmentId' | 'fulfillmentCenterId' | 'packages'>;
  at: Instant;
}

/** A shipment that cannot leave. */
export interface FailedShipment {
  shipmentId: string;
  at: Instant;
  /** What its units turned out to be: damaged, or not there at all. Else they can be had again. */
  spoiled?: 'damaged' | 'missing' | undefined;
}

/** Why a report about a planned shipment cannot be. */
export interface Refusal {
  reason: 'unknown-shipment' | 'shipment-closed';
  detail: string;
}

/** What is to be written of the stock, once it is locked. */
type Movement = (stock: Stock) => StockEntry[];

/**
 * What was asked for of orders that are planned here, and what becomes of it: read once, changed report by report,
 * kept once.
 */
export class Plans {
  private readonly movements: { key: StockKey; entries: Movement }[] = [];
  private readonly changes = new Map<string, PlannedChange>();
  private readonly facts: Fact[] = [];

  private constructor(private readonly plans: Map<string, PlannedView[]>) {}

  /** Reads what was asked for of those among the orders, which are locked, that are planned here. */
  static async of(tx: Turn['tx'], orders: Iterable<Order>): Promise<Plans> {
    const planned = [...orders].filter(({ fulfilment }) => fulfilment !== undefined);
    return new Plans(
      await plannedOf(
        tx,
        planned.map(({ orderId }) => orderId),
      ),
    );
  }

  /** The promise of the shipment that was asked for under that name, else the latest of those that are pending. */
  promiseOf(order: Order, shipmentId: string): string | undefined {
    const asked = this.asked(order, shipmentId);
    const meant = asked ? [asked] : this.of(order).filter(({ status }) => status === 'PENDING');
    if (meant.length === 0) return undefined;
    return toIso(Math.max(...meant.map(({ estimatedDeliveryAt }) => estimatedDeliveryAt)));
  }

  /** O-4: a shipment is picked. @returns the order as it is then, or why that cannot be */
  pick(order: Order, shipmentId: string, at: Instant): Order | Refusal {
    const asked = this.asked(order, shipmentId);
    if (!asked) return unknownShipment(order, shipmentId);
    if (asked.status === 'SHIPPED') return order;
    return asked.status === 'PENDING' ? withPicking(order, at) : closedAlready(asked);
  }

  /** O-3: a shipment cannot leave; its units are planned anew. @returns the order then, or why that cannot be */
  fail(order: Order, { shipmentId, at, spoiled }: FailedShipment): Order | Refusal {
    const asked = this.asked(order, shipmentId);
    if (!asked) return unknownShipment(order, shipmentId);
    if (asked.status === 'CANCELLED_BY_FULFILLER') return order;
    if (asked.status !== 'PENDING') return closedAlready(asked);
    this.withdraw(order, asked, 'CANCELLED_BY_FULFILLER', at);
    if (spoiled !== undefined) {
      const of = entryOf(order, shipmentId, at);
      for (const { line, quantity } of asked.items) {
        const change = { sellable: -quantity, unsellable: spoiled === 'damaged' ? quantity : 0 };
        this.move(order, line, asked.fulfillmentCenterId, (stock) => [adjusted(stock, change, of)]);
      }
    }
    return { ...withoutPlanned(order, asked.items, at), planAt: at };
  }

  /** O-4: nothing of an order is to leave any more. */
  withdrawAll(order: Order, status: 'CANCELLED_BY_SELLER' | 'CANCELLED_BY_FULFILLER', at: Instant): void {
    for (const asked of this.of(order))
      if (asked.status === 'PENDING') this.withdraw(order, asked, status, at);
  }

  /** O-11: takes what left out of what was asked for. @returns the order as it is then */
  take(order: Order, left: LeftShipment): Order {
    if (!order.fulfilment) return order;
    const { shipment, at } = left;
    const lines = unitsByLine(shipment);
    const pending = this.of(order).filter(({ status }) => status === 'PENDING');
    const used = useUp(pending, { ...shipment, lines });
    this.count(order, left, lines, used);
    const over = used.flatMap((one) => this.close(order, left, one));
    const after = withoutPlanned(order, [...used.flatMap(({ taken }) => taken), ...over], at);
    // What a warehouse was asked for and left behind is planned anew; where nothing is open, nothing is to be planned.
    if (needsOf(after).length === 0) return { ...after, planAt: undefined };
    return over.length > 0 ? { ...after, planAt: at } : after;
  }

  /** Keeps what became of it. @returns what is not to be shipped any more, as facts */
  async save(tx: Turn['tx']): Promise<Fact[]> {
    const stock = await lockStock(
      tx,
      this.movements.map(({ key }) => key),
    );
    const entries: StockEntry[] = [];
    for (const { key, entries: made } of this.movements) {
      for (const one of made(stock.at(key))) {
        stock.set(applied(stock.at(key), one));
        entries.push(one);
      }
    }
    writeEntries(tx, entries);
    changePlanned(tx, [...this.changes.values()]);
    return this.facts;
  }

  private of({ orderId }: Order): PlannedView[] {
    return this.plans.get(orderId) ?? [];
  }

  private asked(order: Order, shipmentId: string): PlannedView | undefined {
    return this.of(order).find((plan) => plan.shipmentId === shipmentId);
  }

  private become(asked: PlannedView, status: PlannedStatus, at: Instant): void {
    asked.status = status;
    this.changes.set(asked.shipmentId, { shipmentId: asked.shipmentId, status, closedAt: at });
  }

  private withdraw(
    order: Order,
    asked: PlannedView,
    status: 'CANCELLED_BY_SELLER' | 'CANCELLED_BY_FULFILLER',
    at: Instant,
  ): void {
    this.become(asked, status, at);
    const cause = status === 'CANCELLED_BY_SELLER' ? 'seller' : 'fulfiller';
    this.facts.push(withdrawnFact(order, asked, cause, at));
    this.release(order, asked, asked.items, entryOf(order, asked.shipmentId, at));
  }

  private count(
    order: Order,
    { shipment, at }: LeftShipment,
    lines: ReadonlyMap<number, number>,
    used: readonly Used[],
  ): void {
    const { shipmentId, fulfillmentCenterId } = shipment;
    const of = entryOf(order, shipmentId, at);
    const here = new Map<number, number>();
    for (const { shipment: asked, taken } of used) {
      if (asked.fulfillmentCenterId !== fulfillmentCenterId) this.release(order, asked, taken, of);
      else for (const { line, quantity } of taken) here.set(line, (here.get(line) ?? 0) + quantity);
    }
    for (const [line, quantity] of lines) {
      const reserved = here.get(line) ?? 0;
      this.move(order, line, fulfillmentCenterId, (stock) => shippedEntries(stock, quantity, reserved, of));
    }
  }

  /** @returns what the shipment still held and will not ship */
  private close(
    order: Order,
    { shipment, at }: LeftShipment,
    { shipment: used, taken, left }: Used,
  ): PlannedLine[] {
    const asked = this.asked(order, used.shipmentId);
    const named = used.shipmentId === shipment.shipmentId;
    if (!asked || (taken.length === 0 && !named)) return [];
    if (!named && left.length > 0) {
      const { shipmentId } = asked;
      const now = asked.items.map(({ line }) => ({ line, quantity: quantityOf(left, line) }));
      asked.items = left;
      this.changes.set(shipmentId, {
        shipmentId,
        status: 'PENDING',
        left: merged(this.changes.get(shipmentId), now),
      });
      return [];
    }
    const elsewhere = asked.fulfillmentCenterId !== shipment.fulfillmentCenterId;
    this.become(asked, elsewhere ? 'CANCELLED_BY_FULFILLER' : 'SHIPPED', at);
    if (elsewhere) this.facts.push(withdrawnFact(order, asked, 'shipped-otherwise', at));
    this.release(order, asked, left, entryOf(order, asked.shipmentId, at));
    return left;
  }

  private release(
    order: Order,
    asked: { fulfillmentCenterId: string },
    lines: readonly PlannedLine[],
    of: EntryOf,
  ) {
    for (const { line, quantity } of lines)
      this.move(order, line, asked.fulfillmentCenterId, (stock) => [entry('released', stock, quantity, of)]);
  }

  // Nothing of a sandbox lies anywhere.
  private move(
    { sellerId, sandbox, items }: Order,
    line: number,
    fulfillmentCenterId: string,
    entries: Movement,
  ) {
    const sku = items.find((item) => item.line === line)?.sellerSku;
    if (!sandbox && sku !== undefined)
      this.movements.push({ key: { sellerId, sku, fulfillmentCenterId }, entries });
  }
}

function merged(before: PlannedChange | undefined, now: readonly PlannedLine[]): PlannedLine[] {
  const kept = (before?.left ?? []).filter(({ line }) => !now.some((one) => one.line === line));
  return [...kept, ...now];
}

const quantityOf = (lines: readonly PlannedLine[], line: number): number =>
  lines.find((one) => one.line === line)?.quantity ?? 0;

function unitsByLine({ packages }: LeftShipment['shipment']): Map<number, number> {
  const lines = new Map<number, number>();
  for (const { line } of packages.flatMap(({ units }) => units)) lines.set(line, (lines.get(line) ?? 0) + 1);
  return lines;
}

function entryOf({ orderId }: Order, reference: string, at: Instant): EntryOf {
  return { at, orderId, reference };
}

const unknownShipment = ({ sellerFulfillmentOrderId }: Order, shipmentId: string): Refusal => ({
  reason: 'unknown-shipment',
  detail: `shipment ${shipmentId} was not asked for of order ${sellerFulfillmentOrderId}`,
});

const closedAlready = ({ shipmentId, status }: PlannedView): Refusal => ({
  reason: 'shipment-closed',
  detail: `shipment ${shipmentId} is ${status}`,
});
