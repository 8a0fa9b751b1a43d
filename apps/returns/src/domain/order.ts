import type { Unit } from './unit.js';

/** A line of the order as it was accepted. */
export interface OrderItem {
  line: number;
  sellerFulfillmentOrderItemId: string;
  sellerSku: string;
  quantity: number;
  cancelledQuantity: number;
}

/** An order as returns knows it: what was ordered, which units were shipped, what was reported of them. */
export interface ReturnedOrder {
  orderId: string;
  sellerId: string;
  sellerFulfillmentOrderId: string;
  items: readonly OrderItem[];
  /** By (line, ordinal). */
  units: readonly Unit[];
  /** Content of every report ever accepted, by natural key. */
  accepted: ReadonlyMap<string, string>;
}

/** The unit replaced by its next state; its neighbours stay as they are. */
export function withUnit(units: readonly Unit[], next: Unit): Unit[] {
  return units.map((unit) => (isSame(unit, next) ? next : unit));
}

export function isSame(a: Pick<Unit, 'line' | 'ordinal'>, b: Pick<Unit, 'line' | 'ordinal'>): boolean {
  return a.line === b.line && a.ordinal === b.ordinal;
}

/** By (line, ordinal): the lowest ordinals come first. */
export function byOrdinal(a: Pick<Unit, 'line' | 'ordinal'>, b: Pick<Unit, 'line' | 'ordinal'>): number {
  return a.line - b.line || a.ordinal - b.ordinal;
}

/**
 * How many units of an item may still become known as shipped, in this shipment or, when none is named, in any.
 * A shipment is accepted once and whole, so a known one brings no more.
 */
export function stillToShip(order: ReturnedOrder, item: OrderItem, shipmentId: string | undefined): number {
  if (shipmentId !== undefined && order.units.some((unit) => unit.shipmentId === shipmentId)) return 0;
  const shipped = order.units.filter(({ line }) => line === item.line).length;
  return Math.max(0, item.quantity - item.cancelledQuantity - shipped);
}

/** The shipped units of an item, in this shipment or in any. */
export function shippedUnits(order: ReturnedOrder, item: OrderItem, shipmentId: string | undefined): Unit[] {
  return order.units.filter(
    (unit) => unit.line === item.line && (shipmentId === undefined || unit.shipmentId === shipmentId),
  );
}
