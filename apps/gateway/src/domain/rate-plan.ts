/** How many requests one client may make of one operation. Names as an operator gives them to a seller. */
export const ratePlans = ['default', 'unlimited'] as const;
export type RatePlan = (typeof ratePlans)[number];

export interface Rate {
  /** Tokens that come back in a second. */
  perSecond: number;
  /** Tokens of a full bucket. */
  burst: number;
}

/** As the published model says of its operations. */
const USUAL: Rate = { perSecond: 2, burst: 30 };
const OFFERS: Rate = { perSecond: 5, burst: 30 };

/** What a plan allows of an operation; nothing where it does not limit. */
export function rateOf(plan: RatePlan, operation: string): Rate | undefined {
  if (plan === 'unlimited') return undefined;
  return operation === 'deliveryOffers' ? OFFERS : USUAL;
}

const ROOT = '/fba/outbound/2020-07-01';
const OPERATIONS: readonly (readonly [name: string, method: string, path: RegExp])[] = [
  ['getFulfillmentPreview', 'POST', /^\/fulfillmentOrders\/preview$/],
  ['deliveryOffers', 'POST', /^\/deliveryOffers$/],
  ['listAllFulfillmentOrders', 'GET', /^\/fulfillmentOrders$/],
  ['createFulfillmentOrder', 'POST', /^\/fulfillmentOrders$/],
  ['getPackageTrackingDetails', 'GET', /^\/tracking$/],
  ['listReturnReasonCodes', 'GET', /^\/returnReasonCodes$/],
  ['createFulfillmentReturn', 'PUT', /^\/fulfillmentOrders\/[^/]+\/return$/],
  ['getFulfillmentOrder', 'GET', /^\/fulfillmentOrders\/[^/]+$/],
  ['updateFulfillmentOrder', 'PUT', /^\/fulfillmentOrders\/[^/]+$/],
  ['cancelFulfillmentOrder', 'PUT', /^\/fulfillmentOrders\/[^/]+\/cancel$/],
  ['submitFulfillmentOrderStatusUpdate', 'PUT', /^\/fulfillmentOrders\/[^/]+\/status$/],
  ['getFeatures', 'GET', /^\/features$/],
  ['getFeatureInventory', 'GET', /^\/features\/inventory\/[^/]+$/],
  ['getFeatureSKU', 'GET', /^\/features\/inventory\/[^/]+\/[^/]+$/],
];

/** The operation of the Selling Partner API that a call is; `other` for a path that is none. */
export function operationOf(method: string, url: string): string {
  const path = url.slice(ROOT.length).split('?', 1)[0]?.replace(/\/$/, '') ?? '';
  return OPERATIONS.find(([, verb, pattern]) => verb === method && pattern.test(path))?.[0] ?? 'other';
}
