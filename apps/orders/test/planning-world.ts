import { randomUUID } from 'node:crypto';
import { ShipmentUpdatedReport } from '#contracts';
import { eventually } from '#testing';
import type { Answer } from '#testing';
import { OrdersWorld, request } from './orders-world.js';

const PATH = '/fba/outbound/2020-07-01/fulfillmentOrders';

/** An order as its seller sees it. */
export interface ShownOrder {
  fulfillmentOrder: { fulfillmentOrderStatus: string; [field: string]: unknown };
  fulfillmentOrderItems: Record<string, unknown>[];
  fulfillmentShipments: {
    amazonShipmentId: string;
    fulfillmentShipmentStatus: string;
    [field: string]: unknown;
  }[];
}

/** A line of an order. */
export const line = (sellerFulfillmentOrderItemId: string, sellerSku: string, quantity: number) => ({
  sellerFulfillmentOrderItemId,
  sellerSku,
  quantity,
});

/** The orders service where stock is kept and shipments are planned here, with a warehouse that ships from FC1 and FC2. */
export class PlanningWorld {
  private constructor(readonly orders: OrdersWorld) {}

  static async start(options: { simulated?: boolean } = {}): Promise<PlanningWorld> {
    const orders = await OrdersWorld.start({ ...options, env: { ORDER_PLANNING: 'here' } });
    const world = new PlanningWorld(orders);
    await orders.publisher('east', 'warehouse', { fulfillmentCenterIds: ['FC1', 'FC2'] });
    const { body } = await orders.operator()('GET', '/network');
    const [center] = body['fulfillmentCenters'] as object[];
    const fulfillmentCenters = [center, { ...center, fulfillmentCenterId: 'FC2' }];
    await done(orders.operator()('PUT', '/network', { ...body, fulfillmentCenters }));
    return world;
  }

  stop(): Promise<void> {
    return this.orders.stop();
  }

  warehouse(fulfillmentCenterIds = ['FC1', 'FC2']) {
    const reach = { fulfillmentCenterIds };
    return this.orders.as({ kind: 'publisher', id: 'east', role: 'warehouse', reach });
  }

  async skus(...names: string[]): Promise<void> {
    const size = { lengthMm: 100, widthMm: 80, heightMm: 50, weightGrams: 400 };
    const skus = names.map((sellerSku) => ({ sellerSku, title: sellerSku, ...size }));
    await done(this.orders.seller()('PUT', '/catalogue/skus', { skus }));
  }

  /** A SKU of a new name, of which so much lies in FC1 and FC2. */
  async sku(inFc1: number, inFc2 = 0): Promise<string> {
    const sku = `SKU-${randomUUID().slice(0, 8)}`;
    await this.skus(sku);
    if (inFc1 > 0) await this.receive('FC1', { [sku]: inFc1 });
    if (inFc2 > 0) await this.receive('FC2', { [sku]: inFc2 });
    return sku;
  }

  async receive(
    fulfillmentCenterId: string,
    pieces: Record<string, number>,
    receiptId: string = randomUUID(),
    by = this.warehouse(),
  ) {
    const items = Object.entries(pieces).map(([sellerSku, quantity]) => ({ sellerSku, quantity }));
    const { sellerId } = this.orders;
    await done(by('POST', '/stock/receipts', { sellerId, fulfillmentCenterId, receiptId, items }));
  }

  create(id: string, items: object[], change: object = {}): Promise<Answer> {
    return this.orders.seller()('POST', PATH, request(id, { items, ...change }));
  }

  put(path: string, body?: unknown): Promise<Answer> {
    return this.orders.seller()('PUT', `${PATH}/${path}`, body);
  }

  async order(id: string): Promise<ShownOrder> {
    const { body } = await this.orders.seller()('GET', `${PATH}/${id}`);
    return body['payload'] as ShownOrder;
  }

  /** The order, once it has that status. */
  orderOnce(id: string, status: string): Promise<ShownOrder> {
    return eventually(
      () => this.order(id),
      (shown) => shown?.fulfillmentOrder.fulfillmentOrderStatus === status,
    );
  }

  /** Sellable, unsellable, reserved of a SKU in a fulfilment centre. */
  async stock(sku: string, fulfillmentCenterId = 'FC1'): Promise<[number, number, number]> {
    const { body } = await this.orders.seller()('GET', `/stock?sellerSku=${sku}`);
    const lying = (body['stock'] as Record<string, number | string>[]).find(
      (one) => one['fulfillmentCenterId'] === fulfillmentCenterId,
    );
    return [
      Number(lying?.['sellable'] ?? 0),
      Number(lying?.['unsellable'] ?? 0),
      Number(lying?.['reserved'] ?? 0),
    ];
  }

  async ship(
    id: string,
    shipmentId: string,
    items: Record<string, number>,
    fulfillmentCenterId = 'FC1',
  ): Promise<void> {
    await this.orders.shipped('east', {
      order: { sellerFulfillmentOrderId: id },
      shipmentId,
      fulfillmentCenterId,
      occurredAt: new Date().toISOString(),
      packages: [
        {
          items: Object.entries(items).map(([sellerFulfillmentOrderItemId, quantity]) => ({
            sellerFulfillmentOrderItemId,
            quantity,
          })),
        },
      ],
    });
  }

  async step(id: string, shipmentId: string, step: 'picking' | 'failed', reason?: string, center = 'FC1') {
    await this.orders.report('east', ShipmentUpdatedReport, {
      order: { sellerId: this.orders.sellerId, sellerFulfillmentOrderId: id },
      shipmentId,
      fulfillmentCenterId: center,
      step,
      ...(reason && { reason }),
      occurredAt: new Date().toISOString(),
    });
  }
}

async function done(answer: Promise<Answer>): Promise<void> {
  const { status, body } = await answer;
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
}
