import { About, At, OneOf, Optional, Part, Parts, Text, Whole } from '../fields.js';
import { OrderReference, orderText } from '../references.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { conditions, receivedPlaces, returnKinds } from '../vocabulary.js';
import type { Condition, ReceivedPlace, ReturnKind } from '../vocabulary.js';

export class ReturnedItemReport {
  @Optional()
  @Text(50)
  sellerFulfillmentOrderItemId?: string;

  @Optional()
  @Text(50)
  sellerSku?: string;

  @Optional()
  @About('1 when left out.')
  @Whole(1, 250)
  quantity?: number;

  @OneOf(conditions)
  condition!: Condition;

  @Optional()
  @About('When left out (N-8): Sellable is restocked, Uninspected is received, all else is unsellable.')
  @OneOf(receivedPlaces)
  disposition?: ReceivedPlace;
}

@Contract<ReturnReceivedReport>({
  name: 'ReturnReceived',
  version: 1,
  kind: 'report',
  owner: 'returns',
  says: 'A fulfilment centre received units back, from a buyer or undelivered.',
  subject: (data) => data.receiptId,
  key: (data) => (data.order ? orderText(data.order) : data.receiptId),
  hears: ['returns'],
  sample: {
    order: { sellerId: sample.sellerId, sellerFulfillmentOrderId: sample.sellerFulfillmentOrderId },
    receiptId: sample.receiptId,
    fulfillmentCenterId: sample.fulfillmentCenterId,
    occurredAt: sample.receivedAt,
    kind: 'buyer-return',
    shipmentId: sample.shipmentId,
    items: [{ sellerFulfillmentOrderItemId: sample.itemId, quantity: 1, condition: 'Sellable' }],
  },
})
export class ReturnReceivedReport {
  @Optional()
  @About('Left out: a parcel that matches no order yet, put into quarantine (N-5).')
  @Part(() => OrderReference)
  order?: OrderReference;

  @Text(64)
  receiptId!: string;

  @Text(16)
  fulfillmentCenterId!: string;

  @About('When the parcel was received: receivedAt of the fact.')
  @At()
  occurredAt!: string;

  @OneOf(returnKinds)
  kind!: ReturnKind;

  @Optional()
  @Text(64)
  shipmentId?: string;

  @Optional()
  @Text(128)
  trackingNumber?: string;

  @Optional()
  @Text(64)
  rmaId?: string;

  @Parts(() => ReturnedItemReport, 1, 250)
  items!: ReturnedItemReport[];
}
