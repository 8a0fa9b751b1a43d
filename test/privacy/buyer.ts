/** In every word that is the buyer's: nothing else anywhere spells like it. */
export const CANARY = 'Kanarienvogel';
const word = (field: string): string => `${CANARY} ${field}`;

export const address = (more = '') => ({
  name: word(`name${more}`),
  addressLine1: word(`line1${more}`),
  addressLine2: word(`line2${more}`),
  addressLine3: word(`line3${more}`),
  city: word('city'),
  districtOrCounty: word('district'),
  stateOrRegion: word('region'),
  postalCode: word('zip'),
  countryCode: 'US',
  phone: word('phone'),
});
export const EMAIL = `${CANARY}@example.com`;

/** createFulfillmentOrder with something of the buyer's in every field that can hold it. */
export const orderOf = (sellerFulfillmentOrderId: string, change: object = {}) => ({
  sellerFulfillmentOrderId,
  displayableOrderId: word('order'),
  displayableOrderDate: '2026-01-02T03:04:05Z',
  displayableOrderComment: word('comment'),
  shippingSpeedCategory: 'Standard',
  destinationAddress: address(),
  deliveryPreferences: {
    deliveryInstructions: word('instructions'),
    dropOffLocation: {
      type: 'FALLBACK_NEIGHBOR_DELIVERY',
      attributes: { neighborName: word('neighbour'), houseNumber: word('house') },
    },
  },
  notificationEmails: [EMAIL, `second-${EMAIL}`],
  paymentInformation: [
    { paymentTransactionId: word('payment'), paymentMode: word('mode'), paymentDate: '2026-01-02T03:04:05Z' },
  ],
  items: [
    {
      sellerSku: 'MUG',
      sellerFulfillmentOrderItemId: 'a',
      quantity: 2,
      giftMessage: word('gift'),
      displayableComment: word('slip'),
      perUnitDeclaredValue: { currencyCode: 'USD', value: '19.99' },
    },
  ],
  unknownField: word('unknown'),
  ...change,
});

/** Requests that are refused, each with a buyer's word where the fault is. */
export const refused: [method: string, path: string, body: unknown][] = [
  ['POST', '/fulfillmentOrders', orderOf('bad-1', { displayableOrderDate: word('date') })],
  ['POST', '/fulfillmentOrders', orderOf('bad-2', { shippingSpeedCategory: word('speed') })],
  [
    'POST',
    '/fulfillmentOrders',
    orderOf('bad-3', { destinationAddress: { ...address(), countryCode: word('country') } }),
  ],
  ['POST', '/fulfillmentOrders', orderOf('bad-4', { destinationAddress: word('address') })],
  ['POST', '/fulfillmentOrders', orderOf('bad-5', { displayableOrderId: word('x'.repeat(60)) })],
  ['POST', '/fulfillmentOrders', orderOf('bad-6', { notificationEmails: [word('y'.repeat(80))] })],
  ['POST', '/fulfillmentOrders', orderOf('bad-7', { displayableOrderComment: `${word('nul')}\u0000` })],
  ['POST', '/fulfillmentOrders', `{"destinationAddress": {"name": "${word('broken JSON')}" "x"}}`],
  ['POST', '/fulfillmentOrders', `{"name": ${word('bare')}}`],
  ['PUT', '/fulfillmentOrders/O-1', { destinationAddress: address(' late') }],
  ['PUT', '/fulfillmentOrders/O-2', { items: [{ sellerFulfillmentOrderItemId: word('item'), quantity: 0 }] }],
];
