import { describe, expect, it } from '@jest/globals';
import { ApiError, knownContent, validated } from '#runtime';
import { CreateOrderDto } from './create-order.dto.js';

const item = { sellerSku: 'MUG', sellerFulfillmentOrderItemId: 'a', quantity: 1 };
const address = { name: 'A. Buyer', addressLine1: '1 Elm St', postalCode: '07102', countryCode: 'US' };
const body = {
  sellerFulfillmentOrderId: 'SO-1',
  displayableOrderId: 'SO-1',
  displayableOrderDate: '2026-01-02T03:04:05Z',
  displayableOrderComment: 'Thank you',
  shippingSpeedCategory: 'Standard',
  destinationAddress: address,
  items: [item],
};

function check(value: unknown): CreateOrderDto {
  return validated(CreateOrderDto).transform(value, { type: 'body' });
}

function faultsOf(value: unknown): string[] {
  try {
    check(value);
    return [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.errors.map(({ message }) => message);
  }
}

const money = (value: string, currencyCode = 'USD') => ({
  items: [{ ...item, perUnitDeclaredValue: { currencyCode, value } }],
});
const lines = (count: number, quantity: number) => ({
  items: Array.from({ length: count }, (_, nth) => ({
    ...item,
    sellerFulfillmentOrderItemId: `i${nth}`,
    quantity,
  })),
});

describe('createFulfillmentOrder (O-2)', () => {
  it.each([
    ['the least that the model asks for', {}],
    ['100 lines', lines(100, 1)],
    ['250 units', lines(5, 50)],
    ['an id of 40 characters', { sellerFulfillmentOrderId: 'x'.repeat(40) }],
    ['spaces around an id do not count', { sellerFulfillmentOrderId: `  ${'x'.repeat(40)}\t` }],
    ['a comment of 750 characters', { displayableOrderComment: 'x'.repeat(750) }],
    ['an empty comment', { displayableOrderComment: '' }],
    ['two decimals of USD', money('19.99')],
    ['three of KWD', money('1.234', 'KWD')],
    ['none of JPY', money('1234', 'JPY')],
    ['nothing of value', money('0')],
    ['an offset in a date', { displayableOrderDate: '2026-01-02T03:04:05+09:00' }],
    ['unknown fields, at any depth', { colour: 'blue', destinationAddress: { ...address, planet: 'Earth' } }],
    ['null for what is optional', { marketplaceId: null, deliveryWindow: null, notificationEmails: null }],
    ['a removal (O-8)', { purpose: 'removal' }],
    [
      'a window of no length',
      { deliveryWindow: { startDate: '2026-01-02T00:00:00Z', endDate: '2026-01-02T00:00:00Z' } },
    ],
    ['a hold, when it is not scheduled', { fulfillmentAction: 'Hold' }],
  ])('takes %s', (_name, change) => {
    expect(faultsOf({ ...body, ...change })).toEqual([]);
  });

  it.each([
    ['101 lines', lines(101, 1), 'items must have at most 100 entries, not 101'],
    ['251 units', lines(1, 251), 'items must add up to at most 250 units, not 251'],
    ['no lines', { items: [] }, 'items must have at least 1 entry'],
    ['no list', { items: null }, 'items: must be an object, within a list'],
    ['a hole in the list', { items: [null] }, 'items.0: must be an object, within a list'],
    ['an item id twice', { items: [item, item] }, 'items must not repeat sellerFulfillmentOrderItemId a'],
    [
      'no unit',
      { items: [{ ...item, quantity: 0 }] },
      'items.0.quantity must be a whole number of at least 1 that fits an int32',
    ],
    [
      'half a unit',
      { items: [{ ...item, quantity: 1.5 }] },
      'items.0.quantity must be a whole number of at least 1 that fits an int32',
    ],
    [
      'a quantity as text',
      { items: [{ ...item, quantity: '1' }] },
      'items.0.quantity must be a whole number of at least 1 that fits an int32',
    ],
    [
      'an id of 41 characters',
      { sellerFulfillmentOrderId: 'x'.repeat(41) },
      'sellerFulfillmentOrderId must be at most 40 characters long',
    ],
    ['a blank id', { sellerFulfillmentOrderId: ' \t' }, 'sellerFulfillmentOrderId must not be empty'],
    ['an id that is a number', { sellerFulfillmentOrderId: 5 }, 'sellerFulfillmentOrderId must be text'],
    [
      'NUL',
      { displayableOrderComment: 'a\u0000b' },
      'displayableOrderComment must be well-formed text without the character NUL',
    ],
    [
      'half a surrogate pair',
      { displayableOrderComment: 'a\ud800b' },
      'displayableOrderComment must be well-formed text without the character NUL',
    ],
    [
      'a comment of 751 characters',
      { displayableOrderComment: 'x'.repeat(751) },
      'displayableOrderComment must be at most 750 characters long',
    ],
    [
      'two spaces in a displayed id',
      { displayableOrderId: 'a  b' },
      'displayableOrderId must be ISO 8859-1 text without two spaces in a row',
    ],
    [
      'a displayed id beyond ISO 8859-1',
      { displayableOrderId: '注文' },
      'displayableOrderId must be ISO 8859-1 text without two spaces in a row',
    ],
    [
      'a date without time',
      { displayableOrderDate: '2026-01-02' },
      'displayableOrderDate must be an ISO 8601 date and time, as 2026-01-02T03:04:05Z',
    ],
    [
      'a date that does not exist',
      { displayableOrderDate: '2026-02-30T00:00:00Z' },
      'displayableOrderDate must be an ISO 8601 date and time, as 2026-01-02T03:04:05Z',
    ],
    [
      'a speed of its own',
      { shippingSpeedCategory: 'standard' },
      'shippingSpeedCategory must be one of Standard, Expedited, Priority, ScheduledDelivery',
    ],
    [
      'a scheduled delivery on hold',
      { shippingSpeedCategory: 'ScheduledDelivery', fulfillmentAction: 'Hold' },
      'fulfillmentAction must be Ship when shippingSpeedCategory is ScheduledDelivery',
    ],
    [
      'a window that ends before it begins',
      { deliveryWindow: { startDate: '2026-01-02T00:00:01Z', endDate: '2026-01-02T00:00:00Z' } },
      'deliveryWindow.endDate must not lie before startDate',
    ],
    [
      'three decimals of USD',
      money('19.999'),
      'items.0.perUnitDeclaredValue.value is no amount: "19.999" has 3 decimals, USD has 2',
    ],
    [
      'a decimal of JPY',
      money('1.5', 'JPY'),
      'items.0.perUnitDeclaredValue.value is no amount: "1.5" has 1 decimals, JPY has 0',
    ],
    [
      'less than nothing',
      money('-1'),
      'items.0.perUnitDeclaredValue.value is no amount: "-1" is not an amount: write digits and a point, as 19.99',
    ],
    [
      'a currency not in use',
      money('1', 'XXX'),
      'items.0.perUnitDeclaredValue.currencyCode must be a currency code in use (ISO 4217)',
    ],
    [
      'an e-mail address of 65 characters',
      { notificationEmails: ['x'.repeat(65)] },
      'notificationEmails must be a list of which each must be at most 64 characters long',
    ],
    [
      'a country in three letters',
      { destinationAddress: { ...address, countryCode: 'USA' } },
      'destinationAddress.countryCode must be a country code of two letters (ISO 3166-1)',
    ],
    [
      'a neighbour without a name',
      { deliveryPreferences: { dropOffLocation: { type: 'FALLBACK_NEIGHBOR_DELIVERY' } } },
      'deliveryPreferences.dropOffLocation must have attributes neighborName and houseNumber for FALLBACK_NEIGHBOR_DELIVERY',
    ],
    ['a purpose of its own', { purpose: 'gift' }, 'purpose must be one of customer-order, removal'],
  ])('refuses %s, in one entry', (_name, change, fault) => {
    expect(faultsOf({ ...body, ...change })).toEqual([fault]);
  });

  it('names everything that is missing at once', () => {
    expect(faultsOf({}).toSorted()).toEqual([
      'destinationAddress is required',
      'displayableOrderComment is required',
      'displayableOrderDate is required',
      'displayableOrderId is required',
      'items is required',
      'sellerFulfillmentOrderId is required',
      'shippingSpeedCategory is required',
    ]);
  });

  it('names faults of the order and of its parts together', () => {
    const { name, ...nameless } = address;
    const items = [
      { ...item, sellerSku: 'x'.repeat(51), quantity: 251 },
      { ...item, sellerSku: name && 7 },
    ];
    expect(faultsOf({ ...body, destinationAddress: nameless, items }).toSorted()).toEqual([
      'destinationAddress.name is required',
      'items must add up to at most 250 units, not 252',
      'items must not repeat sellerFulfillmentOrderItemId a',
      'items.0.sellerSku must be at most 50 characters long',
      'items.1.sellerSku must be text',
    ]);
  });

  it('drops nothing but what the model does not know (O-1)', () => {
    const rich = {
      ...body,
      sellerFulfillmentOrderId: ' SO-1 ',
      notificationEmails: [' a@example.com '],
      deliveryPreferences: { dropOffLocation: { type: 'GARAGE', attributes: { colour: ' red ' } } },
      items: [{ ...item, perUnitDeclaredValue: { currencyCode: 'USD', value: ' 1.50 ', odd: 1 }, odd: 1 }],
      marketplaceId: null,
      MarketplaceIds: ['x'],
    };
    expect(knownContent(CreateOrderDto, check(rich))).toEqual({
      ...body,
      notificationEmails: ['a@example.com'],
      deliveryPreferences: { dropOffLocation: { type: 'GARAGE', attributes: { colour: 'red' } } },
      items: [{ ...item, perUnitDeclaredValue: { currencyCode: 'USD', value: '1.50' } }],
    });
  });
});
