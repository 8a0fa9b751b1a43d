/** The SKU of an order, unless told. */
export const SKU = 'MUG-BLUE-330';

/** A seller's createFulfillmentOrder of one item: as JSON about 650 bytes, of which the fact keeps 500. */
export function orderRequest(id: string, change: object = {}) {
  return {
    sellerFulfillmentOrderId: id,
    displayableOrderId: id,
    displayableOrderDate: '2026-01-02T03:04:05Z',
    displayableOrderComment: 'Thank you for your order',
    shippingSpeedCategory: 'Standard',
    deliveryWindow: { startDate: '2026-01-08T00:00:00Z', endDate: '2026-01-09T00:00:00Z' },
    destinationAddress: {
      name: 'Bertha Buyer',
      addressLine1: '1 Elm Street',
      city: 'Newark',
      stateOrRegion: 'NJ',
      postalCode: '07102',
      countryCode: 'US',
    },
    featureConstraints: [{ featureName: 'SIGNATURE_CONFIRMATION', featureFulfillmentPolicy: 'Required' }],
    items: [
      {
        sellerSku: SKU,
        sellerFulfillmentOrderItemId: '1',
        quantity: 2,
        perUnitDeclaredValue: { currencyCode: 'USD', value: '19.99' },
      },
    ],
    ...change,
  };
}
