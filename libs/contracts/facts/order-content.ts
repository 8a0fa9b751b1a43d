import {
  About,
  At,
  Flag,
  OneOf,
  Optional,
  Part,
  Parts,
  PromisedAt,
  Text,
  TimeZone,
  Uuid,
  Whole,
} from '../fields.js';
import { Money } from '../money-value.js';
import { sample } from '../samples.js';
import { purposes } from '../vocabulary.js';
import type { Purpose } from '../vocabulary.js';

export class AcceptedItem {
  @About('1 is the first line of the order; with the ordinal it names a unit.')
  @Whole(1, 1000)
  line!: number;

  @Text(50)
  sellerFulfillmentOrderItemId!: string;

  @Text(50)
  sellerSku!: string;

  @Whole(1, 1000)
  quantity!: number;

  @Whole(0, 1000)
  cancelledQuantity!: number;

  @Optional()
  @About('Value of one unit.')
  @Part(() => Money)
  unitValue?: Money;

  @Optional()
  @PromisedAt()
  estimatedDeliveryAt?: string;
}

/** What everybody may know of an order: all but its buyer. */
export class OrderContent {
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

  @Flag()
  signatureRequired!: boolean;

  @At()
  receivedAt!: string;

  @Optional()
  @TimeZone()
  destinationTimeZone?: string;

  @Optional()
  @PromisedAt()
  estimatedDeliveryAt?: string;

  @Parts(() => AcceptedItem, 1, 1000)
  items!: AcceptedItem[];

  @Optional()
  @About('On hold: not to be shipped, and cancelled by itself then unless its seller releases it (O-4).')
  @At()
  heldUntil?: string;
}

export const orderContentSample = {
  orderId: sample.orderId,
  sellerId: sample.sellerId,
  sellerFulfillmentOrderId: sample.sellerFulfillmentOrderId,
  marketplaceId: sample.marketplaceId,
  purpose: 'customer-order',
  signatureRequired: false,
  receivedAt: sample.acceptedAt,
  destinationTimeZone: 'America/New_York',
  estimatedDeliveryAt: sample.estimatedDeliveryAt,
  items: [
    {
      line: 1,
      sellerFulfillmentOrderItemId: sample.itemId,
      sellerSku: sample.sku,
      quantity: 2,
      cancelledQuantity: 1,
      unitValue: sample.unitValue,
    },
  ],
} satisfies OrderContent;
