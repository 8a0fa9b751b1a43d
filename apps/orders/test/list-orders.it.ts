import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { OrdersWorld } from './orders-world.js';

const PATH = '/fba/outbound/2020-07-01/fulfillmentOrders';
const COUNT = 120;
let world: OrdersWorld;

interface Page {
  fulfillmentOrders: { sellerFulfillmentOrderId: string; statusUpdatedDate: string }[];
  nextToken?: string;
}

beforeAll(async () => {
  world = await OrdersWorld.start();
  await world.publisher('shop', 'order-source');
  await world.publisher('east', 'warehouse', { fulfillmentCenterIds: ['FC-1'] });
  const items = [{ sellerFulfillmentOrderItemId: 'a', sellerSku: 'MUG', quantity: 1 }];
  for (let nth = 1; nth <= COUNT; nth += 1)
    await world.registered('shop', { sellerFulfillmentOrderId: `SO-${nth}`, items });
  await world.facts('OrderAccepted', COUNT);
}, 120_000);
afterAll(() => world?.stop(), 60_000);

async function page(query: Record<string, string> = {}, seller = world.seller()): Promise<Page> {
  const { status, body } = await seller('GET', `${PATH}?${String(new URLSearchParams(query))}`);
  expect(status).toBe(200);
  return body['payload'] as Page;
}

async function pages(query: Record<string, string> = {}, between = async () => {}): Promise<Page[]> {
  const all = [await page(query)];
  for (let last = all[0]; last?.nextToken !== undefined; last = all.at(-1)) {
    await between();
    all.push(await page({ nextToken: last.nextToken }));
  }
  return all;
}

const idsIn = (some: Page[]) =>
  some.flatMap(({ fulfillmentOrders }) => fulfillmentOrders.map((order) => order.sellerFulfillmentOrderId));

describe('listAllFulfillmentOrders over a real port', () => {
  it('shows every order once, page by page, those that changed first coming first', async () => {
    const all = await pages();
    expect(all.map(({ fulfillmentOrders }) => fulfillmentOrders.length)).toEqual([50, 50, 20]);
    expect(new Set(idsIn(all)).size).toBe(COUNT);
    const changed = all.flatMap(({ fulfillmentOrders }) =>
      fulfillmentOrders.map(({ statusUpdatedDate }) => statusUpdatedDate),
    );
    expect(changed).toEqual(changed.toSorted());
  });

  it('shows an order as getFulfillmentOrder does', async () => {
    const [first] = (await page()).fulfillmentOrders;
    const { body } = await world.seller()('GET', `${PATH}/${first?.sellerFulfillmentOrderId}`);
    expect((body['payload'] as { fulfillmentOrder: unknown }).fulfillmentOrder).toEqual(first);
  });

  it('filters by the last change, that very instant included', async () => {
    const all = (await pages()).flatMap(({ fulfillmentOrders }) => fulfillmentOrders);
    const since = all[70]?.statusUpdatedDate ?? '';
    const expected = all.filter(({ statusUpdatedDate }) => statusUpdatedDate >= since).length;
    expect(expected).toBeGreaterThanOrEqual(50);
    expect(idsIn(await pages({ queryStartDate: since }))).toHaveLength(expected);
    const later = new Date(Date.parse(all.at(-1)?.statusUpdatedDate ?? '') + 1).toISOString();
    expect(await page({ queryStartDate: later })).toEqual({ fulfillmentOrders: [] });
  });

  it('shows an order again that changes while pages are read: none is missed', async () => {
    let shipped = false;
    const all = await pages({}, async () => {
      if (shipped) return;
      shipped = true;
      await world.shipped('east', {
        order: { sellerFulfillmentOrderId: 'SO-1' },
        shipmentId: 'S-1',
        fulfillmentCenterId: 'FC-1',
        occurredAt: '2026-01-03T10:00:00Z',
        estimatedDeliveryAt: '2026-01-08',
        packages: [{ items: [{ sellerFulfillmentOrderItemId: 'a', quantity: 1 }] }],
      });
      await world.facts('OrderShipped', 1);
    });
    const seen = idsIn(all);
    expect(new Set(seen).size).toBe(COUNT);
    expect(seen.at(-1)).toBe('SO-1');
    expect(all.at(-1)?.fulfillmentOrders.at(-1)).toMatchObject({ fulfillmentOrderStatus: 'Complete' });
  });

  it("shows nobody another seller's orders, whatever token it holds", async () => {
    const other = world.seller(randomUUID());
    expect(await page({}, other)).toEqual({ fulfillmentOrders: [] });
    const { nextToken = '' } = await page();
    expect(await page({ nextToken }, other)).toEqual({ fulfillmentOrders: [] });
  });

  it('names every fault of the query', async () => {
    const { status, body } = await world.seller()('GET', `${PATH}?queryStartDate=yesterday&nextToken=x`);
    expect(status).toBe(400);
    expect(body['errors']).toEqual([
      expect.objectContaining({ code: 'InvalidInput', message: expect.stringContaining('queryStartDate') }),
      expect.objectContaining({ code: 'InvalidInput', message: expect.stringContaining('nextToken') }),
    ]);
  });
});
