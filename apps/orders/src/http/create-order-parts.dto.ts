import { currencyDigits, MoneyError, parseMoney } from '#contracts';
import { Choice, Flag, Part, Text, TextMap, Timestamp, Whole } from '#runtime';
import type { Fault } from '#runtime';

const inUse: Fault = (code) =>
  currencyDigits(String(code)) === undefined ? 'must be a currency code in use (ISO 4217)' : undefined;

/** O-2: in the digits of its currency; a currency not in use is told by its own field. */
const inItsCurrency: Fault = (value, { currencyCode }) => {
  if (typeof currencyCode !== 'string' || currencyDigits(currencyCode) === undefined) return undefined;
  try {
    parseMoney(String(value), currencyCode);
    return undefined;
  } catch (error) {
    if (error instanceof MoneyError) return `is no amount: ${error.message}`;
    throw error;
  }
};

/** As ISO 3166-1 alpha-2 writes countries. */
export const twoLetters: Fault = (code) =>
  /^[A-Za-z]{2}$/.test(String(code)) ? undefined : 'must be a country code of two letters (ISO 3166-1)';

const notBeforeStart: Fault = (end, { startDate }) =>
  Date.parse(String(startDate)) > Date.parse(String(end)) ? 'must not lie before startDate' : undefined;

/** The model asks for these two words on the neighbour. */
const neighbourNamed: Fault = (location) => {
  const { type, attributes } = location as { type?: unknown; attributes?: object | null };
  const named = ['neighborName', 'houseNumber'].every((key) => Object.hasOwn(attributes ?? {}, key));
  if (type !== 'FALLBACK_NEIGHBOR_DELIVERY' || named) return undefined;
  return 'must have attributes neighborName and houseNumber for FALLBACK_NEIGHBOR_DELIVERY';
};

export class MoneyDto {
  @Text('required', 'ISO 4217.', { fault: inUse })
  currencyCode!: string;

  @Text('required', 'A decimal string with at most the digits of the currency, zero or more.', {
    fault: inItsCurrency,
  })
  value!: string;
}

export class AddressDto {
  @Text('required', 'Name of the person or business at the address.')
  name!: string;

  @Text('required', 'First line.')
  addressLine1!: string;

  @Text('optional', 'Second line.')
  addressLine2?: string;

  @Text('optional', 'Third line.')
  addressLine3?: string;

  @Text('optional', 'City.')
  city?: string;

  @Text('optional', 'District or county.')
  districtOrCounty?: string;

  @Text('optional', 'State or region.')
  stateOrRegion?: string;

  @Text('required', 'Postal code.')
  postalCode!: string;

  @Text('required', 'ISO 3166-1 alpha-2.', { fault: twoLetters })
  countryCode!: string;

  @Text('optional', 'Phone number.')
  phone?: string;
}

export class DeliveryWindowDto {
  @Timestamp('required', 'Start of the window.')
  startDate!: string;

  @Timestamp('required', 'End of the window: the promise of the whole order (EDD).', notBeforeStart)
  endDate!: string;
}

const dropOffs = [
  'FRONT_DOOR',
  'DELIVERY_BOX',
  'GAS_METER_BOX',
  'BICYCLE_BASKET',
  'GARAGE',
  'RECEPTIONIST',
  'FALLBACK_NEIGHBOR_DELIVERY',
  'DO_NOT_LEAVE_UNATTENDED',
] as const;

class DropOffLocationDto {
  @Choice('required', 'Where to leave packages.', dropOffs)
  type!: (typeof dropOffs)[number];

  @TextMap('optional', 'Further words on that place.')
  attributes?: Record<string, string>;
}

export class DeliveryPreferencesDto {
  @Text('optional', 'Words for the carrier.', { max: 250 })
  deliveryInstructions?: string;

  @Part('optional', 'Preferred place to leave packages.', () => DropOffLocationDto, neighbourNamed)
  dropOffLocation?: DropOffLocationDto;
}

export class CodSettingsDto {
  @Flag('required', 'Whether the recipient pays on delivery.')
  isCodRequired!: boolean;

  @Part('optional', 'Charge to be collected.', () => MoneyDto)
  codCharge?: MoneyDto;

  @Part('optional', 'Tax on the charge.', () => MoneyDto)
  codChargeTax?: MoneyDto;

  @Part('optional', 'Shipping to be collected.', () => MoneyDto)
  shippingCharge?: MoneyDto;

  @Part('optional', 'Tax on shipping.', () => MoneyDto)
  shippingChargeTax?: MoneyDto;
}

export class FeatureSettingsDto {
  @Text('optional', 'SIGNATURE_CONFIRMATION with Required: every package needs a signature.')
  featureName?: string;

  @Choice('optional', 'Whether the order needs the feature.', ['Required', 'NotRequired'])
  featureFulfillmentPolicy?: 'Required' | 'NotRequired';
}

export class PaymentInformationDto {
  @Text('required', 'Id of the payment.')
  paymentTransactionId!: string;

  @Text('required', 'How it was paid.')
  paymentMode!: string;

  @Timestamp('required', 'When it was paid.')
  paymentDate!: string;
}

/** What may be said of an item, when it is ordered and when it is changed. */
class ItemDetailsDto {
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

export class CreateItemDto extends ItemDetailsDto {
  @Text('required', 'SKU of the seller, from its catalogue.', {
    max: 50,
  })
  sellerSku!: string;

  @Text('required', 'Id of the item within the order; not twice in one order.', { max: 50 })
  sellerFulfillmentOrderItemId!: string;

  @Whole('required', 'Units of this item.', 1)
  quantity!: number;
}

export class UpdateItemDto extends ItemDetailsDto {
  @Text('required', 'Which item of the order.', { max: 50 })
  sellerFulfillmentOrderItemId!: string;

  @Whole('required', 'Units of this item from now on.', 1)
  quantity!: number;

  @Text('optional', 'The SKU that the item has; it cannot change.', { max: 50 })
  sellerSku?: string;
}
