import {
  About,
  Flag,
  OneOf,
  Optional,
  Part,
  Parts,
  PromisedAt,
  At,
  Text,
  TimeZone,
  Uuid,
  Whole,
} from '../fields.js';
import { Money } from '../money-value.js';
import { orderText } from '../references.js';
import { Contract } from '../registry.js';
import { Rules, atMostInAll, distinct, notAbove } from '../rules.js';
import { sample } from '../samples.js';
import { purposes } from '../vocabulary.js';
import type { Purpose } from '../vocabulary.js';

@Rules(notAbove('cancelledQuantity', 'quantity'))
export class OrderRegisteredItem {
  @Text(50)
  sellerFulfillmentOrderItemId!: string;

  @Text(50)
  sellerSku!: string;

  @Whole(1, 250)
  quantity!: number;

  @Optional()
  @About('Of quantity, cancelled before shipment; none when left out.')
  @Whole(0, 250)
  cancelledQuantity?: number;

  @Optional()
  @About('Value of one unit.')
  @Part(() => Money)
  unitValue?: Money;

  @Optional()
  @PromisedAt()
  estimatedDeliveryAt?: string;
}

@Contract<OrderRegisteredReport>({
  name: 'OrderRegistered',
  version: 1,
  kind: 'report',
  owner: 'orders',
  says: 'An order was accepted elsewhere and its parcels are to be followed here; its fact is OrderAccepted.',
  subject: (data) => data.sellerFulfillmentOrderId,
  key: orderText,
  hears: ['orders'],
  sample: {
    sellerId: sample.sellerId,
    sellerFulfillmentOrderId: sample.sellerFulfillmentOrderId,
    marketplaceId: sample.marketplaceId,
    purpose: 'customer-order',
    signatureRequired: false,
    destinationTimeZone: 'America/New_York',
    estimatedDeliveryAt: '2026-01-08',
    registeredAt: sample.acceptedAt,
    items: [
      {
        sellerFulfillmentOrderItemId: sample.itemId,
        sellerSku: sample.sku,
        quantity: 2,
        cancelledQuantity: 1,
        unitValue: sample.unitValue,
      },
    ],
  },
})
// O-2: at most 100 lines and 250 units.
@Rules(atMostInAll('items', 'quantity', 250), distinct('items', 'sellerFulfillmentOrderItemId'))
export class OrderRegisteredReport {
  @Uuid()
  sellerId!: string;

  @Text(40)
  sellerFulfillmentOrderId!: string;

  @Optional()
  @Text(64)
  marketplaceId?: string;

  @Optional()
  @About('customer-order when left out; a removal is never reimbursed (R-5).')
  @OneOf(purposes)
  purpose?: Purpose;

  @Optional()
  @Flag()
  signatureRequired?: boolean;

  @Optional()
  @About('Where a bare date of the promise ends its day.')
  @TimeZone()
  destinationTimeZone?: string;

  @Optional()
  @PromisedAt()
  estimatedDeliveryAt?: string;

  @Optional()
  @At()
  registeredAt?: string;

  @Parts(() => OrderRegisteredItem, 1, 100)
  items!: OrderRegisteredItem[];
}
