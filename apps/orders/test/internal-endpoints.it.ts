import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Said } from '#testing';
import { OrderRegisteredReport, OrderShippedReport } from '#contracts';
import { OrdersWorld } from './orders-world.js';

const ORDERS = 9;
let world: OrdersWorld;

const shippedFacts = (count: number, id?: string): Promise<Said[]> =>
  world.facts(
    'OrderShipped',
    count,
    ({ data }) => id === undefined || data['sellerFulfillmentOrderId'] === id,
  );

/** Nine orders of three units, each in a package of two and a package of one. */
beforeAll(async () => {
  world = await OrdersWorld.start();
  await world.publisher('net', 'network');
  const ids = Array.from({ length: ORDERS }, (_, nth) => `S-${nth + 1}`);
  const { sellerId } = world;
  const packed = (quantity: number) => [{ sellerFulfillmentOrderItemId: 'a', quantity }];
  const items = [{ sellerFulfillmentOrderItemId: 'a', sellerSku: 'MUG', quantity: 3 }];
  const orders = ids.map((id) => ({ sellerId, sellerFulfillmentOrderId: id, items }));
  const shipments = ids.map((id) => ({
    order: { sellerId, sellerFulfillmentOrderId: id },
    shipmentId: 'SH-1',
    fulfillmentCenterId: 'FC-1',
    occurredAt: '2026-01-03T10:00:00Z',
    estimatedDeliveryAt: '2026-01-08',
    packages: [{ carrierCode: 'UPS', trackingNumber: `1Z-${id}`, items: packed(2) }, { items: packed(1) }],
  }));
  await world.report('net', OrderRegisteredReport, ...orders);
  await world.report('net', OrderShippedReport, ...shipments);
  await shippedFacts(ORDERS);
}, 120_000);
afterAll(() => world?.stop(), 60_000);

describe('what the gateway asks', () => {
  it('is every shipped unit in unit order, page by page', async () => {
    const all: { orderId: string; line: number; ordinal: number; packageId: string; shippedAt: string }[] =
      [];
    let after = '';
    do {
      const { status, body } = await world.operator()('GET', `/internal/accounting?limit=7&after=${after}`);
      expect(status).toBe(200);
      all.push(...(body['rows'] as typeof all));
      after = (body['next'] as string | null) ?? '';
    } while (after !== '');
    const keys = all.map(
      ({ orderId, line, ordinal }) =>
        `${orderId} ${String(line).padStart(4, '0')} ${String(ordinal).padStart(4, '0')}`,
    );
    expect(keys).toEqual([...keys].toSorted());
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toHaveLength(ORDERS * 3);
    expect(all[0]).toMatchObject({ packageId: expect.any(String), shippedAt: '2026-01-03T10:00:00.000Z' });
  });

  it('finds an order by any of its names and tells its journey', async () => {
    const [fact] = await shippedFacts(1, 'S-1');
    const { orderId, packages } = (fact?.data ?? {}) as {
      orderId?: string;
      packages?: { packageId: string; packageNumber: number }[];
    };
    const parcel = packages?.[0];
    const names = [
      'order=S-1',
      `order=${orderId}`,
      'tracking=1Z-S-1',
      `package=${parcel?.packageId}`,
      `package=${parcel?.packageNumber}`,
    ];
    for (const name of names) {
      const { body } = await world.operator()('GET', `/internal/resolve?${name}`);
      expect([name, body['orderIds']]).toEqual([name, [orderId]]);
    }
    const { body } = await world.operator()('GET', `/internal/journey?orderId=${orderId}`);
    const entries = body['entries'] as { kind: string; type: string }[];
    expect(entries.map(({ kind, type }) => `${kind} ${type}`)).toEqual([
      'report OrderRegistered',
      'fact OrderAccepted',
      'report OrderShipped',
      'fact OrderShipped',
      'report OrderShipped',
      'fact OrderShipped',
    ]);
    expect(JSON.stringify(body)).not.toMatch(/destinationAddress|addressLine/);
  });

  it.each([
    ['/internal/resolve', 400],
    ['/internal/resolve?order=a&tracking=b', 400],
    ['/internal/resolve?order=a&order=b', 400],
    ['/internal/resolve?order=nothing', 200],
    ['/internal/resolve?package=99999999999', 200],
    ['/internal/accounting?after=x', 400],
    ['/internal/accounting?limit=0', 400],
    ['/internal/journey?orderId=x', 400],
    ['/internal/journey?orderId=0190a000-0000-7000-8000-00000000dead', 200],
  ])('answers %s with %i', async (path, status) => {
    expect((await world.operator()('GET', path)).status).toBe(status);
  });

  it("shows a seller nothing of another's", async () => {
    const other = world.seller('0190a000-0000-7000-8000-00000000beef');
    expect((await other('GET', '/internal/resolve?order=S-1')).body).toEqual({ orderIds: [] });
    expect((await other('GET', '/internal/accounting')).body).toEqual({ rows: [], next: null });
  });
});
