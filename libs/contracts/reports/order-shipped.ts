import { About, At, Flag, OneOf, Optional, Part, Parts, PromisedAt, Text, Whole } from '../fields.js';
import { OrderReference, orderText } from '../references.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { trackingDetails } from '../vocabulary.js';
import type { TrackingDetail } from '../vocabulary.js';

export class ShippedItemReport {
  @Text(50)
  sellerFulfillmentOrderItemId!: string;

  @Whole(1, 250)
  quantity!: number;
}

export class ShippedPackageReport {
  @Optional()
  @About("The warehouse's own name for the package within the shipment.")
  @Text(64)
  packageRef?: string;

  @Optional()
  @Text(64)
  carrierCode?: string;

  @Optional()
  @Text(128)
  trackingNumber?: string;

  @Optional()
  @About('When left out: full with a tracking number, else none (T-2).')
  @OneOf(trackingDetails)
  detail?: TrackingDetail;

  @Optional()
  @Flag()
  signatureRequired?: boolean;

  @Optional()
  @PromisedAt()
  estimatedDeliveryAt?: string;

  @Parts(() => ShippedItemReport, 1, 100)
  items!: ShippedItemReport[];
}

@Contract<OrderShippedReport>({
  name: 'OrderShipped',
  version: 1,
  kind: 'report',
  owner: 'orders',
  says: 'A warehouse handed the packages of one shipment to their carriers.',
  subject: (data) => data.shipmentId,
  key: (data) => orderText(data.order),
  hears: ['orders'],
  sample: {
    order: { sellerId: sample.sellerId, sellerFulfillmentOrderId: sample.sellerFulfillmentOrderId },
    shipmentId: sample.shipmentId,
    fulfillmentCenterId: sample.fulfillmentCenterId,
    occurredAt: sample.shippedAt,
    estimatedDeliveryAt: sample.estimatedDeliveryAt,
    packages: [
      {
        packageRef: '1',
        carrierCode: sample.carrierCode,
        trackingNumber: sample.trackingNumber,
        detail: 'full',
        signatureRequired: false,
        items: [{ sellerFulfillmentOrderItemId: sample.itemId, quantity: 1 }],
      },
    ],
  },
})
export class OrderShippedReport {
  @Part(() => OrderReference)
  order!: OrderReference;

  @Text(64)
  shipmentId!: string;

  @Text(16)
  fulfillmentCenterId!: string;

  @About('When the shipment left: shippedAt of the fact.')
  @At()
  occurredAt!: string;

  @Optional()
  @PromisedAt()
  estimatedDeliveryAt?: string;

  @Parts(() => ShippedPackageReport, 1, 250)
  packages!: ShippedPackageReport[];
}
