import {
  currencyDigits,
  isInstantText,
  parseMoney,
  purposes,
  type Purpose,
  type ShippingSpeed,
} from '#contracts';

/** What the service checks of createFulfillmentOrder, as JSON Schema for fastify's own validator. */
const text = (maxLength?: number, minLength = 1) => ({
  type: 'string',
  minLength,
  ...(maxLength && { maxLength }),
});
const words = (...enumerated: readonly string[]) => ({ type: 'string', enum: enumerated });
const object = (properties: object, required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
});
const list = (items: object, limits: object = {}) => ({ type: 'array', items, ...limits });
const money = object({ currencyCode: text(), value: text() }, ['currencyCode', 'value']);
const country = { type: 'string', pattern: '^[A-Za-z]{2}$' };

const address = object(
  {
    name: text(),
    addressLine1: text(),
    addressLine2: text(undefined, 0),
    addressLine3: text(undefined, 0),
    city: text(undefined, 0),
    districtOrCounty: text(undefined, 0),
    stateOrRegion: text(undefined, 0),
    postalCode: text(),
    countryCode: country,
    phone: text(undefined, 0),
  },
  ['name', 'addressLine1', 'postalCode', 'countryCode'],
);

const item = object(
  {
    sellerSku: text(50),
    sellerFulfillmentOrderItemId: text(50),
    quantity: { type: 'integer', minimum: 1, maximum: 2_147_483_647 },
    giftMessage: text(512, 0),
    displayableComment: text(250, 0),
    fulfillmentNetworkSku: text(undefined, 0),
    perUnitDeclaredValue: money,
    perUnitPrice: money,
    perUnitTax: money,
  },
  ['sellerSku', 'sellerFulfillmentOrderItemId', 'quantity'],
);

export const createBody = object(
  {
    marketplaceId: text(64, 0),
    sellerFulfillmentOrderId: text(40),
    displayableOrderId: { ...text(40), pattern: '^(?!.*  )[\\u0020-\\u00ff]*$' },
    displayableOrderDate: text(),
    displayableOrderComment: text(750, 0),
    shippingSpeedCategory: words('Standard', 'Expedited', 'Priority', 'ScheduledDelivery'),
    deliveryWindow: object({ startDate: text(), endDate: text() }, ['startDate', 'endDate']),
    destinationAddress: address,
    deliveryPreferences: object(
      { deliveryInstructions: text(250, 0), dropOffLocation: { type: 'object' } },
      [],
    ),
    fulfillmentAction: words('Ship', 'Hold'),
    fulfillmentPolicy: words('FillOrKill', 'FillAll', 'FillAllAvailable'),
    codSettings: object({ isCodRequired: { type: 'boolean' } }, ['isCodRequired']),
    shipFromCountryCode: country,
    notificationEmails: list(text(64)),
    featureConstraints: list(
      object(
        { featureName: text(undefined, 0), featureFulfillmentPolicy: words('Required', 'NotRequired') },
        [],
      ),
    ),
    items: list(item, { minItems: 1, maxItems: 100 }),
    paymentInformation: list(
      object({ paymentTransactionId: text(), paymentMode: text(), paymentDate: text() }, [
        'paymentTransactionId',
        'paymentMode',
        'paymentDate',
      ]),
    ),
    purpose: words(...purposes),
  },
  [
    'sellerFulfillmentOrderId',
    'displayableOrderId',
    'displayableOrderDate',
    'displayableOrderComment',
    'shippingSpeedCategory',
    'destinationAddress',
    'items',
  ],
);

export interface CreateBody {
  marketplaceId?: string;
  sellerFulfillmentOrderId: string;
  displayableOrderDate: string;
  shippingSpeedCategory: ShippingSpeed;
  deliveryWindow?: { startDate: string; endDate: string };
  destinationAddress: { addressLine1: string; postalCode: string; countryCode: string };
  featureConstraints?: { featureName?: string; featureFulfillmentPolicy?: string }[];
  items: {
    sellerSku: string;
    sellerFulfillmentOrderItemId: string;
    quantity: number;
    perUnitDeclaredValue?: { currencyCode: string; value: string };
  }[];
  fulfillmentAction?: 'Ship' | 'Hold';
  fulfillmentPolicy?: 'FillOrKill' | 'FillAll' | 'FillAllAvailable';
  purpose?: Purpose;
}

const MAX_UNITS = 250;

/** Dates, amounts and sums, which the schema cannot say. */
export function faultsBeyondSchema(body: CreateBody): string[] {
  const { displayableOrderDate, deliveryWindow, items } = body;
  const dates = [displayableOrderDate, ...(deliveryWindow ? Object.values(deliveryWindow) : [])];
  const faults = dates.filter((date) => !isInstantText(date)).map((date) => `${date} is no instant`);
  if (deliveryWindow && Date.parse(deliveryWindow.startDate) > Date.parse(deliveryWindow.endDate)) {
    faults.push('deliveryWindow ends before it starts');
  }
  if (items.reduce((sum, { quantity }) => sum + quantity, 0) > MAX_UNITS) faults.push('too many units');
  const ids = new Set(items.map(({ sellerFulfillmentOrderItemId: id }) => id));
  if (ids.size < items.length) faults.push('an item id is given twice');
  for (const { perUnitDeclaredValue: value } of items) {
    if (!value) continue;
    if (currencyDigits(value.currencyCode) === undefined) faults.push(`${value.currencyCode} is no currency`);
    else parseMoney(value.value, value.currencyCode);
  }
  return faults;
}
