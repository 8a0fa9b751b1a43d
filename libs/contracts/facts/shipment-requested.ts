import { About, At, Flag, OneOf, Optional, Parts, Text, Uuid, Whole } from '../fields.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { purposes, shippingSpeeds } from '../vocabulary.js';
import type { Purpose, ShippingSpeed } from '../vocabulary.js';

/** Units of one order item in a shipment that is planned. */
export class PlannedItem {
  @Whole(1, 1000)
  line!: number;

  @Text(50)
  sellerFulfillmentOrderItemId!: string;

  @Text(50)
  sellerSku!: string;

  @Whole(1, 1000)
  quantity!: number;
}

@Contract<ShipmentRequested>({
  name: 'ShipmentRequested',
  version: 1,
  kind: 'fact',
  owner: 'orders',
  says: 'A fulfilment centre is asked to ship units that are reserved there. The address is read from `GET /warehouse/shipments/{shipmentId}`.',
  subject: (data) => data.orderId,
  key: (data) => data.orderId,
  hears: [],
  sample: {
    orderId: sample.orderId,
    sellerId: sample.sellerId,
    sellerFulfillmentOrderId: sample.sellerFulfillmentOrderId,
    marketplaceId: sample.marketplaceId,
    purpose: 'customer-order',
    shipmentId: sample.plannedShipmentId,
    fulfillmentCenterId: sample.fulfillmentCenterId,
    requestedAt: sample.acceptedAt,
    shippingSpeedCategory: 'Standard',
    carrierCode: sample.carrierCode,
    shipBy: sample.shippedAt,
    estimatedDeliveryAt: sample.estimatedDeliveryAt,
    signatureRequired: false,
    items: [{ line: 1, sellerFulfillmentOrderItemId: sample.itemId, sellerSku: sample.sku, quantity: 1 }],
  },
})
export class ShipmentRequested {
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

  @About('Name of the shipment, to be used when it is reported (ShipmentUpdated, OrderShipped).')
  @Uuid()
  shipmentId!: string;

  @Text(16)
  fulfillmentCenterId!: string;

  @At()
  requestedAt!: string;

  @OneOf(shippingSpeeds)
  shippingSpeedCategory!: ShippingSpeed;

  @Optional()
  @About('The carrier that the network engages for this way and speed.')
  @Text(64)
  carrierCode?: string;

  @About('When it is expected to leave at the latest; an estimate (O-10).')
  @At()
  shipBy!: string;

  @About('The promise (EDD) if it leaves by then.')
  @At()
  estimatedDeliveryAt!: string;

  @Flag()
  signatureRequired!: boolean;

  @Parts(() => PlannedItem, 1, 100)
  items!: PlannedItem[];
}
