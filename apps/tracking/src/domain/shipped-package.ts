import type { Instant, Money, OrderShipped, Purpose, TrackingDetail } from '#contracts';
import { toInstant } from '#contracts';
import type { NamedPackage } from './reference.js';

/** A package as its OrderShipped says; it never changes. */
export interface ShippedPackage extends NamedPackage {
  marketplaceId: string;
  purpose: Purpose;
  fulfillmentCenterId: string;
  hasNumber: boolean;
  detail: TrackingDetail;
  signatureRequired: boolean;
  estimatedDeliveryAt: Instant;
  /** IANA name; the order's own, where it has one. */
  destinationTimeZone?: string | undefined;
  /** Of a sandbox seller: no parcel exists. */
  sandbox?: boolean | undefined;
}

export interface ShippedUnit {
  packageId: string;
  orderId: string;
  sellerId: string;
  line: number;
  ordinal: number;
  sellerFulfillmentOrderItemId: string;
  sellerSku: string;
  unitValue?: Money | undefined;
}

/** The packages that a shipment consists of. */
export function packagesOf(shipped: OrderShipped): ShippedPackage[] {
  const { orderId, sellerId, sellerFulfillmentOrderId, marketplaceId, purpose, shipmentId } = shipped;
  return shipped.packages.map((one) => ({
    packageId: one.packageId,
    packageNumber: one.packageNumber,
    packageRef: one.packageRef,
    orderId,
    sellerId,
    sellerFulfillmentOrderId,
    shipmentId,
    marketplaceId,
    purpose,
    fulfillmentCenterId: shipped.fulfillmentCenterId,
    carrierCode: one.carrierCode,
    trackingNumber: one.trackingNumber,
    hasNumber: one.hasNumber,
    detail: one.detail,
    signatureRequired: one.signatureRequired,
    estimatedDeliveryAt: toInstant(one.estimatedDeliveryAt),
    shippedAt: toInstant(shipped.shippedAt),
    destinationTimeZone: shipped.destinationTimeZone,
    sandbox: shipped.sandbox,
  }));
}

export function unitsOf({ orderId, sellerId, packages }: OrderShipped): ShippedUnit[] {
  return packages.flatMap(({ packageId, units }) =>
    units.map((unit) => ({
      packageId,
      orderId,
      sellerId,
      line: unit.line,
      ordinal: unit.ordinal,
      sellerFulfillmentOrderItemId: unit.sellerFulfillmentOrderItemId,
      sellerSku: unit.sellerSku,
      unitValue: unit.unitValue,
    })),
  );
}
