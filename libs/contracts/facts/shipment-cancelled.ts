import { At, OneOf, Parts, Text, Uuid } from '../fields.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { shipmentCancelCauses } from '../vocabulary.js';
import type { ShipmentCancelCause } from '../vocabulary.js';
import { PlannedItem } from './shipment-requested.js';

@Contract<ShipmentCancelled>({
  name: 'ShipmentCancelled',
  version: 1,
  kind: 'fact',
  owner: 'orders',
  says: 'A shipment that was asked for, and that had not left, is not to leave any more.',
  subject: (data) => data.orderId,
  key: (data) => data.orderId,
  hears: [],
  sample: {
    orderId: sample.orderId,
    sellerId: sample.sellerId,
    sellerFulfillmentOrderId: sample.sellerFulfillmentOrderId,
    shipmentId: sample.plannedShipmentId,
    fulfillmentCenterId: sample.fulfillmentCenterId,
    cancelledAt: sample.acceptedAt,
    cause: 'seller',
    items: [{ line: 1, sellerFulfillmentOrderItemId: sample.itemId, sellerSku: sample.sku, quantity: 1 }],
  },
})
export class ShipmentCancelled {
  @Uuid()
  orderId!: string;

  @Uuid()
  sellerId!: string;

  @Text(40)
  sellerFulfillmentOrderId!: string;

  @Uuid()
  shipmentId!: string;

  @Text(16)
  fulfillmentCenterId!: string;

  @At()
  cancelledAt!: string;

  @OneOf(shipmentCancelCauses)
  cause!: ShipmentCancelCause;

  @Parts(() => PlannedItem, 1, 100)
  items!: PlannedItem[];
}
