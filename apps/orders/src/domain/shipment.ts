import type { Instant, ShippedUnit, TrackingDetail } from '#contracts';
import type { PromiseSource } from './promise.js';

/** A package as it left, before it has a number towards the seller. */
export interface Package {
  packageId: string;
  packageRef?: string | undefined;
  carrierCode?: string | undefined;
  trackingNumber?: string | undefined;
  detail: TrackingDetail;
  signatureRequired: boolean;
  /** The promise at shipment, resolved. */
  estimatedDeliveryAt: Instant;
  promisedBy: PromiseSource;
  units: ShippedUnit[];
}

/** What one fulfilment centre shipped for an order. */
export interface Shipment {
  /** Natural key of (order, shipment). */
  shipmentKey: string;
  shipmentId: string;
  fulfillmentCenterId: string;
  /** As the warehouse claims it. */
  shippedAt: Instant;
  packages: Package[];
}
