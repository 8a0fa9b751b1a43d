import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#testing';
import { OrdersWorld, request } from './orders-world.js';

const PATH = '/fba/outbound/2020-07-01/fulfillmentOrders';
let world: OrdersWorld;

beforeAll(async () => {
  world = await OrdersWorld.start();
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const create = (body: object, seller = world.seller()) => seller('POST', PATH, body);
const get = (id: string, seller = world.seller()) => seller('GET', `${PATH}/${encodeURIComponent(id)}`);
const acceptedOf = (id: string) =>
  world.facts('OrderAccepted', 1, ({ data }) => data['sellerFulfillmentOrderId'] === id);

describe('createFulfillmentOrder over a real port', () => {
  it('accepts an order, says so on Kafka, and shows it', async () => {
    const deliveryWindow = { startDate: '2026-01-08T00:00:00Z', endDate: '2026-01-09T00:00:00Z' };
    const features = [{ featureName: 'SIGNATURE_CONFIRMATION', featureFulfillmentPolicy: 'Required' }];
    const body = request('SO-1', {
      deliveryWindow,
      featureConstraints: features,
      MarketplaceIds: ['ignored'],
    });
    expect(await create(body)).toEqual({ status: 200, body: {} });

    const [fact] = await acceptedOf('SO-1');
    expect(fact?.data).toMatchObject({
      sellerId: world.sellerId,
      purpose: 'customer-order',
      signatureRequired: true,
      estimatedDeliveryAt: '2026-01-09T00:00:00.000Z',
      items: [
        { line: 1, quantity: 2, cancelledQuantity: 0, unitValue: { currency: 'USD', minorUnits: 1999 } },
      ],
    });
    expect(new Date(fact?.time ?? 0).toISOString()).toBe(fact?.data['receivedAt']);
    expect(JSON.stringify(fact)).not.toMatch(/Bertha|Elm Street/);

    const { status, body: shown } = await get('SO-1');
    expect(status).toBe(200);
    expect(shown).toMatchObject({
      payload: {
        fulfillmentOrder: {
          sellerFulfillmentOrderId: 'SO-1',
          fulfillmentOrderStatus: 'Received',
          destinationAddress: body.destinationAddress,
          deliveryWindow,
          purpose: 'customer-order',
        },
        fulfillmentOrderItems: [{ quantity: 2, estimatedArrivalDate: '2026-01-09T00:00:00.000Z' }],
        fulfillmentShipments: [],
        returnItems: [],
        returnAuthorizations: [],
      },
    });
  });

  it('answers the same again, and says nothing twice (O-1)', async () => {
    const body = request('SO-2');
    const spaced = { ...request('SO-2', { displayableOrderComment: '  Thank you ' }), unknown: { field: 1 } };
    const answers = [await create(body), await create(spaced), await create(body)];
    expect(answers).toEqual([
      { status: 200, body: {} },
      { status: 200, body: {} },
      { status: 200, body: {} },
    ]);
    await create(request('SO-2-after'));
    await acceptedOf('SO-2-after');
    expect(await acceptedOf('SO-2')).toHaveLength(1);
  });

  it.each([
    ['another quantity', { items: [{ sellerSku: 'MUG', sellerFulfillmentOrderItemId: 'a', quantity: 3 }] }],
    [
      'another address',
      { destinationAddress: { name: 'B', addressLine1: '2 Elm', postalCode: '1', countryCode: 'US' } },
    ],
    ['another purpose', { purpose: 'removal' }],
  ])('refuses the same id with %s (O-1)', async (_name, change) => {
    await create(request('SO-3'));
    const { status, body } = await create(request('SO-3', change));
    expect(status).toBe(400);
    expect(body).toEqual({
      errors: [
        { code: 'InvalidInput', message: expect.stringContaining('SO-3 is an order with other content') },
      ],
    });
    expect(JSON.stringify(body)).not.toMatch(/Bertha|Elm/);
  });

  it('accepts once when the same order comes many times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => create(request('SO-4'))));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    await create(request('SO-4-after'));
    await acceptedOf('SO-4-after');
    expect(await acceptedOf('SO-4')).toHaveLength(1);
  });

  it('lists every fault at once and stores nothing (O-2)', async () => {
    const bad = request('SO-5', {
      shippingSpeedCategory: 'Fast',
      items: [{ sellerSku: 'x', quantity: 251 }],
    });
    const { status, body } = await create(bad);
    expect(status).toBe(400);
    expect(
      (body['errors'] as { code: string; message: string }[]).map(({ code, message }) => [code, message]),
    ).toEqual(
      expect.arrayContaining([
        ['InvalidInput', expect.stringContaining('shippingSpeedCategory must be one of')],
        ['InvalidInput', 'items must add up to at most 250 units, not 251'],
        ['InvalidInput', 'items.0.sellerFulfillmentOrderItemId is required'],
      ]),
    );
    expect(body['errors']).toHaveLength(3);
    expect((await get('SO-5')).status).toBe(404);
  });

  it.each([
    ['a list', '[]'],
    ['no JSON', '{"sellerFulfillmentOrderId":'],
    ['a text', '"x"'],
    ['nothing of use', '{}'],
    [
      'NUL in a free map',
      JSON.stringify(
        request('SO-6', {
          deliveryPreferences: { dropOffLocation: { type: 'GARAGE', attributes: { a: '\u0000' } } },
        }),
      ),
    ],
  ])('answers %s with 400 and the envelope', async (_name, body) => {
    const answer = await world.seller()('POST', PATH, body);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      errors: expect.arrayContaining([expect.objectContaining({ code: 'InvalidInput' })]),
    });
  });

  it("never shows one seller's order to another, who may use the same id", async () => {
    await create(request('SO-7'));
    const other = world.seller('0190a000-0000-7000-8000-00000000beef');
    expect((await get('SO-7', other)).status).toBe(404);
    expect(await create(request('SO-7', { displayableOrderComment: 'Other' }), other)).toEqual({
      status: 200,
      body: {},
    });
    expect((await get('SO-7')).body).toMatchObject({
      payload: { fulfillmentOrder: { displayableOrderComment: 'Thank you' } },
    });
  });

  it.each([
    ['an id of 41 characters', 'x'.repeat(41), 400],
    ['NUL in an id', '\u0000', 400],
    ['an id nobody has', 'nothing', 404],
    ['an id with a slash and a space', 'a/b c', 404],
  ])('answers %s with its envelope', async (_name, id, status) => {
    const answer = await get(id);
    expect(answer.status).toBe(status);
    expect(answer.body).toHaveProperty('errors.0.code');
  });

  it('lets nobody in but sellers', async () => {
    const answer = await world.operator()('POST', PATH, request('SO-8'));
    expect(answer.status).toBe(403);
    expect((await fetch(`${world.service.url}${PATH}/SO-1`)).status).toBe(401);
  });

  it("takes an order to the seller's own address for a removal, while the policy says so (O-8)", async () => {
    const own = {
      name: 'Seller',
      addressLine1: '9 Dock Rd',
      city: 'Newark',
      postalCode: '07102',
      countryCode: 'US',
    };
    await world.sellerIs({ ownAddresses: ['9 Dock Rd., NEWARK, 07102 US'] });
    const purposeOf = async (id: string) => {
      await create(request(id, { destinationAddress: own }));
      const { payload } = (await get(id)).body as { payload: { fulfillmentOrder: { purpose: string } } };
      return payload.fulfillmentOrder.purpose;
    };
    let nth = 0;
    expect(
      await eventually(
        () => purposeOf(`SO-9-${nth++}`),
        (purpose) => purpose === 'removal',
      ),
    ).toBe('removal');
    expect((await create(request('SO-9-0', { destinationAddress: own }))).status).toBe(200);
    await world.policy({ removalAddressRule: false }, Date.now() - 1000);
    expect(
      await eventually(
        () => purposeOf(`SO-9-${nth++}`),
        (purpose) => purpose === 'customer-order',
      ),
    ).toBe('customer-order');
  });
});
