import type { Instant } from '#contracts';
import type { Order, OrderItem } from './order.js';
import { orderStatus } from './order-status.js';
import type { Need, Plan, PlannedLine, ShortItem } from './plan-order.js';

/** A shipment that a fulfilment centre was asked for and that has not left. */
export interface RequestedShipment {
  shipmentId: string;
  orderId: string;
  fulfillmentCenterId: string;
  carrierCode?: string | undefined;
  requestedAt: Instant;
  shipBy: Instant;
  estimatedDeliveryAt: Instant;
  items: PlannedLine[];
}

/** What is to be shipped of an order and is in no shipment yet. */
export function needsOf({ items }: Pick<Order, 'items'>): Need[] {
  return items
    .map((item) => ({ line: item.line, sku: item.sellerSku, quantity: openUnits(item) }))
    .filter(({ quantity }) => quantity > 0);
}

function openUnits(item: OrderItem): number {
  const { quantity, cancelledQuantity, unfulfillableQuantity, plannedQuantity, shippedQuantity } = item;
  return quantity - cancelledQuantity - unfulfillableQuantity - plannedQuantity - shippedQuantity;
}

/** Whether anything of it was picked or shipped (O-4, O-5). */
export function isUnderWay({ stage, items }: Pick<Order, 'stage' | 'items'>): boolean {
  return stage === 'Processing' || items.some(({ shippedQuantity }) => shippedQuantity > 0);
}

/** The order once it is planned so. What was asked for before and is killed with it is given up too. */
export function withPlan(order: Order, plan: Plan, killed: readonly PlannedLine[], at: Instant): Order {
  const planned = byLine(plan.shipments.flatMap(({ items }) => items));
  const given = byLine(killed);
  const short = new Map(plan.unfulfillable.map((item) => [item.line, item]));
  const items = order.items.map((item): OrderItem => {
    const [more, lost] = [planned.get(item.line) ?? 0, given.get(item.line) ?? 0];
    const missing = short.get(item.line);
    return {
      ...item,
      plannedQuantity: item.plannedQuantity + more - lost,
      unfulfillableQuantity: item.unfulfillableQuantity + lost + (missing?.quantity ?? 0),
      unfulfillableReason: missing?.reason ?? (lost > 0 ? 'order-killed' : item.unfulfillableReason),
    };
  });
  const stage = order.stage === 'Received' ? 'Planning' : order.stage;
  return moved({ ...order, items, stage, planAt: plan.waitsUntil }, at);
}

/** What of a killed order had been asked for, as its facts tell it. */
export function killedItems(order: Order, lines: readonly PlannedLine[]): ShortItem[] {
  return [...byLine(lines)].flatMap(([line, quantity]) => {
    const sku = order.items.find((item) => item.line === line)?.sellerSku;
    return sku === undefined ? [] : [{ line, sku, quantity, reason: 'order-killed' as const }];
  });
}

/** A shipment of it is picked: from now on its seller cannot cancel it (O-4). */
export function withPicking(order: Order, at: Instant): Order {
  return moved({ ...order, stage: 'Processing' }, at);
}

/** Units that were asked for are to be shipped again, or not: they are in no shipment any more. */
export function withoutPlanned(order: Order, lines: readonly PlannedLine[], at: Instant): Order {
  const less = byLine(lines);
  const items = order.items.map((item) => ({
    ...item,
    plannedQuantity: item.plannedQuantity - (less.get(item.line) ?? 0),
  }));
  return moved({ ...order, items }, at);
}

/** What of the shipments that were asked for a shipped report used up. */
export interface Used {
  shipment: RequestedShipment;
  taken: PlannedLine[];
  /** What it still holds. */
  left: PlannedLine[];
}

/**
 * O-11: what left is taken from the shipment that the report names, then from others of that fulfilment centre, then
 * from those of other centres, in the order in which they were asked for.
 */
export function useUp(
  pending: readonly RequestedShipment[],
  shipped: { shipmentId: string; fulfillmentCenterId: string; lines: ReadonlyMap<number, number> },
): Used[] {
  const rank = ({ shipmentId, fulfillmentCenterId }: RequestedShipment): number => {
    if (shipmentId === shipped.shipmentId) return 0;
    return fulfillmentCenterId === shipped.fulfillmentCenterId ? 1 : 2;
  };
  const open = new Map(shipped.lines);
  return [...pending]
    .sort(
      (a, b) => rank(a) - rank(b) || a.requestedAt - b.requestedAt || (a.shipmentId < b.shipmentId ? -1 : 1),
    )
    .map((shipment) => {
      const [taken, left]: [PlannedLine[], PlannedLine[]] = [[], []];
      for (const { line, quantity } of shipment.items) {
        const used = Math.min(quantity, open.get(line) ?? 0);
        open.set(line, (open.get(line) ?? 0) - used);
        if (used > 0) taken.push({ line, quantity: used });
        if (used < quantity) left.push({ line, quantity: quantity - used });
      }
      return { shipment, taken, left };
    });
}

/** The order with the status that follows. */
export function moved(order: Order, at: Instant): Order {
  const status = orderStatus(order.items, order.stage);
  const statusUpdatedAt =
    status === order.status ? order.statusUpdatedAt : Math.max(order.statusUpdatedAt, at);
  return { ...order, status, statusUpdatedAt };
}

function byLine(lines: readonly PlannedLine[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const { line, quantity } of lines) sums.set(line, (sums.get(line) ?? 0) + quantity);
  return sums;
}
