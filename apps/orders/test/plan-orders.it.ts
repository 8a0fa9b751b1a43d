import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { contractOf, ReturnReceived } from '#contracts';
import { eventually } from '#testing';
import { line, PlanningWorld } from './planning-world.js';

let world: PlanningWorld;
beforeAll(async () => {
  world = await PlanningWorld.start();
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const factsOf = (type: string, id: string, count = 1) =>
  world.orders.facts(type, count, ({ data }) => data['sellerFulfillmentOrderId'] === id);
const shipmentOf = async (id: string, status = 'Planning') =>
  (await world.orderOnce(id, status)).fulfillmentShipments.find(
    ({ fulfillmentShipmentStatus: of }) => of === 'PENDING',
  )?.amazonShipmentId ?? '';

describe('an order on its way through the warehouse (O-3, O-7)', () => {
  it('is planned, picked and shipped, and the stock follows', async () => {
    const sku = await world.sku(5);
    expect(await world.create('P-1', [line('a', sku, 2)])).toEqual({ status: 200, body: {} });
    const planned = await world.orderOnce('P-1', 'Planning');
    expect(planned.fulfillmentShipments).toMatchObject([
      {
        fulfillmentShipmentStatus: 'PENDING',
        fulfillmentCenterId: 'FC1',
        fulfillmentShipmentItem: [{ quantity: 2 }],
      },
    ]);
    expect(planned.fulfillmentOrderItems[0]).toMatchObject({
      estimatedShipDate: expect.any(String),
      estimatedArrivalDate: expect.any(String),
    });
    expect(await world.stock(sku)).toEqual([5, 0, 2]);

    const [asked] = await factsOf('ShipmentRequested', 'P-1');
    expect(asked?.data).toMatchObject({
      fulfillmentCenterId: 'FC1',
      items: [{ sellerSku: sku, quantity: 2 }],
    });
    expect(JSON.stringify(asked)).not.toMatch(/Bertha|Elm Street/);
    const shipmentId = String(asked?.data['shipmentId']);

    await world.step('P-1', shipmentId, 'picking');
    await world.orderOnce('P-1', 'Processing');
    expect(await world.put('P-1/cancel')).toMatchObject({ status: 400 });

    await world.ship('P-1', shipmentId, { a: 2 });
    const shipped = await world.orderOnce('P-1', 'Complete');
    expect(shipped.fulfillmentShipments).toMatchObject([
      { fulfillmentShipmentStatus: 'SHIPPED', amazonShipmentId: shipmentId },
    ]);
    expect(await world.stock(sku)).toEqual([3, 0, 0]);
    // The promise of the shipment is what was told as it was asked for.
    const [left] = await factsOf('OrderShipped', 'P-1');
    const [parcel] = left!.data['packages'] as Record<string, unknown>[];
    expect(parcel?.['estimatedDeliveryAt']).toBe(asked?.data['estimatedDeliveryAt']);
  });

  it('goes back to the shelf when its seller cancels it', async () => {
    const sku = await world.sku(3);
    await world.create('P-2', [line('a', sku, 3)]);
    const shipmentId = await shipmentOf('P-2');
    expect(await world.put('P-2/cancel')).toEqual({ status: 200, body: {} });
    expect(await world.stock(sku)).toEqual([3, 0, 0]);
    expect((await world.order('P-2')).fulfillmentShipments).toMatchObject([
      { fulfillmentShipmentStatus: 'CANCELLED_BY_SELLER' },
    ]);
    expect(await factsOf('ShipmentCancelled', 'P-2')).toMatchObject([
      { data: { shipmentId, cause: 'seller' } },
    ]);
    // The warehouse learns of it too late.
    await world.step('P-2', shipmentId, 'picking');
    await world.orders.parked('shipment-closed');
    await world.ship('P-2', shipmentId, { a: 3 });
    await world.orderOnce('P-2', 'Complete');
    expect(await world.stock(sku)).toEqual([0, 0, 0]);
  });

  it.each([
    ['damaged', [1, 1, 1]],
    ['missing', [1, 0, 1]],
    ['other', [2, 0, 1]],
  ])('is planned anew when its warehouse cannot ship it: %s', async (reason, left) => {
    const id = `P-3-${reason}`;
    const sku = await world.sku(2, 4);
    await world.create(id, [line('a', sku, 1)]);
    const first = await shipmentOf(id);
    await world.step(id, first, 'failed', reason);
    const again = await eventually(
      () => world.order(id),
      ({ fulfillmentShipments }) => fulfillmentShipments.length === 2,
    );
    expect(again.fulfillmentShipments.map((one) => one.fulfillmentShipmentStatus).toSorted()).toEqual([
      'CANCELLED_BY_FULFILLER',
      'PENDING',
    ]);
    expect(await world.stock(sku)).toEqual(left);
    await factsOf('ShipmentRequested', id, 2);
  });

  it('an SKU that is found to be dangerous goods is reviewed before any more of it leaves (O-6)', async () => {
    const sku = await world.sku(9);
    await world.create('P-4', [line('a', sku, 1)]);
    await world.step('P-4', await shipmentOf('P-4'), 'failed', 'hazmat');
    const given = await world.orderOnce('P-4', 'Unfulfillable');
    expect(given.fulfillmentOrderItems).toMatchObject([
      { unfulfillableQuantity: 1, unfulfillableReason: 'hazmat-pending' },
    ]);
    const { sellerId } = world.orders;
    const { body } = await world.orders.seller()('GET', '/catalogue/skus');
    expect(
      (body['skus'] as { sellerSku: string; warnings: string[] }[]).find((one) => one.sellerSku === sku)
        ?.warnings,
    ).toEqual(['under-review']);
    await world.orders.operator()('PUT', '/catalogue/reviews', {
      sellerId,
      sellerSku: sku,
      hazmat: 'cleared',
    });
    await world.create('P-5', [line('a', sku, 1)]);
    await world.orderOnce('P-5', 'Planning');
  });

  it('a warehouse that ships less, or under a name of its own, is taken at its word', async () => {
    const sku = await world.sku(5);
    await world.create('P-6', [line('a', sku, 3)]);
    const asked = await shipmentOf('P-6');
    await world.ship('P-6', 'OWN-1', { a: 1 });
    await eventually(
      () => world.stock(sku),
      ([sellable]) => sellable === 4,
    );
    expect(await world.stock(sku)).toEqual([4, 0, 2]);
    await world.ship('P-6', asked, { a: 1 });
    // What was left behind is asked for again.
    await factsOf('ShipmentRequested', 'P-6', 2);
    expect(await world.stock(sku)).toEqual([3, 0, 1]);
  });

  it('units that come back are stock again, each once (N-8)', async () => {
    const sku = await world.sku(2);
    await world.create('P-7', [line('a', sku, 2)]);
    await world.ship('P-7', await shipmentOf('P-7'), { a: 2 });
    await world.orderOnce('P-7', 'Complete');
    const [left] = await factsOf('OrderShipped', 'P-7');
    const [parcel] = left!.data['packages'] as { packageId: string }[];
    const unit = { line: 1, packageId: parcel?.packageId ?? '' };
    const data: ReturnReceived = {
      orderId: String(left?.data['orderId']),
      sellerId: world.orders.sellerId,
      sellerFulfillmentOrderId: 'P-7',
      receiptId: 'R-7',
      fulfillmentCenterId: 'FC2',
      receivedAt: '2026-03-01T00:00:00.000Z',
      kind: 'buyer-return',
      units: [
        { ...unit, ordinal: 1, condition: 'Sellable', place: 'restocked' },
        { ...unit, ordinal: 2, condition: 'Defective', place: 'unsellable' },
      ],
    };
    const contract = contractOf(ReturnReceived);
    await world.orders.publish({ contract, data }, { contract, data });
    await eventually(
      () => world.stock(sku, 'FC2'),
      ([sellable]) => sellable > 0,
    );
    expect(await world.stock(sku, 'FC2')).toEqual([1, 1, 0]);
  });
});

describe('the three policies (O-5)', () => {
  const half = async () => [line('a', await world.sku(1), 1), line('b', await world.sku(0), 1)];

  it('FillOrKill: one missing line gives up the whole order', async () => {
    await world.create('F-1', await half(), { fulfillmentPolicy: 'FillOrKill' });
    const { fulfillmentOrderItems, fulfillmentShipments } = await world.orderOnce('F-1', 'Unfulfillable');
    expect(fulfillmentOrderItems).toMatchObject([
      { unfulfillableQuantity: 1, unfulfillableReason: 'order-killed' },
      { unfulfillableQuantity: 1, unfulfillableReason: 'out-of-stock' },
    ]);
    expect(fulfillmentShipments).toEqual([]);
    const [fact] = await factsOf('ItemsUnfulfillable', 'F-1');
    expect(fact?.data).toMatchObject({ items: [{ reason: 'order-killed' }, { reason: 'out-of-stock' }] });
  });

  it('FillAllAvailable: what is there is shipped, the rest is dropped', async () => {
    await world.create('F-2', await half(), { fulfillmentPolicy: 'FillAllAvailable' });
    await world.ship('F-2', await shipmentOf('F-2'), { a: 1 });
    const { fulfillmentOrderItems } = await world.orderOnce('F-2', 'CompletePartialled');
    expect(fulfillmentOrderItems.map((item) => item['unfulfillableQuantity'])).toEqual([0, 1]);
  });

  it('FillAll: what is missing is planned as soon as it comes in', async () => {
    const items = await half();
    await world.create('F-3', items, { fulfillmentPolicy: 'FillAll' });
    await world.ship('F-3', await shipmentOf('F-3'), { a: 1 });
    await world.orderOnce('F-3', 'Processing');
    await world.receive('FC2', { [items[1]!.sellerSku]: 1 });
    await factsOf('ShipmentRequested', 'F-3', 2);
    expect(await world.stock(items[1]!.sellerSku, 'FC2')).toEqual([1, 0, 1]);
  });
});

describe('the catalogue and the stock', () => {
  it('an order of a SKU that is not in the catalogue is refused, every line of it named', async () => {
    const { status, body } = await world.create('U-1', [line('a', 'NOPE', 1), line('b', 'NIX', 1)]);
    expect(status).toBe(400);
    expect(body['errors']).toMatchObject([
      {
        code: 'InvalidInput',
        message: expect.stringContaining('items.0.sellerSku: NOPE is not in your catalogue'),
      },
      { code: 'InvalidInput', message: expect.stringContaining('items.1.sellerSku: NIX') },
    ]);
  });

  it('a receipt is counted once; with another quantity it is refused', async () => {
    const sku = await world.sku(0);
    await world.receive('FC1', { [sku]: 5 }, 'R-1');
    await world.receive('FC1', { [sku]: 5 }, 'R-1');
    expect(await world.stock(sku)).toEqual([5, 0, 0]);
    await expect(world.receive('FC1', { [sku]: 6 }, 'R-1')).rejects.toThrow(
      'was booked before with another quantity',
    );
    await expect(
      world.receive('FC9', { [sku]: 6, NOPE: 1 }, 'R-2', world.warehouse(['FC9'])),
    ).rejects.toThrow(/there is no fulfilment centre FC9.*has no SKU NOPE/);
  });

  it('a warehouse counts at its own centres only, and nothing below zero or below what is promised', async () => {
    const sku = await world.sku(5);
    await world.create('S-1', [line('a', sku, 4)]);
    await world.orderOnce('S-1', 'Planning');
    const adjust = (by: object, warehouse = world.warehouse()) =>
      warehouse('POST', '/stock/adjustments', {
        sellerId: world.orders.sellerId,
        fulfillmentCenterId: 'FC1',
        sellerSku: sku,
        reason: 'cycle count',
        ...by,
      });
    expect(await adjust({ sellable: -1 }, world.warehouse(['FC2']))).toMatchObject({ status: 403 });
    expect(await adjust({ sellable: -2 })).toMatchObject({ status: 400 });
    expect(await adjust({ sellable: -1, unsellable: 1 })).toEqual({ status: 200, body: {} });
    expect(await world.stock(sku)).toEqual([4, 1, 4]);
  });

  it('the Daily Inventory History adds up (O-7)', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const path = `/stock/history?from=${today}&to=${today}`;
    const { body } = await world.orders.seller()('GET', path);
    const rows = body['rows'] as Record<string, number>[];
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) {
      const changes = [
        'received',
        'shipped',
        'returned-sellable',
        'returned-unsellable',
        'disposed',
        'adjusted',
      ];
      const sum = changes.reduce((total, kind) => total + (row[kind] ?? 0), 0);
      expect(row['startSellable']! + row['startUnsellable']! + sum).toBe(
        row['endSellable']! + row['endUnsellable']!,
      );
    }
    expect(await world.orders.seller()('GET', '/stock/history?from=2026-02-30')).toMatchObject({
      status: 400,
      body: {
        errors: [{ message: expect.stringContaining('from') }, { message: expect.stringContaining('to') }],
      },
    });
  });
});

