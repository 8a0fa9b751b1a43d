import https from 'node:https';
import net from 'node:net';
import { FulfillmentoutboundSpApi } from '@amazon-sp-api-release/amazon-sp-api-sdk-js';
import { SellingPartnerApiAuth } from '@sp-api-sdk/auth';
import { FulfillmentOutboundApiClient } from '@sp-api-sdk/fulfillment-outbound-api-2020-07-01';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SellingPartner } from 'amazon-sp-api';
import { answers, faultsIn } from './model.js';
import { address, once, orderOf, Shop } from './shop.js';
import type { SellerKey } from './shop.js';

/** What sellers' programs have is Amazon's hosts: here all of them lead to the door. */
class ToTheDoor extends https.Agent {
  override createConnection(): net.Socket {
    return net.connect(shop.port, '127.0.0.1');
  }
}

let shop: Shop;
const { globalAgent } = https;
beforeAll(async () => {
  shop = await Shop.open();
  https.globalAgent = new ToTheDoor();
}, 120_000);
afterAll(async () => {
  https.globalAgent = globalAgent;
  await shop?.close();
}, 60_000);

/** Calls getFulfillmentOrder until the bucket is empty. */
async function useUp(seller: SellerKey, sellerFulfillmentOrderId: string): Promise<number[]> {
  const headers = { 'x-amz-access-token': await shop.accessToken(seller) };
  const url = `${shop.url}/fba/outbound/2020-07-01/fulfillmentOrders/${sellerFulfillmentOrderId}`;
  const calls = await Promise.all(Array.from({ length: 40 }, () => fetch(url, { headers })));
  return calls.map(({ status }) => status);
}

