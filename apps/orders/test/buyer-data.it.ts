import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startService } from '#runtime';
import type { RunningService } from '#runtime';
import { buyerDataKey, eventually } from '#testing';
import type { Answer } from '#testing';
import type { Database } from '#postgres';
import { newBuyerKey } from '../src/store/buyer-keys.js';
import { orders } from '../src/orders.js';
import { OrdersWorld, request } from './orders-world.js';

const PATH = '/fba/outbound/2020-07-01/fulfillmentOrders';
const EMAIL = 'bertha@example.com';
const young = newBuyerKey();
let world: OrdersWorld;
let owner: Database;
let api: Database;

beforeAll(async () => {
  world = await OrdersWorld.start({ env: { BUYER_DATA_KEYS: `${buyerDataKey},${young}` } });
  owner = await world.stack.database('orders', 'owner');
  api = await world.stack.database('orders', 'api');
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const asked = (id: string, change: object = {}) =>
  request(id, {
    destinationAddress: {
      name: 'Bertha Buyer',
      addressLine1: '1 Elm Street',
      city: 'Newark',
      postalCode: 'ZIP-7',
      countryCode: 'US',
      phone: 'PHONE',
    },
    notificationEmails: [EMAIL],
    ...change,
  });
const create = (body: object) => world.seller()('POST', PATH, body);
const get = (id: string) => world.seller()('GET', `${PATH}/${id}`);
const erase = (body: object, ask = world.seller()) => ask('POST', '/buyers/erasures', body);
const addressOf = ({ body }: Answer) =>
  (body as { payload: { fulfillmentOrder: { destinationAddress: object } } }).payload.fulfillmentOrder
    .destinationAddress;
const messagesOf = ({ body }: Answer) =>
  (body['errors'] as { message: string }[]).map(({ message }) => message);

async function given(id: string, change: object = {}): Promise<string> {
  expect(await create(asked(id, change))).toEqual({ status: 200, body: {} });
  const [row] = await owner.read<{ order_id: string }>(
    {
      name: 'order_id_of',
      text: 'select order_id from orders where seller_fulfillment_order_id = $1',
    },
    [id],
  );
  return row?.order_id ?? '';
}

const rowOf = async (id: string) => {
  const [row] = await owner.read<{ row: string; key: string | null; erased: boolean }>(
    {
      name: 'request_row_of',
      text: `select r::text as row, encode(sealed_key, 'hex') as key, erased_at is not null as erased
               from order_request r join orders using (order_id) where seller_fulfillment_order_id = $1`,
    },
    [id],
  );
  return row!;
};
const run = (text: string, values: unknown[] = []) => owner.transaction((tx) => tx.query(text, values));

/** Another process of the service, with those keys. */
const withKeys = (...keys: string[]): Promise<RunningService> =>
  startService(orders, world.stack.env('orders', { BUYER_DATA_KEYS: keys.join(',') }));

describe('a buyer’s data at rest', () => {
  it('is in no row as it was given, and is shown as it was given', async () => {
    await given('P-1', { items: [{ ...request('P-1').items[0], giftMessage: 'Dear Bertha' }] });
    const { row } = await rowOf('P-1');
    expect(row).not.toMatch(/Bertha|Elm|Newark|ZIP-7|PHONE|Dear/i);
    expect(row).toMatch(/countryCode\W+US/);
    expect(addressOf(await get('P-1'))).toEqual(asked('P-1').destinationAddress);
    expect(JSON.stringify((await get('P-1')).body)).toContain('Dear Bertha');
    expect((await world.seller()('GET', PATH)).body).toMatchObject({
      payload: {
        fulfillmentOrders: expect.arrayContaining([expect.objectContaining({ notificationEmails: [EMAIL] })]),
      },
    });
  });

  it('is compared when the same is created again (O-1)', async () => {
    await given('P-2');
    expect(await create(asked('P-2'))).toEqual({ status: 200, body: {} });
    const other = { destinationAddress: { ...asked('P-2').destinationAddress, name: 'Berta Buyer' } };
    expect((await create(asked('P-2', other))).status).toBe(400);
  });

  it('is sealed when an order on hold is updated, and what was asked first stays comparable', async () => {
    await given('P-3', { fulfillmentAction: 'Hold' });
    const destinationAddress = { ...asked('P-3').destinationAddress, name: 'Carla Changed' };
    expect((await world.seller()('PUT', `${PATH}/P-3`, { destinationAddress })).status).toBe(200);
    expect((await rowOf('P-3')).row).not.toMatch(/Bertha|Carla/);
    expect(addressOf(await get('P-3'))).toEqual(destinationAddress);
    expect((await create(asked('P-3', { fulfillmentAction: 'Hold' }))).status).toBe(200);
  });

  it('opens for no other order: rows cannot be swapped', async () => {
    const [a, b] = [await given('P-4'), await given('P-5')];
    await run(
      'update order_request set sealed = (select sealed from order_request where order_id = $2) where order_id = $1',
      [a, b],
    );
    const { status, body } = await get('P-4');
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('Bertha');
    await run('delete from order_request where order_id = $1', [a]);
    await run('delete from orders where order_id = $1', [a]);
  });

  it('of an earlier version is sealed when the service starts', async () => {
    const id = await given('P-6');
    const content = JSON.stringify(asked('P-6'));
    await run('update order_request set content = $2, sealed = null, is_parted = false where order_id = $1', [
      id,
      content,
    ]);
    await run('delete from buyer_email where order_id = $1', [id]);
    expect(addressOf(await get('P-6'))).toEqual(asked('P-6').destinationAddress);
    const next = await withKeys(buyerDataKey);
    await eventually(
      () => rowOf('P-6'),
      ({ key }) => key !== null,
    );
    await next.stop();
    expect((await rowOf('P-6')).row).not.toMatch(/Bertha|Elm/);
    expect(addressOf(await get('P-6'))).toEqual(asked('P-6').destinationAddress);
  });
});

describe('keys of buyers’ data', () => {
  const keysInUse = async () =>
    (await world.operator()('GET', '/buyers/keys')).body['keys'] as {
      key: string;
      orders: number;
      seals: boolean;
    }[];

  it('change without a stop: the new one first, then all is under it, then the old one may go', async () => {
    await given('K-1', { fulfillmentAction: 'Hold' });
    const destinationAddress = { ...asked('K-1').destinationAddress, name: 'Carla Changed' };
    await world.seller()('PUT', `${PATH}/K-1`, { destinationAddress });
    const [old] = await keysInUse();
    expect(old).toEqual({ key: expect.any(String), orders: expect.any(Number), seals: true });

    const both = await withKeys(young, buyerDataKey);
    await eventually(keysInUse, (keys) => keys.every((one) => one.key !== old?.key || one.orders === 0));
    await both.stop();
    const onlyYoung = await withKeys(young);
    await onlyYoung.stop();
    await expect(withKeys(buyerDataKey)).rejects.toThrow(/lacks the key\(s\) with id/);
    expect(addressOf(await get('K-1'))).toEqual(destinationAddress);
    expect((await create(asked('K-1', { fulfillmentAction: 'Hold' }))).status).toBe(200);
  });

  it('are worked off once more when an operator asks', async () => {
    expect((await world.operator()('POST', '/buyers/reencryptions', {})).status).toBe(202);
    const [key] = await eventually(keysInUse, (keys) => keys.length === 1 && (keys[0]?.orders ?? 0) > 0);
    expect(key).toMatchObject({ seals: true });
    expect((await erase({ email: EMAIL })).status).toBe(400);
  });

  it.each([
    ['lacks a key in use', [young], /BUYER_DATA_KEYS lacks the key\(s\) with id [0-9a-f]{16}, under which/],
    ['is too short', ['c2hvcnQ='], /BUYER_DATA_KEYS has unusable keys: key 1 has 5 bytes, not 32; example/],
    ['is not there', [''], /BUYER_DATA_KEYS is not set; example/],
  ])('stop a start that %s', async (_, keys, message) => {
    await expect(withKeys(...keys)).rejects.toThrow(message);
  });
});

describe('POST /buyers/erasures', () => {
  const closed = async (id: string, change: object = {}): Promise<string> => {
    const orderId = await given(id, change);
    expect((await world.seller()('PUT', `${PATH}/${id}/cancel`, {})).status).toBe(200);
    return orderId;
  };

  it('erases a buyer from all orders of its e-mail address, and from nobody else’s', async () => {
    const email = 'erika@example.com';
    const orderId = await closed('E-1', { notificationEmails: ['Erika <ERIKA@example.com>'] });
    await closed('E-2', { notificationEmails: ['x@example.com', email] });
    await closed('E-3', { notificationEmails: ['other@example.com'] });
    expect(await erase({ email: ' Erika@Example.com ' })).toEqual({
      status: 200,
      body: { erased: expect.arrayContaining(['E-1', 'E-2']), erasedBefore: [] },
    });
    expect((await rowOf('E-1')).row).not.toMatch(/Bertha|Elm|\\x01/);
    expect(addressOf(await get('E-1'))).toEqual({
      name: 'ERASED',
      addressLine1: 'ERASED',
      postalCode: 'ERASED',
      countryCode: 'US',
    });
    expect((await get('E-1')).body).toMatchObject({
      payload: {
        fulfillmentOrder: { displayableOrderId: 'ERASED', displayableOrderComment: 'ERASED' },
        fulfillmentOrderItems: [{ sellerSku: 'MUG', perUnitDeclaredValue: { value: '19.99' } }],
      },
    });
    expect(addressOf(await get('E-3'))).toMatchObject({ name: 'Bertha Buyer' });
    const { body } = await world.seller()('GET', `/buyers/accesses?orderId=${orderId}`);
    expect(body).toMatchObject({
      accesses: [{ action: 'erase', actorKind: 'seller', actorId: world.sellerId, orderId }],
    });
    // Nothing is left by which the buyer could be found.
    expect((await erase({ email })).status).toBe(404);
  });

  it('erases one order by either id, and answers again', async () => {
    const orderId = await closed('E-4');
    expect((await erase({ sellerFulfillmentOrderId: 'E-4' })).body).toEqual({
      erased: ['E-4'],
      erasedBefore: [],
    });
    expect((await erase({ orderId })).body).toEqual({ erased: [], erasedBefore: ['E-4'] });
  });

  it('erases what an update said as well', async () => {
    await given('E-5', { fulfillmentAction: 'Hold' });
    const destinationAddress = { ...asked('E-5').destinationAddress, name: 'Carla Changed' };
    await world.seller()('PUT', `${PATH}/E-5`, { destinationAddress });
    await world.seller()('PUT', `${PATH}/E-5/cancel`, {});
    await erase({ sellerFulfillmentOrderId: 'E-5' });
    expect(addressOf(await get('E-5'))).toMatchObject({ name: 'ERASED' });
  });

  it('leaves a replay of the same create answered as the first time; it brings nothing back (O-1)', async () => {
    await closed('E-6');
    await erase({ sellerFulfillmentOrderId: 'E-6' });
    expect(await create(asked('E-6'))).toEqual({ status: 200, body: {} });
    expect((await create(asked('E-6', { shippingSpeedCategory: 'Priority' }))).status).toBe(400);
    expect(await rowOf('E-6')).toMatchObject({ key: null, erased: true });
  });

  it('erases nothing while one of the orders still needs its buyer', async () => {
    const email = 'open@example.com';
    await closed('E-7', { notificationEmails: [email] });
    await given('E-8', { notificationEmails: [email] });
    const refused = await erase({ email });
    expect(refused.status).toBe(400);
    expect(messagesOf(refused)).toEqual([
      'order E-8 is not closed and still needs its buyer: cancel it, or wait until it has shipped, and ask again',
    ]);
    expect(addressOf(await get('E-7'))).toMatchObject({ name: 'Bertha Buyer' });
  });

  it('is the operator’s too, in the name of a seller', async () => {
    const orderId = await closed('E-9');
    const asOperator = world.operator();
    expect(messagesOf(await erase({ email: EMAIL }, asOperator))).toEqual([
      'sellerId is required of an operator, unless orderId is given',
    ]);
    expect((await erase({ orderId }, asOperator)).body).toMatchObject({ erased: ['E-9'] });
    const { body } = await asOperator('GET', `/buyers/accesses?orderId=${orderId}`);
    expect(body).toMatchObject({ accesses: [{ actorKind: 'operator', actorId: 'operator' }] });
  });

  it('tells another seller nothing', async () => {
    const orderId = await closed('E-10');
    const stranger = world.seller('0190a5c8-0000-7000-8000-0000000000ff');
    const answers = await Promise.all(
      [
        { email: EMAIL },
        { orderId },
        { sellerFulfillmentOrderId: 'E-10' },
        { sellerId: world.sellerId, orderId },
        { orderId: '0190a5c8-0000-7000-8000-000000000000' },
      ].map((body) => erase(body, stranger)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(404);
    const seen = await stranger('GET', `/buyers/accesses?orderId=${orderId}`);
    expect(seen).toEqual({ status: 200, body: { accesses: [] } });
  });

  it.each([
    [{}, 'buyer must be named by exactly one of email, orderId, sellerFulfillmentOrderId'],
    [
      { email: EMAIL, orderId: '0190a5c8-0000-7000-8000-000000000000' },
      'buyer must be named by exactly one of email, orderId, sellerFulfillmentOrderId',
    ],
    [{ orderId: 'E-1' }, 'orderId must be a UUID in lower case'],
  ])('refuses %j', async (body, message) => {
    const refused = await erase(body);
    expect(refused.status).toBe(400);
    expect(messagesOf(refused)).toEqual([message]);
  });

  it('is noted where nobody can change it', async () => {
    for (const statement of [
      `update buyer_data_audit set actor_id = 'nobody'`,
      'delete from buyer_data_audit',
      'truncate buyer_data_audit',
    ])
      await expect(run(statement)).rejects.toThrow('buyer_data_audit is append-only');
    await expect(
      api.transaction((tx) => tx.query('delete from buyer_data_audit'), { sellerId: world.sellerId }),
    ).rejects.toThrow(/permission denied/);
  });
});
