import { purposes, shippingSpeeds } from '#contracts';
import type { Purpose } from '#contracts';
import { check, Choice, Part, Parts, Text, Texts, Timestamp } from '#runtime';
import type { Fault } from '#runtime';
import { fulfillmentPolicies } from '../domain/plan-order.js';
import {
  AddressDto,
  CodSettingsDto,
  CreateItemDto,
  DeliveryPreferencesDto,
  DeliveryWindowDto,
  FeatureSettingsDto,
  PaymentInformationDto,
  twoLetters,
} from './create-order-parts.dto.js';

export const MAX_LINES = 100;
const MAX_UNITS = 250;

export const fulfillmentActions = ['Ship', 'Hold'] as const;

export const displayable: Fault = (text) =>
  !/[^\u0020-\u00ff]/u.test(String(text)) && !String(text).includes('  ')
    ? undefined
    : 'must be ISO 8859-1 text without two spaces in a row';

const linesOf = (items: unknown): Record<string, unknown>[] =>
  (Array.isArray(items) ? (items as unknown[]) : []).filter(
    (line): line is Record<string, unknown> => typeof line === 'object' && line !== null,
  );

/** O-2: at most 250 units in the whole order. */
export const withinUnits: Fault = (items) => {
  const units = linesOf(items).reduce(
    (sum, { quantity }) => sum + (typeof quantity === 'number' ? quantity : 0),
    0,
  );
  return units > MAX_UNITS ? `must add up to at most ${MAX_UNITS} units, not ${units}` : undefined;
};

/** O-2: an item id names one item. */
export const distinctIds: Fault = (items) => {
  const [seen, twice] = [new Set<unknown>(), new Set<string>()];
  for (const { sellerFulfillmentOrderItemId: id } of linesOf(items)) {
    if (typeof id === 'string' && seen.has(id)) twice.add(id);
    seen.add(id);
  }
  return twice.size > 0 ? `must not repeat sellerFulfillmentOrderItemId ${[...twice].join(', ')}` : undefined;
};

/** The model: a scheduled delivery cannot be on hold. */
const notHeldWhenScheduled: Fault = (action, { shippingSpeedCategory }) =>
  action === 'Hold' && shippingSpeedCategory === 'ScheduledDelivery'
    ? 'must be Ship when shippingSpeedCategory is ScheduledDelivery'
    : undefined;

/** createFulfillmentOrder. Unknown fields are tolerated and dropped. */
export class CreateOrderDto {
  @Text('optional', 'The marketplace; the operator’s own when left out.', { max: 64 })
  marketplaceId?: string;

  @Text('required', "The seller's own id of the order, unique per seller.", { max: 40 })
  sellerFulfillmentOrderId!: string;

  @Text('required', 'The id that the recipient reads.', { max: 40, fault: displayable })
  displayableOrderId!: string;

  @Timestamp('required', 'The date that the recipient reads.')
  displayableOrderDate!: string;

  @Text('required', 'Words for the recipient.', { max: 750, blank: true })
  displayableOrderComment!: string;

  @Choice('required', 'Shipping method.', shippingSpeeds)
  shippingSpeedCategory!: (typeof shippingSpeeds)[number];

  @Part('optional', 'When it is to arrive.', () => DeliveryWindowDto)
  deliveryWindow?: DeliveryWindowDto;

  @Part('required', 'Where it goes.', () => AddressDto)
  destinationAddress!: AddressDto;

  @Part('optional', 'How to deliver.', () => DeliveryPreferencesDto)
  deliveryPreferences?: DeliveryPreferencesDto;

  @check('notHeldWhenScheduled', notHeldWhenScheduled)
  @Choice('optional', 'Ship now, or hold for 14 days at most (O-4).', fulfillmentActions)
  fulfillmentAction?: (typeof fulfillmentActions)[number];

  @Choice('optional', 'What to do with what cannot be shipped.', fulfillmentPolicies)
  fulfillmentPolicy?: (typeof fulfillmentPolicies)[number];

  @Part('optional', 'Cash on delivery.', () => CodSettingsDto)
  codSettings?: CodSettingsDto;

  @Text('optional', 'Country it ships from, ISO 3166-1 alpha-2.', { fault: twoLetters })
  shipFromCountryCode?: string;

  @Texts('optional', 'Addresses that are told when it ships.', 64)
  notificationEmails?: string[];

  @Parts('optional', 'Features of fulfilment.', () => FeatureSettingsDto)
  featureConstraints?: FeatureSettingsDto[];

  @check('withinUnits', withinUnits)
  @check('distinctIds', distinctIds)
  @Parts('required', 'At most 100 lines and 250 units.', () => CreateItemDto, { least: 1, most: MAX_LINES })
  items!: CreateItemDto[];

  @Parts('optional', 'Payments.', () => PaymentInformationDto)
  paymentInformation?: PaymentInformationDto[];

  @Choice('optional', 'Ours: customer-order, or removal, which is never reimbursed (O-8).', purposes)
  purpose?: Purpose;
}
