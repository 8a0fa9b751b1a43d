import type { Instant, Money, Purpose } from '#contracts';

/** O-3, as far as an order comes before it is planned here. */
export type OrderStatus = 'Received' | 'Processing' | 'Cancelled' | 'Complete' | 'CompletePartialled';

/** An order that names no marketplace belongs to the operator's own. */
export const OWN_MARKETPLACE = 'default';

export interface OrderItem {
  /** 1 is the first line of the order; with an ordinal it names a unit. */
  line: number;
  sellerFulfillmentOrderItemId: string;
  sellerSku: string;
  quantity: number;
  cancelledQuantity: number;
  /** Ordinals 1 to this are in packages; the next unit shipped takes the one after (O-11). */
  shippedQuantity: number;
  /** Value of one unit. */
  unitValue?: Money | undefined;
  /** The promise as it was given: an ISO 8601 instant, or a bare date (Words, "EDD"). */
  estimatedDeliveryAt?: string | undefined;
}

/** What after-sales must know of an order. The buyer is not part of it (see the table order_request). */
export interface Order {
  orderId: string;
  sellerId: string;
  sellerFulfillmentOrderId: string;
  marketplaceId: string;
  purpose: Purpose;
  signatureRequired: boolean;
  receivedAt: Instant;
  destinationTimeZone?: string | undefined;
  /** The promise as it was given: an ISO 8601 instant, or a bare date. */
  estimatedDeliveryAt?: string | undefined;
  status: OrderStatus;
  statusUpdatedAt: Instant;
  /** O-4: on hold, and cancelled by itself then. */
  heldUntil?: Instant | undefined;
  /** When it was given up. What had been shipped all the same counts as shipped. */
  cancelledAt?: Instant | undefined;
  items: OrderItem[];
}
