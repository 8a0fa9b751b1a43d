import { About, At, Kebab, Parts, Text, Uuid } from '../fields.js';
import { Contract } from '../registry.js';
import { sample } from '../samples.js';
import type { UnfulfillableReason } from '../vocabulary.js';
import { PlannedItem } from './shipment-requested.js';

export class UnfulfillableItem extends PlannedItem {
  @About(
    'Why: out-of-stock, damaged, not-in-catalogue, hazmat-pending, hazmat-blocked, no-route, feature-not-offered, order-killed.',
  )
  @Kebab()
  reason!: UnfulfillableReason;
}

@Contract<ItemsUnfulfillable>({
  name: 'ItemsUnfulfillable',
  version: 1,
  kind: 'fact',
  owner: 'orders',
  says: 'Units of an order will not be shipped, and why (O-5, O-6).',
  subject: (data) => data.orderId,
  key: (data) => data.orderId,
  hears: [],
  sample: {
    orderId: sample.orderId,
    sellerId: sample.sellerId,
    sellerFulfillmentOrderId: sample.sellerFulfillmentOrderId,
    marketplaceId: sample.marketplaceId,
    decidedAt: sample.acceptedAt,
    items: [
      {
        line: 1,
        sellerFulfillmentOrderItemId: sample.itemId,
        sellerSku: sample.sku,
        quantity: 1,
        reason: 'out-of-stock',
      },
    ],
  },
})
export class ItemsUnfulfillable {
  @Uuid()
  orderId!: string;

  @Uuid()
  sellerId!: string;

  @Text(40)
  sellerFulfillmentOrderId!: string;

  @Text(64)
  marketplaceId!: string;

  @At()
  decidedAt!: string;

  @Parts(() => UnfulfillableItem, 1, 100)
  items!: UnfulfillableItem[];
}
