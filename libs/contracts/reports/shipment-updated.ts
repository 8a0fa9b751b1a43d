import { About, At, OneOf, Optional, Part, Text } from '../fields.js';
import { OrderReference, orderText } from '../references.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { shipmentFailures, shipmentSteps } from '../vocabulary.js';
import type { ShipmentFailure, ShipmentStep } from '../vocabulary.js';

@Contract<ShipmentUpdatedReport>({
  name: 'ShipmentUpdated',
  version: 1,
  kind: 'report',
  owner: 'orders',
  says: 'A warehouse began to pick a shipment that was asked for, or cannot ship it.',
  subject: (data) => data.shipmentId,
  key: (data) => orderText(data.order),
  hears: ['orders'],
  sample: {
    order: { sellerId: sample.sellerId, sellerFulfillmentOrderId: sample.sellerFulfillmentOrderId },
    shipmentId: sample.plannedShipmentId,
    fulfillmentCenterId: sample.fulfillmentCenterId,
    step: 'failed',
    reason: 'damaged',
    occurredAt: sample.shippedAt,
  },
})
export class ShipmentUpdatedReport {
  @Part(() => OrderReference)
  order!: OrderReference;

  @About('As in ShipmentRequested.')
  @Text(64)
  shipmentId!: string;

  @Text(16)
  fulfillmentCenterId!: string;

  @About('picking: from now on its seller cannot cancel the order (O-4). failed: it is planned anew (O-3).')
  @OneOf(shipmentSteps)
  step!: ShipmentStep;

  @Optional()
  @About(
    'Why it failed: units that are damaged become unsellable there, units that are missing leave the stock.',
  )
  @OneOf(shipmentFailures)
  reason?: ShipmentFailure;

  @At()
  occurredAt!: string;
}
