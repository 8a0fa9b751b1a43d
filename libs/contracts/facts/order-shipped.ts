import {
  About,
  At,
  Flag,
  INT32_MAX,
  OneOf,
  Optional,
  Part,
  Parts,
  Text,
  TimeZone,
  Uuid,
  Whole,
} from '../fields.js';
import { Money } from '../money-value.js';
import { UnitRef } from '../references.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { purposes, trackingDetails } from '../vocabulary.js';
import type { Purpose, TrackingDetail } from '../vocabulary.js';

export class ShippedUnit extends UnitRef {
  @Text(50)
  sellerFulfillmentOrderItemId!: string;

  @Text(50)
  sellerSku!: string;

  @Optional()
  @Part(() => Money)
  unitValue?: Money;
}

export class ShippedPackage {
  @Uuid()
  packageId!: string;

  @About('Unique per seller.')
  @Whole(1, INT32_MAX)
  packageNumber!: number;

  @Optional()
  @Text(64)
  packageRef?: string;

  @Optional()
  @Text(64)
  carrierCode?: string;

  @Optional()
  @Text(128)
  trackingNumber?: string;

  @About('T-2: whether there is a number to give to the buyer.')
  @Flag()
  hasNumber!: boolean;

  @About('T-2: what the carrier tells of the journey.')
  @OneOf(trackingDetails)
  detail!: TrackingDetail;

  @Flag()
  signatureRequired!: boolean;

  @About('The promise at shipment, as an instant (Words, "EDD").')
  @At()
  estimatedDeliveryAt!: string;

  @Parts(() => ShippedUnit, 1, 1000)
  units!: ShippedUnit[];
}

@Contract<OrderShipped>({
  name: 'OrderShipped',
  version: 1,
  kind: 'fact',
  owner: 'orders',
  says: 'A shipment of an order left its fulfilment centre, package by package and unit by unit.',
  subject: (data) => data.orderId,
  key: (data) => data.orderId,
  hears: ['tracking', 'returns', 'reimbursements'],
  sample: {
    orderId: sample.orderId,
    sellerId: sample.sellerId,
    sellerFulfillmentOrderId: sample.sellerFulfillmentOrderId,
    marketplaceId: sample.marketplaceId,
    purpose: 'customer-order',
    shipmentId: sample.shipmentId,
    fulfillmentCenterId: sample.fulfillmentCenterId,
    shippedAt: sample.shippedAt,
    destinationTimeZone: 'America/New_York',
    packages: [
      {
        packageId: sample.packageId,
        packageNumber: 1001,
        packageRef: '1',
        carrierCode: sample.carrierCode,
        trackingNumber: sample.trackingNumber,
        hasNumber: true,
        detail: 'full',
        signatureRequired: false,
        estimatedDeliveryAt: sample.estimatedDeliveryAt,
        units: [
          {
            line: 1,
            ordinal: 1,
            sellerFulfillmentOrderItemId: sample.itemId,
            sellerSku: sample.sku,
            unitValue: sample.unitValue,
          },
        ],
      },
    ],
  },
})
export class OrderShipped {
  @Uuid()
  orderId!: string;

  @Uuid()
  sellerId!: string;

  @Text(40)
  sellerFulfillmentOrderId!: string;

  @Text(64)
  marketplaceId!: string;

  @OneOf(purposes)
  purpose!: Purpose;

  @Text(64)
  shipmentId!: string;

  @Text(16)
  fulfillmentCenterId!: string;

  @At()
  shippedAt!: string;

  @Optional()
  @About('Of a sandbox seller: no parcel exists; its first scans are made up, and it never falls due.')
  @Flag()
  sandbox?: boolean;

  @About("The order's own, where it has one: promises and scans are told to the buyer in it (T-6).")
  @Optional()
  @TimeZone()
  destinationTimeZone?: string;

  @Parts(() => ShippedPackage, 1, 1000)
  packages!: ShippedPackage[];
}