describe('where a shipment goes', () => {
  it('is read by its warehouse, as long as the shipment is open, and noted', async () => {
    const sku = await world.sku(1);
    await world.create('W-1', [{ ...line('a', sku, 1), giftMessage: 'Enjoy' }]);
    const shipmentId = await shipmentOf('W-1');
    const path = `/warehouse/shipments/${shipmentId}`;
    const listed = await world.warehouse()('GET', '/warehouse/shipments?fulfillmentCenterId=FC1');
    expect(JSON.stringify(listed.body)).toContain(shipmentId);
    expect(JSON.stringify(listed.body)).not.toMatch(/Bertha|Elm Street/);
    expect(await world.warehouse()('GET', path)).toMatchObject({
      status: 200,
      body: {
        destinationAddress: { name: 'Bertha Buyer', addressLine1: '1 Elm Street' },
        items: [{ sellerSku: sku, quantity: 1, giftMessage: 'Enjoy' }],
      },
    });
    expect(await world.warehouse(['FC2'])('GET', path)).toMatchObject({ status: 404 });
    expect(await world.orders.seller()('GET', path)).toMatchObject({ status: 403 });
    const { body } = await world.orders.operator()(
      'GET',
      `/buyers/accesses?orderId=${String(listed.body['shipments'] && (listed.body['shipments'] as { shipmentId: string; orderId: string }[]).find((one) => one.shipmentId === shipmentId)?.orderId)}`,
    );
    expect(JSON.stringify(body)).toContain(`shipment ${shipmentId}`);
    await world.ship('W-1', shipmentId, { a: 1 });
    await world.orderOnce('W-1', 'Complete');
    expect(await world.warehouse()('GET', path)).toMatchObject({ status: 404 });
  });
});
