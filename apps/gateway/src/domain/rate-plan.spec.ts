import { expect, test } from '@jest/globals';
import { operationOf, rateOf } from './rate-plan.js';

const ROOT = '/fba/outbound/2020-07-01';

test.each([
  ['POST', '/fulfillmentOrders/preview', 'getFulfillmentPreview'],
  ['POST', '/deliveryOffers', 'deliveryOffers'],
  ['GET', '/fulfillmentOrders', 'listAllFulfillmentOrders'],
  ['GET', '/fulfillmentOrders?queryStartDate=2026-01-01T00:00:00Z', 'listAllFulfillmentOrders'],
  ['GET', '/fulfillmentOrders/?nextToken=a/b', 'listAllFulfillmentOrders'],
  ['POST', '/fulfillmentOrders', 'createFulfillmentOrder'],
  ['GET', '/tracking?packageNumber=1', 'getPackageTrackingDetails'],
  ['GET', '/returnReasonCodes?sellerSku=a', 'listReturnReasonCodes'],
  ['PUT', '/fulfillmentOrders/A-1/return', 'createFulfillmentReturn'],
  ['GET', '/fulfillmentOrders/A-1', 'getFulfillmentOrder'],
  ['GET', '/fulfillmentOrders/preview', 'getFulfillmentOrder'],
  ['PUT', '/fulfillmentOrders/A-1', 'updateFulfillmentOrder'],
  ['PUT', '/fulfillmentOrders/A-1/cancel', 'cancelFulfillmentOrder'],
  ['PUT', '/fulfillmentOrders/A-1/status', 'submitFulfillmentOrderStatusUpdate'],
  ['GET', '/features?marketplaceId=a', 'getFeatures'],
  ['GET', '/features/inventory/BLANK_BOX', 'getFeatureInventory'],
  ['GET', '/features/inventory/BLANK_BOX/MUG', 'getFeatureSKU'],
  ['DELETE', '/fulfillmentOrders/A-1', 'other'],
  ['GET', '', 'other'],
  ['GET', '/fulfillmentOrders/A-1/cancel', 'other'],
])('%s %s is %s', (method, path, operation) => {
  expect(operationOf(method, `${ROOT}${path}`)).toBe(operation);
});

test('the default plan allows what the model says, the unlimited one everything', () => {
  expect(rateOf('default', 'createFulfillmentOrder')).toEqual({ perSecond: 2, burst: 30 });
  expect(rateOf('default', 'deliveryOffers')).toEqual({ perSecond: 5, burst: 30 });
  expect(rateOf('unlimited', 'deliveryOffers')).toBeUndefined();
});
