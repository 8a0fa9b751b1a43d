import type { Instant, Money, Purpose, TrackingDetail } from '#contracts';

/** One accepted row of the file: one package of an order, shipped as its own shipment. */
export interface ShipmentRow {
  /** Line of the file on which the row starts; the header is line 1. */
  readonly line: number;
  readonly orderId: string;
  /** Which row of its order it is, from 1, in the order of the file: names the shipment and the item. */
  readonly number: number;
  readonly shippedAt: Instant;
  /** As on the bus: an ISO 8601 instant, or a bare date that "Words" turns into the end of its day. */
  readonly estimatedDeliveryAt: string;
  readonly deliveredAt?: Instant | undefined;
  readonly sku: string;
  readonly quantity: number;
  /** Value of one unit. */
  readonly unitValue: Money;
  readonly carrier?: string | undefined;
  readonly trackingNumber?: string | undefined;
  readonly signatureRequired: boolean;
  readonly purpose: Purpose;
  readonly detail: TrackingDetail;
}

/** Why a row is not taken: where, and what is wrong with it. */
export interface BadRow {
  readonly line: number;
  readonly column: string;
  readonly reason: string;
}

/** A row that says nothing new: equal to an earlier one, and skipped. It is not bad. */
export interface SkippedRow {
  readonly line: number;
  readonly sameAs: number;
}

/** How events and reports name the shipment that a row became. */
export function shipmentIdOf(row: Pick<ShipmentRow, 'number'>): string {
  return `S${row.number}`;
}

/** How events and reports name the order item that a row became. */
export function itemIdOf(row: Pick<ShipmentRow, 'number'>): string {
  return String(row.number);
}
