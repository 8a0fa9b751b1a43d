import { At, OneOf, Parts, Text, Uuid, Whole } from '../fields.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import { cancelCauses } from '../vocabulary.js';
import type { CancelCause } from '../vocabulary.js';

export class CancelledItem {
  @Whole(1, 1000)
  line!: number;

  @Text(50)
  sellerFulfillmentOrderItemId!: string;

  @Text(50)
  sellerSku!: string;

  @Whole(1, 1000)
  cancelledQuantity!: number;
}

@Contract<OrderCancelled>({
  name: 'OrderCancelled',
  version: 1,
  kind: 'fact',
  owner: 'orders',
  says: 'An order of which nothing had shipped is not to be fulfilled any more (O-4).',
  subject: (data) => data.orderId,
  key: (data) => data.orderId,
  hears: [],
  sample: {
    orderId: sample.orderId,
    sellerId: sample.sellerId,
    sellerFulfillmentOrderId: sample.sellerFulfillmentOrderId,
    marketplaceId: sample.marketplaceId,
    cancelledAt: sample.acceptedAt,
    cause: 'seller',
    items: [
      {
        line: 1,
        sellerFulfillmentOrderItemId: sample.itemId,
        sellerSku: sample.sku,
        cancelledQuantity: 2,
      },
    ],
  },
})
export class OrderCancelled {
  @Uuid()
  orderId!: string;

  @Uuid()
  sellerId!: string;

  @Text(40)
  sellerFulfillmentOrderId!: string;

  @Text(64)
  marketplaceId!: string;

  @At()
  cancelledAt!: string;

  @OneOf(cancelCauses)
  cause!: CancelCause;

  @Parts(() => CancelledItem, 1, 1000)
  items!: CancelledItem[];
}