describe('amazon-sp-api, unmodified', () => {
  let seller: SellerKey;
  let sp: SellingPartner;

  beforeAll(async () => {
    seller = await shop.seller();
    sp = new SellingPartner({
      region: 'na',
      refresh_token: seller.refreshToken,
      credentials: {
        SELLING_PARTNER_APP_CLIENT_ID: seller.clientId,
        SELLING_PARTNER_APP_CLIENT_SECRET: seller.clientSecret,
      },
      options: { retry_remote_timeout: false },
    });
  });

  const call = <T>(operation: string, given: { path?: object; query?: object; body?: object } = {}) =>
    sp.callAPI({
      operation,
      endpoint: 'fulfillmentOutbound',
      options: { version: '2020-07-01' },
      ...given,
    }) as Promise<T>;
  const path = { sellerFulfillmentOrderId: 'A-1' };

  it('gets a token by itself, creates an order and shows it', async () => {
    await call('createFulfillmentOrder', { body: orderOf('A-1') });
    expect(await call('getFulfillmentOrder', { path })).toMatchObject({
      fulfillmentOrder: { sellerFulfillmentOrderId: 'A-1', destinationAddress: address },
      fulfillmentOrderItems: [{ sellerSku: 'MUG', quantity: 2, cancelledQuantity: 0 }],
    });
  });

  it('lists what changed since', async () => {
    const { fulfillmentOrders } = await call<{ fulfillmentOrders: object[] }>('listAllFulfillmentOrders', {
      query: { queryStartDate: '2026-01-01T00:00:00Z' },
    });
    expect(fulfillmentOrders).toMatchObject([path]);
  });

  it('follows a package by its number', async () => {
    await shop.ship(seller, 'A-1');
    const { fulfillmentShipments } = await once(
      () =>
        call<{ fulfillmentShipments: { fulfillmentShipmentPackage?: { packageNumber: number }[] }[] }>(
          'getFulfillmentOrder',
          { path },
        ),
      (order) => order.fulfillmentShipments[0]?.fulfillmentShipmentPackage !== undefined,
    );
    const packageNumber = fulfillmentShipments[0]?.fulfillmentShipmentPackage?.[0]?.packageNumber;
    const tracked = await once(
      () =>
        call<{ trackingEvents: object[] }>('getPackageTrackingDetails', { query: { packageNumber } }).catch(
          () => ({ trackingEvents: [] }),
        ),
      ({ trackingEvents }) => trackingEvents.length > 0,
    );
    expect(tracked).toMatchObject({
      packageNumber,
      currentStatus: 'IN_TRANSIT',
      trackingEvents: [
        { eventCode: 'EVENT_201', eventAddress: { city: 'Newark', state: 'NJ', country: 'US' } },
      ],
    });
  });

  it('is answered in the words of the model, whatever it asks', async () => {
    const headers = { 'x-amz-access-token': await shop.accessToken(seller) };
    const ask = async (asked: string, sent: Record<string, string> = headers) => {
      const answer = await fetch(`${shop.url}/fba/outbound/2020-07-01${asked}`, { headers: sent });
      expect(answer.headers.get('x-amzn-requestid')).toBeTruthy();
      return { status: answer.status, body: (await answer.json()) as { payload?: unknown } };
    };
    const order = await ask('/fulfillmentOrders/A-1');
    expect(faultsIn(order.body.payload, answers.getFulfillmentOrder)).toEqual([]);
    const orders = await ask('/fulfillmentOrders');
    expect(faultsIn(orders.body.payload, answers.listAllFulfillmentOrders)).toEqual([]);
    const tracked = await ask('/tracking?packageNumber=1');
    expect(faultsIn(tracked.body.payload, answers.getPackageTrackingDetails)).toEqual([]);
    expect([order.status, orders.status, tracked.status]).toEqual([200, 200, 200]);
    for (const [status, asked, sent] of [
      [400, '/tracking?packageNumber=one', headers],
      [400, '/fulfillmentOrders?nextToken=x', headers],
      [403, '/fulfillmentOrders', { 'x-amz-access-token': 'Atza|none' }],
      [403, '/fulfillmentOrders', {}],
      [404, '/fulfillmentOrders/none', headers],
      [404, '/tracking?packageNumber=99', headers],
      [400, '/features', headers],
      [404, '/feature', headers],
    ] as [number, string, Record<string, string>][]) {
      const refused = await ask(asked, sent);
      expect([asked, refused.status, faultsIn(refused.body, answers.errors)]).toEqual([asked, status, []]);
    }
  });

  it('reads why a unit may come back', async () => {
    const query = { sellerSku: 'MUG', sellerFulfillmentOrderId: 'A-1', language: 'zh-CN' };
    const payload = await call<object>('listReturnReasonCodes', { query });
    expect(faultsIn(payload, answers.listReturnReasonCodes)).toEqual([]);
    expect(payload).toMatchObject({
      reasonCodeDetails: expect.arrayContaining([
        {
          returnReasonCode: 'CR-DEFECTIVE',
          description: expect.any(String),
          translatedDescription: '有缺陷或无法使用',
        },
      ]),
    });
    await expect(
      call('listReturnReasonCodes', { query: { ...query, sellerFulfillmentOrderId: 'none' } }),
    ).rejects.toMatchObject({ code: 'NotFound' });
    await expect(call('createFulfillmentReturn', { path, body: { items: [] } })).rejects.toMatchObject({
      code: 'ServiceUnavailable',
    });
  });

  it('gets a new token when its own has expired', async () => {
    const expired = await shop.expiredToken(seller);
    const late = new SellingPartner({
      region: 'na',
      refresh_token: seller.refreshToken,
      access_token: expired,
      credentials: {
        SELLING_PARTNER_APP_CLIENT_ID: seller.clientId,
        SELLING_PARTNER_APP_CLIENT_SECRET: seller.clientSecret,
      },
      options: { retry_remote_timeout: false },
    });
    const given = { operation: 'getFulfillmentOrder', endpoint: 'fulfillmentOutbound', path } as const;
    expect(await late.callAPI({ ...given, options: { version: '2020-07-01' } })).toMatchObject({
      fulfillmentOrder: path,
    });
    expect(late.access_token).not.toBe(expired);
  });

  it('holds an order, releases it, and gives it up', async () => {
    await call('createFulfillmentOrder', { body: { ...orderOf('A-3'), fulfillmentAction: 'Hold' } });
    const held = { path: { sellerFulfillmentOrderId: 'A-3' } };
    await call('updateFulfillmentOrder', { ...held, body: { fulfillmentAction: 'Ship' } });
    await call('cancelFulfillmentOrder', held);
    expect(await call('getFulfillmentOrder', held)).toMatchObject({
      fulfillmentOrder: { fulfillmentAction: 'Ship', fulfillmentOrderStatus: 'Cancelled' },
      fulfillmentOrderItems: [{ quantity: 2, cancelledQuantity: 2 }],
    });
  });

  it('waits and tries again when it asks too much', async () => {
    expect(await useUp(seller, 'A-1')).toContain(429);
    for (const answer of await Promise.all([1, 2, 3].map(() => call('getFulfillmentOrder', { path }))))
      expect(answer).toMatchObject({ fulfillmentOrder: path });
  });

  it('hears what is wrong', async () => {
    await expect(
      call('createFulfillmentOrder', { body: { ...orderOf('A-2'), items: [] } }),
    ).rejects.toMatchObject({ code: 'InvalidInput', message: expect.stringContaining('items') });
  });
});

