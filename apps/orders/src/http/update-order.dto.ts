import { check, Choice, Part, Parts, Text, Texts, Timestamp, Whole } from '#runtime';
import {
  displayable,
  distinctIds,
  fulfillmentActions,
  fulfillmentPolicies,
  MAX_LINES,
  shippingSpeeds,
} from './create-order.dto.js';
import { AddressDto, FeatureSettingsDto, MoneyDto, twoLetters } from './create-order-parts.dto.js';

class UpdateItemDto {
  @Text('required', 'Which item of the order.', { max: 50 })
  sellerFulfillmentOrderItemId!: string;

  @Whole('required', 'Units of this item from now on.', 1)
  quantity!: number;

  @Text('optional', 'The SKU that the item has; it cannot change.', { max: 50 })
  sellerSku?: string;

  @Text('optional', 'Words for the recipient of a gift.', { max: 512 })
  giftMessage?: string;

  @Text('optional', 'Words on the packing slip.', { max: 250 })
  displayableComment?: string;

  @Text('optional', "The network's own SKU.")
  fulfillmentNetworkSku?: string;

  @Part('optional', 'Value of one unit: what a reimbursement starts from.', () => MoneyDto)
  perUnitDeclaredValue?: MoneyDto;

  @Part('optional', 'To be collected per unit on delivery.', () => MoneyDto)
  perUnitPrice?: MoneyDto;

  @Part('optional', 'Tax on that.', () => MoneyDto)
  perUnitTax?: MoneyDto;
}

/** updateFulfillmentOrder: what is left out stays as it was. Unknown fields are tolerated and dropped. */
export class UpdateOrderDto {
  @Text('optional', 'The marketplace that the order has; it cannot change.', { max: 64 })
  marketplaceId?: string;

  @Text('optional', 'The id that the recipient reads.', { max: 40, fault: displayable })
  displayableOrderId?: string;

  @Timestamp('optional', 'The date that the recipient reads.')
  displayableOrderDate?: string;

  @Text('optional', 'Words for the recipient.', { max: 750 })
  displayableOrderComment?: string;

  @Choice('optional', 'Shipping method.', shippingSpeeds)
  shippingSpeedCategory?: (typeof shippingSpeeds)[number];

  @Part('optional', 'Where it goes.', () => AddressDto)
  destinationAddress?: AddressDto;

  @Choice('optional', 'Ship: the hold is over.', fulfillmentActions)
  fulfillmentAction?: (typeof fulfillmentActions)[number];

  @Choice('optional', 'What to do with what cannot be shipped.', fulfillmentPolicies)
  fulfillmentPolicy?: (typeof fulfillmentPolicies)[number];

  @Text('optional', 'Country it ships from, ISO 3166-1 alpha-2.', { fault: twoLetters })
  shipFromCountryCode?: string;

  @Texts('optional', 'Addresses that are told when it ships.', 64)
  notificationEmails?: string[];

  @Parts('optional', 'Features of fulfilment, all of them.', () => FeatureSettingsDto)
  featureConstraints?: FeatureSettingsDto[];

  @check('distinctIds', distinctIds)
  @Parts('optional', 'Items that change; the others stay.', () => UpdateItemDto, { most: MAX_LINES })
  items?: UpdateItemDto[];
}
