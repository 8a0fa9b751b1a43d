import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Said } from '#testing';
import { OrderRegisteredReport, OrderShippedReport, toIso } from '#contracts';
import { OrdersWorld } from './orders-world.js';

let world: OrdersWorld;

beforeAll(async () => {
  world = await OrdersWorld.start();
  await world.publisher('shop', 'order-source');
  await world.publisher('east', 'warehouse', { fulfillmentCenterIds: ['FC-1'] });
  await world.publisher('net', 'network');
  await world.publisher('parcels', 'carrier');
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const item = (id: string, quantity: number) => ({
  sellerFulfillmentOrderItemId: id,
  sellerSku: `SKU-${id}`,
  quantity,
});
const packed = (id: string, quantity: number) => ({ sellerFulfillmentOrderItemId: id, quantity });
const order = (id: string, change: object = {}) => ({
  sellerFulfillmentOrderId: id,
  items: [item('a', 3)],
  ...change,
});
const shipment = (id: string, shipmentId: string, change: object = {}) => ({
  order: { sellerFulfillmentOrderId: id },
  shipmentId,
  fulfillmentCenterId: 'FC-1',
  occurredAt: '2026-01-03T10:00:00Z',
  estimatedDeliveryAt: '2026-01-08',
  packages: [{ items: [packed('a', 1)] }],
  ...change,
});
const of =
  (id: string) =>
  ({ data }: Said) =>
    data['sellerFulfillmentOrderId'] === id;
const shippedOf = (id: string, count = 1) => world.facts('OrderShipped', count, of(id));
const unitsIn = (facts: Said[]) =>
  facts.flatMap(({ data }) =>
    (data['packages'] as { units: { line: number; ordinal: number }[] }[]).flatMap(({ units }) =>
      units.map(({ line, ordinal }) => `${line}/${ordinal}`),
    ),
  );
/** Once these are accepted, what was sent to any partition before them has been handled. */
async function settled(): Promise<void> {
  const prefix = `settle-${Date.now()}-`;
  for (let nth = 0; nth < 12; nth++) await world.registered('shop', order(`${prefix}${nth}`));
  await world.facts('OrderAccepted', 12, ({ data }) =>
    String(data['sellerFulfillmentOrderId']).startsWith(prefix),
  );
}

describe('orders accepted elsewhere', () => {
  it('become ours, with what was cancelled, at the instant of the report', async () => {
    const before = Date.now();
    const items = [{ ...item('a', 3), cancelledQuantity: 1 }, item('b', 1)];
    await world.registered(
      'shop',
      order('R-1', { items, registeredAt: '2026-01-01T00:00:00Z', purpose: 'removal' }),
    );
    const [fact] = await world.facts('OrderAccepted', 1, of('R-1'));
    expect(fact?.data).toMatchObject({
      purpose: 'removal',
      items: [{ line: 1, cancelledQuantity: 1 }, { line: 2 }],
    });
    expect(fact?.time).toBeGreaterThanOrEqual(before - 1000);
    expect(fact?.data['receivedAt']).toBe(toIso(fact?.time ?? 0));
  });

  it('the same again changes nothing; other content is parked', async () => {
    await world.registered('shop', order('R-2'));
    await world.facts('OrderAccepted', 1, of('R-2'));
    await world.registered('net', order('R-2', { signatureRequired: false }));
    await world.registered('shop', order('R-2', { items: [item('a', 4)] }));
    const parked = await world.parked('conflicting-content');
    expect(parked).toHaveLength(1);
    expect(await world.facts('OrderAccepted', 1, of('R-2'))).toHaveLength(1);
  });
});

describe('shipped reports', () => {
  it('become packages of units, with number, promise and values', async () => {
    const items = [{ ...item('a', 3), unitValue: { currency: 'BRL', minorUnits: 10000 } }];
    await world.registered('shop', order('S-1', { items, destinationTimeZone: 'America/Sao_Paulo' }));
    await world.facts('OrderAccepted', 1, of('S-1'));
    const packages = [
      { packageRef: '1', carrierCode: 'UPS', trackingNumber: '1Z', items: [packed('a', 2)] },
      { packageRef: '2', items: [packed('a', 1)] },
    ];
    await world.shipped('east', shipment('S-1', 'SH-1', { packages }));
    const [fact] = await shippedOf('S-1');
    expect(fact?.data).toMatchObject({
      shipmentId: 'SH-1',
      shippedAt: '2026-01-03T10:00:00.000Z',
      packages: [
        {
          packageRef: '1',
          carrierCode: 'UPS',
          trackingNumber: '1Z',
          hasNumber: true,
          detail: 'full',
          estimatedDeliveryAt: '2026-01-09T02:59:59.999Z',
          units: [
            { line: 1, ordinal: 1, sellerSku: 'SKU-a', unitValue: { currency: 'BRL', minorUnits: 10000 } },
            { line: 1, ordinal: 2 },
          ],
        },
        { packageRef: '2', hasNumber: false, detail: 'none', units: [{ line: 1, ordinal: 3 }] },
      ],
    });
    const { body } = await world.seller()('GET', '/fba/outbound/2020-07-01/fulfillmentOrders/S-1');
    expect(body).toMatchObject({
      payload: {
        fulfillmentOrder: { fulfillmentOrderStatus: 'Complete' },
        fulfillmentShipments: [
          {
            amazonShipmentId: 'SH-1',
            fulfillmentShipmentStatus: 'SHIPPED',
            fulfillmentShipmentPackage: [
              { trackingNumber: '1Z', carrierCode: 'UPS' },
              { carrierCode: 'UNKNOWN' },
            ],
          },
        ],
      },
    });
  });

  it('wait for an unknown order, and go on when it is registered or created', async () => {
    await world.shipped('east', shipment('W-1', 'SH-1'));
    await world.shipped('east', shipment('W-2', 'SH-1'));
    expect(await world.waiting(2)).toBe(2);
    expect(await shippedOf('W-1', 0)).toHaveLength(0);
    await world.registered('shop', order('W-1'));
    expect(unitsIn(await shippedOf('W-1'))).toEqual(['1/1']);
    await world.seller()('POST', '/fba/outbound/2020-07-01/fulfillmentOrders', {
      sellerFulfillmentOrderId: 'W-2',
      displayableOrderId: 'W-2',
      displayableOrderDate: '2026-01-02T03:04:05Z',
      displayableOrderComment: '',
      shippingSpeedCategory: 'Standard',
      destinationAddress: { name: 'B', addressLine1: '1 Elm', postalCode: '1', countryCode: 'US' },
      items: [{ sellerSku: 'MUG', sellerFulfillmentOrderItemId: 'a', quantity: 1 }],
    });
    expect(unitsIn(await shippedOf('W-2'))).toEqual(['1/1']);
    expect(await world.waiting(0)).toBe(0);
  });

  it('are parked with their reason when they are impossible, and nothing of them is taken', async () => {
    const ahead = toIso(Date.now() + 3_600_000);
    await world.registered('shop', order('P-1'));
    await world.facts('OrderAccepted', 1, of('P-1'));
    await world.shipped(
      'east',
      shipment('P-1', 'too-many', { packages: [{ items: [packed('a', 2)] }, { items: [packed('a', 2)] }] }),
    );
    await world.shipped('east', shipment('P-1', 'no-item', { packages: [{ items: [packed('z', 1)] }] }));
    await world.shipped('east', shipment('P-1', 'no-edd', { estimatedDeliveryAt: undefined }));
    await world.shipped('east', shipment('P-1', 'ahead', { occurredAt: ahead }));
    await world.shipped('east', shipment('P-1', 'elsewhere', { fulfillmentCenterId: 'FC-2' }));
    await world.shipped('parcels', shipment('P-1', 'carrier'));
    await world.shipped('shop', shipment('P-1', 'shop'));
    const refs = [
      { packageRef: '1', items: [packed('a', 1)] },
      { packageRef: '1', items: [packed('a', 1)] },
    ];
    await world.shipped('east', shipment('P-1', 'refs', { packages: refs }));
    const reasons = [
      'exceeds-ordered',
      'unknown-item',
      'no-promise',
      'claimed-in-future',
      'invalid-shipment',
    ];
    for (const reason of reasons) expect(await world.parked(reason)).toHaveLength(1);
    expect(await world.parked('not-yours', 3)).toHaveLength(3);
    expect(await world.facts('OrderShipped', 0, of('P-1'))).toHaveLength(0);
    await world.shipped('net', shipment('P-1', 'all', { packages: [{ items: [packed('a', 3)] }] }));
    expect(unitsIn(await shippedOf('P-1'))).toEqual(['1/1', '1/2', '1/3']);
  });

  it('told again change nothing, told otherwise are parked', async () => {
    await world.registered('shop', order('D-1'));
    await world.facts('OrderAccepted', 1, of('D-1'));
    const before = (await world.parked('conflicting-content', 0)).length;
    for (let nth = 0; nth < 6; nth++) await world.shipped('east', shipment('D-1', 'SH-1'));
    await world.shipped('east', shipment('D-1', 'SH-1', { occurredAt: '2026-01-03T11:00:00+01:00' }));
    await world.shipped('east', shipment('D-1', 'SH-1', { estimatedDeliveryAt: '2026-01-09' }));
    expect(await world.parked('conflicting-content', before + 1)).toHaveLength(before + 1);
    await settled();
    expect(unitsIn(await shippedOf('D-1'))).toEqual(['1/1']);
  });

  it('of one order in one batch see what the ones before made of it', async () => {
    const reports = Array.from({ length: 40 }, (_, nth) => ({
      ...shipment('B-1', `SH-${nth % 10}`),
      order: { sellerId: world.sellerId, sellerFulfillmentOrderId: 'B-1' },
    }));
    await world.report('net', OrderShippedReport, ...reports);
    await world.report('net', OrderRegisteredReport, {
      sellerId: world.sellerId,
      ...order('B-1', { items: [item('a', 10)] }),
    });
    const facts = await shippedOf('B-1', 10);
    expect(new Set(unitsIn(facts)).size).toBe(10);
    expect(facts).toHaveLength(10);
  });
});
