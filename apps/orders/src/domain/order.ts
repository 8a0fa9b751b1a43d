import type { Instant, Money, Purpose, UnfulfillableReason } from '#contracts';
import type { Fulfilment } from './plan-order.js';

/** How far an order is of which nothing has shipped. */
export type OrderStage = 'Received' | 'Planning' | 'Processing';

/** O-3; New and Invalid are told of by a sandbox only. */
export const orderStatuses = [
  'New',
  'Received',
  'Planning',
  'Processing',
  'Cancelled',
  'Complete',
  'CompletePartialled',
  'Unfulfillable',
  'Invalid',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** An order that names no marketplace belongs to the operator's own. */
export const OWN_MARKETPLACE = 'default';

export interface OrderItem {
  /** 1 is the first line of the order; with an ordinal it names a unit. */
  line: number;
  sellerFulfillmentOrderItemId: string;
  sellerSku: string;
  quantity: number;
  cancelledQuantity: number;
  /** O-6: given up by the network, and why. */
  unfulfillableQuantity: number;
  unfulfillableReason?: UnfulfillableReason | undefined;
  /** In shipments that were asked for and have not left. */
  plannedQuantity: number;
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
  /** Of a sandbox seller: nothing of it is real. */
  sandbox: boolean;
  stage: OrderStage;
  /** How it is to be shipped; nothing when it is planned elsewhere. */
  fulfilment?: Fulfilment | undefined;
  /** When it is to be planned, if it is. */
  planAt?: Instant | undefined;
  /** O-4: on hold, and cancelled by itself then. */
  heldUntil?: Instant | undefined;
  /** When it was given up. What had been shipped all the same counts as shipped. */
  cancelledAt?: Instant | undefined;
  items: OrderItem[];
}
