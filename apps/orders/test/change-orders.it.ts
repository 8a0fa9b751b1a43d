import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { toInstant, toIso } from '#contracts';
import { OrdersWorld, request } from './orders-world.js';

const PATH = '/fba/outbound/2020-07-01/fulfillmentOrders';
const DAY = 86_400_000;
const START = toInstant('2026-03-01T12:00:00Z');
let world: OrdersWorld;

beforeAll(async () => {
  world = await OrdersWorld.start({ simulated: true });
  await world.publisher('east', 'warehouse', { fulfillmentCenterIds: ['FC-1'] });
  await setClock(START);
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const setClock = (at: number) => world.operator()('POST', '/internal/clock', { instant: toIso(at) });
const sweep = async (until: number) =>
  (await world.operator()('POST', '/internal/sweep', { until: toIso(until) })).body;
const put = (path: string, body?: unknown, seller = world.seller()) => seller('PUT', `${PATH}/${path}`, body);
const orderOf = async (id: string) =>
  (await world.seller()('GET', `${PATH}/${id}`)).body['payload'] as {
    fulfillmentOrder: Record<string, unknown>;
    fulfillmentOrderItems: Record<string, unknown>[];
  };
const factsOf = (type: string, id: string, count = 1) =>
  world.facts(type, count, ({ data }) => data['sellerFulfillmentOrderId'] === id);

const items = [
  { sellerSku: 'MUG', sellerFulfillmentOrderItemId: 'a', quantity: 2 },
  { sellerSku: 'CUP', sellerFulfillmentOrderItemId: 'b', quantity: 1 },
];

async function created(id: string, change: object = {}): Promise<void> {
  expect(await world.seller()('POST', PATH, request(id, { items, ...change }))).toEqual({
    status: 200,
    body: {},
  });
}

async function shipped(id: string): Promise<void> {
  await world.shipped('east', {
    order: { sellerFulfillmentOrderId: id },
    shipmentId: `S-${id}`,
    fulfillmentCenterId: 'FC-1',
    occurredAt: toIso(START),
    estimatedDeliveryAt: '2026-03-08',
    packages: [{ items: [{ sellerFulfillmentOrderItemId: 'a', quantity: 1 }] }],
  });
  await factsOf('OrderShipped', id);
}

describe('cancelFulfillmentOrder over a real port (O-4)', () => {
  it.each([[{}], [undefined]])('gives an order up, and says so (body %p)', async (body) => {
    const id = `C-${body === undefined ? 'none' : 'empty'}`;
    await created(id, { fulfillmentAction: 'Hold' });
    expect(await put(`${id}/cancel`, body)).toEqual({ status: 200, body: {} });
    const { fulfillmentOrder, fulfillmentOrderItems } = await orderOf(id);
    expect(fulfillmentOrder).toMatchObject({ fulfillmentOrderStatus: 'Cancelled' });
    expect(fulfillmentOrderItems).toMatchObject([
      { quantity: 2, cancelledQuantity: 2 },
      { quantity: 1, cancelledQuantity: 1 },
    ]);
    const [fact] = await factsOf('OrderCancelled', id);
    expect(fact?.data).toMatchObject({
      cause: 'seller',
      items: [{ sellerSku: 'MUG', cancelledQuantity: 2 }, { cancelledQuantity: 1 }],
    });
  });

  it('answers a second time as the first, and says it once', async () => {
    await created('C-2');
    await put('C-2/cancel');
    expect(await put('C-2/cancel')).toEqual({ status: 200, body: {} });
    await created('C-3');
    await put('C-3/cancel');
    await factsOf('OrderCancelled', 'C-3');
    expect(await factsOf('OrderCancelled', 'C-2')).toHaveLength(1);
  });

  it('refuses what has shipped, and what does not exist or is not theirs', async () => {
    await created('C-4');
    await shipped('C-4');
    expect(await put('C-4/cancel')).toEqual({
      status: 400,
      body: {
        errors: [
          {
            code: 'InvalidInput',
            message: 'The order is Processing: only one that is New, Received or Planning can be cancelled',
          },
        ],
      },
    });
    const missing = await put('C-missing/cancel');
    expect(missing).toMatchObject({ status: 404, body: { errors: [{ code: 'NotFound' }] } });
    expect(await put('C-4/cancel', {}, world.seller(randomUUID()))).toEqual(missing);
  });

  it('counts a parcel that left all the same as shipped, not as cancelled (O-11)', async () => {
    await created('C-5');
    await put('C-5/cancel');
    await shipped('C-5');
    const { fulfillmentOrder, fulfillmentOrderItems } = await orderOf('C-5');
    expect(fulfillmentOrder).toMatchObject({ fulfillmentOrderStatus: 'CompletePartialled' });
    expect(fulfillmentOrderItems).toMatchObject([{ cancelledQuantity: 1 }, { cancelledQuantity: 1 }]);
  });
});

describe('updateFulfillmentOrder over a real port (O-4)', () => {
  it('changes an order on hold, and releases it', async () => {
    await created('U-1', { fulfillmentAction: 'Hold' });
    const [accepted] = await factsOf('OrderAccepted', 'U-1');
    expect(accepted?.data['heldUntil']).toBe(toIso(START + 14 * DAY));
    const update = {
      displayableOrderComment: 'Many thanks',
      items: [
        {
          sellerFulfillmentOrderItemId: 'a',
          quantity: 5,
          perUnitDeclaredValue: { currencyCode: 'USD', value: '7.50' },
        },
      ],
    };
    expect(await put('U-1', update)).toEqual({ status: 200, body: {} });
    expect(await put('U-1', update)).toEqual({ status: 200, body: {} });
    expect(await orderOf('U-1')).toMatchObject({
      fulfillmentOrder: { displayableOrderComment: 'Many thanks', fulfillmentAction: 'Hold' },
      fulfillmentOrderItems: [
        { quantity: 5, perUnitDeclaredValue: { currencyCode: 'USD', value: '7.50' } },
        { quantity: 1 },
      ],
    });
    expect(await put('U-1', { fulfillmentAction: 'Ship' })).toEqual({ status: 200, body: {} });
    const facts = await factsOf('OrderUpdated', 'U-1', 2);
    expect(facts.map(({ data }) => data)).toEqual([
      expect.objectContaining({
        heldUntil: toIso(START + 14 * DAY),
        items: [
          expect.objectContaining({ quantity: 5, unitValue: { currency: 'USD', minorUnits: 750 } }),
          expect.objectContaining({ quantity: 1 }),
        ],
      }),
      expect.not.objectContaining({ heldUntil: expect.anything() }),
    ]);
    expect(await put('U-1', { fulfillmentAction: 'Ship' })).toMatchObject({
      status: 400,
      body: { errors: [{ message: expect.stringContaining('only an order on hold can be updated') }] },
    });
  });

  it('answers the same create again as the first time, whatever was changed since (O-1)', async () => {
    await created('U-2', { fulfillmentAction: 'Hold' });
    await put('U-2', { displayableOrderComment: 'Changed' });
    await created('U-2', { fulfillmentAction: 'Hold' });
    expect((await orderOf('U-2')).fulfillmentOrder['displayableOrderComment']).toBe('Changed');
  });

  it('makes it a removal when it now goes to an address of the seller (O-8)', async () => {
    await created('U-3', { fulfillmentAction: 'Hold', purpose: 'removal' });
    await put('U-3', { displayableOrderComment: 'Back to us' });
    expect((await orderOf('U-3')).fulfillmentOrder['purpose']).toBe('removal');
  });

  it('names every fault at once, of the request and of what it would make, and changes nothing', async () => {
    await created('U-4', { fulfillmentAction: 'Hold' });
    const wrong = await put('U-4', { fulfillmentAction: 'Wait', items: [{ quantity: 0 }] });
    expect(wrong.status).toBe(400);
    expect(wrong.body['errors']).toHaveLength(3);
    const tooMany = { items: [{ sellerFulfillmentOrderItemId: 'a', quantity: 250 }] };
    expect(await put('U-4', tooMany)).toMatchObject({
      status: 400,
      body: { errors: [{ message: 'items must add up to at most 250 units, not 251' }] },
    });
    expect(await put('U-4', { ...tooMany, items: [{ ...tooMany.items[0], quantity: 249 }] })).toMatchObject({
      status: 200,
    });
    expect(await put('U-4', { shippingSpeedCategory: 'ScheduledDelivery' })).toMatchObject({ status: 400 });
    expect((await orderOf('U-4')).fulfillmentOrder['shippingSpeedCategory']).toBe('Standard');
    expect(await put('U-none', {})).toMatchObject({ status: 404 });
    expect(await put('U-4', {}, world.seller(randomUUID()))).toMatchObject({ status: 404 });
  });
});

describe('an order on hold', () => {
  it('is cancelled by itself after 14 days, not before, at that instant however late the sweep is', async () => {
    await setClock(START + 100 * DAY);
    await created('H-1', { fulfillmentAction: 'Hold' });
    await created('H-2', { fulfillmentAction: 'Hold' });
    await put('H-2', { fulfillmentAction: 'Ship' });
    const end = START + 114 * DAY;
    await sweep(end - 1);
    expect((await orderOf('H-1')).fulfillmentOrder['fulfillmentOrderStatus']).toBe('Received');
    await sweep(end + DAY);
    const [fact] = await factsOf('OrderCancelled', 'H-1');
    expect(fact).toMatchObject({ time: end, data: { cause: 'hold-expired', cancelledAt: toIso(end) } });
    expect((await orderOf('H-1')).fulfillmentOrder).toMatchObject({
      fulfillmentOrderStatus: 'Cancelled',
      statusUpdatedDate: toIso(end),
    });
    expect((await orderOf('H-2')).fulfillmentOrder['fulfillmentOrderStatus']).toBe('Received');
    const orderId = String(fact?.data['orderId']);
    const { body } = await world.operator()('GET', `/internal/journey?orderId=${orderId}`);
    expect(body['entries']).toMatchObject([
      { type: 'OrderAccepted', text: 'order H-1 accepted: 3 units' },
      {
        type: 'OrderCancelled',
        text: 'order H-1 cancelled by itself: its seller did not release it in time',
      },
    ]);
  });
});
