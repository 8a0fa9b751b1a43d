import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answers, faultsIn } from './model.js';
import { address, once, orderOf, Shop } from './shop.js';
import type { SellerKey } from './shop.js';

const SP_API = '/fba/outbound/2020-07-01';
const SIZE = { lengthMm: 400, widthMm: 300, heightMm: 200, weightGrams: 800 };

let shop: Shop;
let seller: SellerKey;
let sandbox: SellerKey;

beforeAll(async () => {
  shop = await Shop.open();
  seller = await shop.seller('unlimited');
  sandbox = await shop.sandboxSeller();
  await shop.put(seller, '/catalogue/skus', {
    skus: [
      { ...SIZE, sellerSku: 'CHEST', title: 'A chest', excludedFeatures: ['BLANK_BOX'] },
      { ...SIZE, sellerSku: 'ACID', title: 'Acid', dangerousGoods: true },
    ],
  });
}, 180_000);
afterAll(() => shop?.close(), 60_000);

async function ask(of: SellerKey, method: string, path: string, body?: object) {
  const answer = await fetch(`${shop.url}${SP_API}${path}`, {
    method,
    headers: {
      'x-amz-access-token': await shop.accessToken(of),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const told = (await answer.json()) as { payload?: Record<string, unknown>; errors?: { message: string }[] };
  return { status: answer.status, ...told };
}

const preview = (items: object[], more: object = {}) =>
  ask(seller, 'POST', '/fulfillmentOrders/preview', { address, items, ...more });
const item = (sellerSku: string, quantity = 1) => ({
  sellerSku,
  quantity,
  sellerFulfillmentOrderItemId: sellerSku,
});
const offers = (merchantSku: string, value?: string, countryCode = 'US') =>
  ask(seller, 'POST', '/deliveryOffers', {
    product: {
      productIdentifier: { merchantSku },
      ...(value && { amount: { unitOfMeasure: 'Eaches', value } }),
    },
    terms: {
      origin: { countryCode },
      destination: { deliveryAddress: { postalCode: '07102', countryCode: 'US' } },
    },
  });

describe('getFulfillmentPreview (O-9)', () => {
  it('tells, per speed, when it would arrive and what it costs', async () => {
    const { status, payload } = await preview([item('MUG', 3)]);
    expect([status, faultsIn(payload, answers.getFulfillmentPreview)]).toEqual([200, []]);
    expect(payload?.['fulfillmentPreviews']).toMatchObject([
      {
        shippingSpeedCategory: 'Standard',
        isFulfillable: true,
        estimatedShippingWeight: { unit: 'KG', value: '1.050' },
        estimatedFees: [
          { name: 'FBAPerOrderFulfillmentFee', amount: { currencyCode: 'USD', value: '3.95' } },
          { name: 'FBAPerUnitFulfillmentFee', amount: { value: '3.00' } },
          { name: 'FBATransportationFee', amount: { value: '1.60' } },
        ],
      },
      { shippingSpeedCategory: 'Expedited', isFulfillable: true },
      { shippingSpeedCategory: 'Priority', isFulfillable: true },
    ]);
  });

  it.each([
    ['OutOfStock', item('CHEST')],
    ['InvalidSKU', item('NOPE')],
    ['DangerousGoodsReviewPending', item('ACID')],
  ])('says why not: %s', async (reason, wanted) => {
    const { payload } = await preview([wanted], { shippingSpeedCategories: ['Standard'] });
    expect(faultsIn(payload, answers.getFulfillmentPreview)).toEqual([]);
    expect(payload?.['fulfillmentPreviews']).toMatchObject([
      { isFulfillable: false, unfulfillablePreviewItems: [{ itemUnfulfillableReasons: [reason] }] },
    ]);
  });

  it('offers a window for a scheduled delivery, and goes by the volume of what is light', async () => {
    await shop.asNetwork('/stock/receipts', {
      sellerId: seller.sellerId,
      fulfillmentCenterId: 'FC1',
      receiptId: 'chests',
      items: [{ sellerSku: 'CHEST', quantity: 5 }],
    });
    const { payload } = await preview([item('CHEST')], {
      shippingSpeedCategories: ['ScheduledDelivery'],
      includeDeliveryWindows: true,
    });
    expect(faultsIn(payload, answers.getFulfillmentPreview)).toEqual([]);
    expect(payload?.['fulfillmentPreviews']).toMatchObject([
      {
        scheduledDeliveryInfo: { deliveryTimeZone: 'UTC', deliveryWindows: [expect.any(Object)] },
        estimatedShippingWeight: { value: '4.800' },
        fulfillmentPreviewShipments: [
          { fulfillmentPreviewItems: [{ shippingWeightCalculationMethod: 'Dimensional' }] },
        ],
      },
    ]);
  });

  it('is refused with every fault at once', async () => {
    const { status, errors } = await ask(seller, 'POST', '/fulfillmentOrders/preview', {
      address: { ...address, countryCode: 'USA' },
      items: [item('MUG', 251)],
      shippingSpeedCategories: ['Slow'],
    });
    expect(status).toBe(400);
    expect(errors?.map(({ message }) => message)).toEqual([
      expect.stringContaining('address.countryCode'),
      expect.stringContaining('250 units'),
      expect.stringContaining('shippingSpeedCategories'),
    ]);
  });
});

describe('deliveryOffers', () => {
  it('offers what is in stock, the fastest first', async () => {
    const { status, payload } = await offers('MUG', '2');
    expect([status, faultsIn(payload, answers.deliveryOffers)]).toEqual([200, []]);
    const latest = (payload!['deliveryOffers'] as { dateRange: { latest: string } }[]).map(
      (one) => one.dateRange.latest,
    );
    expect(latest).toHaveLength(3);
    expect(latest).toEqual(latest.toSorted());
  });

  it('offers nothing that is not there, or that lies elsewhere', async () => {
    for (const asked of [offers('MUG', '100000'), offers('NOPE'), offers('MUG', '1', 'DE')])
      expect(await asked).toMatchObject({ status: 200, payload: { deliveryOffers: [] } });
  });
});

describe('features (O-9)', () => {
  it('are listed, with the SKUs that can have them', async () => {
    const listed = await ask(seller, 'GET', '/features?marketplaceId=M');
    expect(faultsIn(listed.payload, answers.getFeatures)).toEqual([]);
    const { payload } = await ask(seller, 'GET', '/features/inventory/BLANK_BOX?marketplaceId=M');
    expect(faultsIn(payload, answers.getFeatureInventory)).toEqual([]);
    const skus = (payload!['featureSkus'] as { sellerSku: string }[]).map(({ sellerSku }) => sellerSku);
    expect(skus).toEqual(['ACID', 'MUG']);
  });

  it.each([
    ['MUG', true, undefined],
    ['CHEST', false, ['SKU_NOT_ELIGIBLE']],
    ['NOPE', false, ['INVALID_SKU']],
  ])('%s: %s', async (sku, isEligible, ineligibleReasons) => {
    const { payload } = await ask(seller, 'GET', `/features/inventory/BLANK_BOX/${sku}?marketplaceId=M`);
    expect(faultsIn(payload, answers.getFeatureSKU)).toEqual([]);
    expect(payload).toMatchObject({ isEligible });
    expect(payload?.['ineligibleReasons']).toEqual(ineligibleReasons);
  });

  it('an order that needs one which its SKU cannot have is not fulfilled', async () => {
    const featureConstraints = [{ featureName: 'BLANK_BOX', featureFulfillmentPolicy: 'Required' }];
    const order = { ...orderOf('F-1'), items: [item('CHEST')], featureConstraints };
    expect((await ask(seller, 'POST', '/fulfillmentOrders', order)).status).toBe(200);
    const { payload } = await statusOnce(seller, 'F-1', 'Unfulfillable');
    expect(payload?.['fulfillmentOrderItems']).toMatchObject([
      { unfulfillableReason: 'feature-not-offered' },
    ]);
  });

  it('one that the network does not know is not found', async () => {
    expect((await ask(seller, 'GET', '/features/inventory/NOPE?marketplaceId=M')).status).toBe(404);
  });
});

const statusOf = (answer: { payload?: Record<string, unknown> }): unknown =>
  (answer.payload?.['fulfillmentOrder'] as { fulfillmentOrderStatus?: string } | undefined)
    ?.fulfillmentOrderStatus;
const statusOnce = async (of: SellerKey, id: string, status: string) => {
  const answer = await once(
    () => ask(of, 'GET', `/fulfillmentOrders/${id}`),
    (one) => statusOf(one) === status,
  );
  expect(statusOf(answer)).toBe(status);
  return answer;
};
const tell = (id: string, fulfillmentOrderStatus: string, of = sandbox) =>
  ask(of, 'PUT', `/fulfillmentOrders/${id}/status`, { fulfillmentOrderStatus });

describe('a sandbox', () => {
  it('has every SKU that is named, ships by itself, and has first scans', async () => {
    const order = { ...orderOf('B-1'), items: [item('NEVER-SEEN', 7)] };
    expect(await ask(sandbox, 'POST', '/fulfillmentOrders', order)).toEqual({ status: 200 });
    const { payload } = await statusOnce(sandbox, 'B-1', 'Complete');
    const packageNumber = /"packageNumber":(\d+)/.exec(JSON.stringify(payload))?.[1];
    const tracked = await once(
      () => ask(sandbox, 'GET', `/tracking?packageNumber=${packageNumber}`),
      (one) => one.status === 200,
    );
    expect(faultsIn(tracked.payload, answers.getPackageTrackingDetails)).toEqual([]);
    expect(tracked.payload).toMatchObject({
      currentStatus: 'IN_TRANSIT',
      trackingEvents: [{ eventCode: 'EVENT_201' }, { eventCode: 'EVENT_101' }],
    });
  });

  it.each(['New', 'Received', 'Planning', 'Processing', 'Cancelled', 'Unfulfillable', 'Invalid'])(
    'is %s when it is told so, in any casing, and stays so',
    async (status) => {
      const id = `B-${status}`;
      await ask(sandbox, 'POST', '/fulfillmentOrders', { ...orderOf(id), fulfillmentAction: 'Hold' });
      expect(await tell(id, status.toUpperCase())).toEqual({ status: 200 });
      expect(statusOf(await ask(sandbox, 'GET', `/fulfillmentOrders/${id}`))).toBe(status);
    },
  );

  it('completes, whole or in part, when it is told so', async () => {
    for (const [id, status] of [
      ['B-whole', 'Complete'],
      ['B-part', 'completepartialled'],
    ] as const) {
      await ask(sandbox, 'POST', '/fulfillmentOrders', { ...orderOf(id), fulfillmentAction: 'Hold' });
      expect(await tell(id, status)).toEqual({ status: 200 });
    }
    await statusOnce(sandbox, 'B-whole', 'Complete');
    const { payload } = await statusOnce(sandbox, 'B-part', 'CompletePartialled');
    expect(payload?.['fulfillmentOrderItems']).toMatchObject([{ quantity: 2, unfulfillableQuantity: 1 }]);
    expect(await tell('B-whole', 'Cancelled')).toMatchObject({ status: 400 });
  });

  it('is the only place where a status can be told, and only one of the model', async () => {
    await ask(seller, 'POST', '/fulfillmentOrders', orderOf('S-1'));
    expect(await tell('S-1', 'Complete', seller)).toMatchObject({
      status: 400,
      errors: [{ message: 'Only orders of a sandbox seller can be told their status' }],
    });
    expect(await tell('B-1', 'Shipped')).toMatchObject({ status: 400 });
    expect(await tell('none', 'Complete')).toMatchObject({ status: 404 });
  });
});
