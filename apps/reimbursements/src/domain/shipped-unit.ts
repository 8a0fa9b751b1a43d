import type { Instant, Money, Purpose, Standing, TrackingDetail, UnitRef } from '#contracts';

/** A shipped unit, as `OrderShipped` told it. */
export interface ShippedUnit extends UnitRef {
  orderId: string;
  sellerId: string;
  sellerFulfillmentOrderId: string;
  packageId: string;
  packageNumber: number;
  marketplaceId: string;
  purpose: Purpose;
  sellerSku: string;
  /** Declared value of one unit; null when nobody gave one. */
  value: Money | null;
  signatureRequired: boolean;
  detail: TrackingDetail;
  shippedAt: Instant;
  estimatedDeliveryAt: Instant;
  /** `ce_time` of the fact. */
  knownAt: Instant;
}

/** From `since` on the seller's account stands so. Before the first one: good. */
export interface StandingChange {
  since: Instant;
  standing: Standing;
}
