import type { ShipmentFailure, ShippingSpeed } from '#contracts';
import type { SkuRow } from '../../stock/catalogue-rows.js';
import type { Fate } from './fates.js';

/** What is to be played: from a seed alone, the same on every machine. Ids of sellers and shipments come as it plays. */
export interface WorldPlan {
  readonly sellers: readonly PlannedSeller[];
  /** In the order in which they are made. */
  readonly orders: readonly PlannedOrder[];
}

export interface PlannedSeller {
  readonly name: string;
  readonly skus: readonly SkuRow[];
  /** What arrives before the first order. */
  readonly receipts: readonly PlannedReceipt[];
  /** What arrives when all orders are made: too little, and late. */
  readonly lateReceipts: readonly PlannedReceipt[];
}

export interface PlannedReceipt {
  readonly center: string;
  readonly items: readonly { readonly sellerSku: string; readonly quantity: number }[];
}

export interface PlannedOrder {
  /** The seller's own id of it. */
  readonly id: string;
  /** Which of the sellers. */
  readonly seller: number;
  readonly speed: ShippingSpeed;
  readonly policy: 'FillOrKill' | 'FillAll' | 'FillAllAvailable';
  readonly items: readonly PlannedItem[];
  readonly address: PlannedAddress;
  /** What its seller does after it was made. */
  readonly afterwards: 'nothing' | 'cancel' | 'hold' | 'hold-then-ship' | 'hold-then-cancel';
  /** Why its first shipment fails; left out when it does not. */
  readonly fails?: ShipmentFailure;
  /** How long the warehouse takes before it picks, milliseconds. */
  readonly picksAfter: number;
  /** What becomes of each of its parcels. */
  readonly fate: Fate;
}

export interface PlannedItem {
  readonly sellerFulfillmentOrderItemId: string;
  readonly sellerSku: string;
  readonly quantity: number;
}

export interface PlannedAddress {
  readonly name: string;
  readonly addressLine1: string;
  readonly city: string;
  readonly postalCode: string;
  readonly countryCode: string;
}

export interface WorldOptions {
  readonly seed: number;
  readonly orders: number;
  readonly sellers: number;
}

/** The warehouses of the world. */
export const centers = ['WORLD-EAST', 'WORLD-WEST', 'WORLD-EU'] as const;
/** The carriers that its routes engage. */
export const carriers = ['UPS', 'USPS', 'FEDEX'] as const;
export type Carrier = (typeof carriers)[number];
