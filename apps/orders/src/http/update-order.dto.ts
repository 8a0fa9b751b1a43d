import { check, Choice, Part, Parts, Text, Texts, Timestamp } from '#runtime';
import { shippingSpeeds } from '#contracts';
import { fulfillmentPolicies } from '../domain/plan-order.js';
import { displayable, distinctIds, fulfillmentActions, MAX_LINES } from './create-order.dto.js';
import { AddressDto, FeatureSettingsDto, twoLetters, UpdateItemDto } from './create-order-parts.dto.js';

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
