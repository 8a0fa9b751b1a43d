import { At, OneOf, Optional, Parts, Text, Uuid } from '../fields.js';
import { UnitRef } from '../references.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { conditions, receivedPlaces, returnKinds } from '../vocabulary.js';
import type { Condition, ReceivedPlace, ReturnKind } from '../vocabulary.js';

export class ReturnedUnit extends UnitRef {
  @Uuid()
  packageId!: string;

  @OneOf(conditions)
  condition!: Condition;

  @OneOf(receivedPlaces)
  place!: ReceivedPlace;
}

@Contract<ReturnReceived>({
  name: 'ReturnReceived',
  version: 1,
  kind: 'fact',
  owner: 'returns',
  says: "Units are back at a fulfilment centre; a buyer's return proves the delivery of its package (I-7).",
  subject: (data) => data.orderId,
  key: (data) => data.orderId,
  hears: ['orders', 'tracking', 'reimbursements'],
  sample: {
    orderId: sample.orderId,
    sellerId: sample.sellerId,
    sellerFulfillmentOrderId: sample.sellerFulfillmentOrderId,
    receiptId: sample.receiptId,
    fulfillmentCenterId: sample.fulfillmentCenterId,
    receivedAt: sample.receivedAt,
    kind: 'buyer-return',
    units: [{ line: 1, ordinal: 1, packageId: sample.packageId, condition: 'Sellable', place: 'restocked' }],
  },
})
export class ReturnReceived {
  @Uuid()
  orderId!: string;

  @Uuid()
  sellerId!: string;

  @Text(40)
  sellerFulfillmentOrderId!: string;

  @Text(64)
  receiptId!: string;

  @Text(16)
  fulfillmentCenterId!: string;

  @At()
  receivedAt!: string;

  @OneOf(returnKinds)
  kind!: ReturnKind;

  @Optional()
  @Text(128)
  trackingNumber?: string;

  @Optional()
  @Text(64)
  rmaId?: string;

  @Parts(() => ReturnedUnit, 1, 1000)
  units!: ReturnedUnit[];
}
