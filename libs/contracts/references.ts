import { About, INT32_MAX, Optional, Text, Uuid, Whole } from './fields.js';
import { Rules, atLeastOneOf, exactlyOneOf, needs } from './rules.js';

/** A unit within its order: the line of the order, and the ordinal of the piece on that line. */
export class UnitRef {
  @Whole(1, INT32_MAX)
  line!: number;

  @Whole(1, INT32_MAX)
  ordinal!: number;
}

/** An order as a publisher names it: always with the seller (Words, "report"). */
@Rules(atLeastOneOf('orderId', 'sellerFulfillmentOrderId'))
export class OrderReference {
  @Uuid()
  sellerId!: string;

  @Optional()
  @Uuid()
  orderId?: string;

  @Optional()
  @Text(40)
  sellerFulfillmentOrderId?: string;
}

/** A package as a publisher names it, in exactly one of four ways (Words, "order id"). */
@Rules(
  exactlyOneOf('packageId', 'packageNumber', 'trackingNumber', 'shipmentId'),
  needs('packageNumber', 'sellerId'),
  needs('trackingNumber', 'carrierCode'),
  needs('shipmentId', 'sellerId'),
  needs('shipmentId', 'orderId', 'sellerFulfillmentOrderId'),
)
export class PackageReference {
  @Optional()
  @Uuid()
  packageId?: string;

  @Optional()
  @Uuid()
  sellerId?: string;

  @Optional()
  @About('Unique per seller: give sellerId too.')
  @Whole(1, INT32_MAX)
  packageNumber?: number;

  @Optional()
  @Text(64)
  carrierCode?: string;

  @Optional()
  @About('With carrierCode: the latest package shipped under that number at or before occurredAt.')
  @Text(128)
  trackingNumber?: string;

  @Optional()
  @Uuid()
  orderId?: string;

  @Optional()
  @Text(40)
  sellerFulfillmentOrderId?: string;

  @Optional()
  @About('With sellerId and the order.')
  @Text(64)
  shipmentId?: string;

  @Optional()
  @About('Which package of the shipment; may be left out when it has only one.')
  @Text(64)
  packageRef?: string;
}

/** One text for an order as a report names it. */
export function orderText({ sellerId, orderId, sellerFulfillmentOrderId }: OrderReference): string {
  return orderId ?? `${sellerId}/${sellerFulfillmentOrderId}`;
}

/** One text for a package as a report names it, whichever of the four ways it took. */
export function packageText(reference: PackageReference): string {
  const { packageId, sellerId, packageNumber, carrierCode, trackingNumber, shipmentId } = reference;
  if (packageId !== undefined) return packageId;
  if (packageNumber !== undefined) return `${sellerId}/${packageNumber}`;
  if (trackingNumber !== undefined) return `${carrierCode}/${trackingNumber}`;
  return `${sellerId}/${shipmentId}`;
}