describe('@amazon-sp-api-release/amazon-sp-api-sdk-js, unmodified', () => {
  it('creates, holds, shows, lists, gives up and refuses', async () => {
    const client = new FulfillmentoutboundSpApi.ApiClient('https://sellingpartnerapi-na.amazon.com');
    client.disableRateLimiter();
    client.applyXAmzAccessTokenToRequest(await shop.accessToken(await shop.seller()));
    const api = new FulfillmentoutboundSpApi.FbaOutboundApi(client);
    await api.createFulfillmentOrder(orderOf('B-1'));
    const { payload } = await api.getFulfillmentOrder('B-1');
    expect(payload?.fulfillmentOrder?.fulfillmentOrderStatus).toBe('Received');
    const listed = await api.listAllFulfillmentOrders();
    expect(listed.payload?.fulfillmentOrders).toHaveLength(1);
    await api.createFulfillmentOrder({ ...orderOf('B-3'), fulfillmentAction: 'Hold' });
    await api.updateFulfillmentOrder('B-3', { fulfillmentAction: 'Ship' });
    await expect(api.updateFulfillmentOrder('B-3', { fulfillmentAction: 'Ship' })).rejects.toMatchObject({
      status: 400,
    });
    await api.cancelFulfillmentOrder('B-3');
    const given = await api.getFulfillmentOrder('B-3');
    expect(given.payload?.fulfillmentOrder?.fulfillmentOrderStatus).toBe('Cancelled');
    await expect(api.getFulfillmentOrder('B-2')).rejects.toMatchObject({ status: 404 });
    await expect(api.getPackageTrackingDetails(99)).rejects.toMatchObject({ status: 404 });
  });
});

describe('@sp-api-sdk/fulfillment-outbound-api-2020-07-01, unmodified', () => {
  it('creates, reads all pages, gives up and refuses', async () => {
    const seller = await shop.seller('unlimited');
    const client = new FulfillmentOutboundApiClient({
      auth: new SellingPartnerApiAuth(seller),
      region: 'na',
    });
    for (let nth = 1; nth <= 51; nth += 1) await client.createFulfillmentOrder({ body: orderOf(`C-${nth}`) });
    const first = (await client.listAllFulfillmentOrders()).data.payload;
    const nextToken = first?.nextToken ?? '';
    const second = (await client.listAllFulfillmentOrders({ nextToken })).data.payload;
    const all = [...(first?.fulfillmentOrders ?? []), ...(second?.fulfillmentOrders ?? [])];
    expect(new Set(all.map(({ sellerFulfillmentOrderId }) => sellerFulfillmentOrderId)).size).toBe(51);
    expect(second?.nextToken).toBeUndefined();
    const last = { sellerFulfillmentOrderId: 'C-51' };
    await client.cancelFulfillmentOrder(last);
    const given = (await client.getFulfillmentOrder(last)).data.payload?.fulfillmentOrder;
    expect(given?.fulfillmentOrderStatus).toBe('Cancelled');
    await expect(client.getFulfillmentOrder({ sellerFulfillmentOrderId: 'C-52' })).rejects.toMatchObject({
      response: { status: 404, data: { errors: [{ code: 'NotFound' }] } },
    });
  });

  it('waits and tries again when it asks too much', async () => {
    const seller = await shop.seller();
    let retries = 0;
    const client = new FulfillmentOutboundApiClient({
      auth: new SellingPartnerApiAuth(seller),
      region: 'na',
      rateLimiting: { retry: true, onRetry: () => void (retries += 1) },
    });
    await client.createFulfillmentOrder({ body: orderOf('D-1') });
    expect(await useUp(seller, 'D-1')).toContain(429);
    // One of them may meet the token that has come back meanwhile.
    const asked = [1, 2, 3].map(() => client.getFulfillmentOrder({ sellerFulfillmentOrderId: 'D-1' }));
    for (const { data } of await Promise.all(asked))
      expect(data.payload?.fulfillmentOrder.sellerFulfillmentOrderId).toBe('D-1');
    expect(retries).toBeGreaterThanOrEqual(2);
  }, 30_000);
});
