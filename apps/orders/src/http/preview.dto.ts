import { shippingSpeeds } from '#contracts';
import type { ShippingSpeed } from '#contracts';
import { check, Choice, Choices, Flag, Part, Parts, Text, Whole } from '#runtime';
import { distinctIds, MAX_LINES, withinUnits } from './create-order.dto.js';
import { AddressDto, FeatureSettingsDto, MoneyDto, twoLetters } from './create-order-parts.dto.js';

class PreviewItemDto {
  @Text('required', 'SKU of the seller.', { max: 50 })
  sellerSku!: string;

  @Whole('required', 'Units of this item.', 1)
  quantity!: number;

  @Part('optional', 'Value of one unit.', () => MoneyDto)
  perUnitDeclaredValue?: MoneyDto;

  @Text('required', 'Id of the item within the preview; not twice in one.', { max: 50 })
  sellerFulfillmentOrderItemId!: string;
}

/** getFulfillmentPreview. Unknown fields are tolerated. */
export class PreviewDto {
  @Text('optional', 'The marketplace; the operator’s own when left out.', { max: 64 })
  marketplaceId?: string;

  @Part('required', 'Where it would go.', () => AddressDto)
  address!: AddressDto;

  @check('withinUnits', withinUnits)
  @check('distinctIds', distinctIds)
  @Parts('required', 'At most 100 lines and 250 units.', () => PreviewItemDto, { least: 1, most: MAX_LINES })
  items!: PreviewItemDto[];

  @Choices('optional', 'Speeds to preview; Standard, Expedited and Priority when left out.', shippingSpeeds)
  shippingSpeedCategories?: ShippingSpeed[];

  @Flag('optional', 'Whether previews for cash on delivery are wanted too; none is offered.')
  includeCODFulfillmentPreview?: boolean;

  @Flag('optional', 'Whether windows of a scheduled delivery are wanted.')
  includeDeliveryWindows?: boolean;

  @Parts('optional', 'Features that the order would need.', () => FeatureSettingsDto)
  featureConstraints?: FeatureSettingsDto[];
}

class ProductIdentifierDto {
  @Text('required', 'SKU of the seller.', { max: 50 })
  merchantSku!: string;
}

class AmountDto {
  @Choice('required', 'Pieces.', ['Eaches'])
  unitOfMeasure!: 'Eaches';

  @Text('required', 'How many, a whole number.', {
    fault: (value) =>
      /^[1-9]\d{0,8}$/.test(String(value)) ? undefined : 'must be a whole number of at least 1',
  })
  value!: string;
}

class OffersProductDto {
  @Part('required', 'Which product.', () => ProductIdentifierDto)
  productIdentifier!: ProductIdentifierDto;

  @Part('optional', 'How much of it; one piece when left out.', () => AmountDto)
  amount?: AmountDto;
}

class OriginDto {
  @Text('required', 'Where it ships from, ISO 3166-1 alpha-2.', { fault: twoLetters })
  countryCode!: string;
}

class RoughAddressDto {
  @Text('optional', 'First line.')
  addressLine1?: string;

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
}

class OffersDestinationDto {
  @Part('optional', 'Where it would go; an offer needs it.', () => RoughAddressDto)
  deliveryAddress?: RoughAddressDto;

  @Text('optional', "The buyer's IP address; tells nothing here, and is not kept.")
  ipAddress?: string;
}

class OffersTermsDto {
  @Part('required', 'Where it ships from.', () => OriginDto)
  origin!: OriginDto;

  @Part('required', 'Where it goes to.', () => OffersDestinationDto)
  destination!: OffersDestinationDto;
}

/** deliveryOffers. Unknown fields are tolerated. */
export class DeliveryOffersDto {
  @Part('required', 'What.', () => OffersProductDto)
  product!: OffersProductDto;

  @Part('required', 'From where to where.', () => OffersTermsDto)
  terms!: OffersTermsDto;
}
