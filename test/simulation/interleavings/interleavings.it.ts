import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  contractOf,
  DeliveryOverdue,
  OrderAccepted,
  OrderRegisteredReport,
  OrderShipped,
  OrderShippedReport,
  PublisherChanged,
  SellerChanged,
  toIso,
  TrackingUpdatedReport,
} from '#contracts';
import { Turns } from '#messaging';
import type { Database } from '#postgres';
import { CreateOrder } from '../../../apps/orders/src/handlers/create-order.js';
import { passedOn, reported, said } from './heard.js';
import { Lab, SELLER, type ServiceLab } from './lab.js';
import { DAY, DUE, parcel, PROMISED, SHIPPED } from './parcel.js';
import { buyerKeys } from '../services.js';
import type { Work } from './stepper.js';

// Each scenario is tried in dozens of orders, statement by statement.
jest.setTimeout(240_000);

/** In how many orders a scenario must have been tried, or it shows nothing. */
const ENOUGH = 25;

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.open();
});
afterAll(() => lab?.close());

describe('orders', () => {
  let orders: ServiceLab;
  let api: Database;
  beforeAll(async () => {
    orders = await lab.service('orders');
    api = await lab.stack.database('orders', 'api');
  });

  const registered = (order: string, offset: number) =>
    reported(
      OrderRegisteredReport,
      offset,
      {
        sellerId: SELLER,
        sellerFulfillmentOrderId: order,
        items: [{ sellerFulfillmentOrderItemId: 'i1', sellerSku: 'MUG', quantity: 1 }],
      },
      SHIPPED,
    );
  const shipped = (order: string, offset: number) =>
    reported(
      OrderShippedReport,
      offset,
      {
        order: { sellerId: SELLER, sellerFulfillmentOrderId: order },
        shipmentId: 'S1',
        fulfillmentCenterId: 'FC1',
        occurredAt: toIso(SHIPPED),
        estimatedDeliveryAt: toIso(PROMISED),
        packages: [{ packageRef: '1', items: [{ sellerFulfillmentOrderItemId: 'i1', quantity: 1 }] }],
      },
      SHIPPED,
    );
  const create =
    (order: string): Work =>
    (through) =>
      new Turns('orders', through(api), orders.worker, () => undefined).command(
        { kind: 'seller', sellerId: SELLER },
        (turn) =>
          new CreateOrder({ orderPlanning: 'elsewhere' }, buyerKeys).handle(
            {
              sellerFulfillmentOrderId: order,
              items: [{ sellerSku: 'MUG', sellerFulfillmentOrderItemId: 'i1', quantity: 1 }],
              destinationAddress: { name: 'A', addressLine1: '1 Street', countryCode: 'US' },
            } as never,
            SELLER,
            turn,
          ),
      );

  test('a batch that two consumers hold (one a zombie) has one effect', async () => {
    const tried = await lab.tryAll(async (nth) => {
      const [order, at] = [`ZOMBIE-${nth}`, 1_000 + nth * 10];
      await orders.readOnAt(at);
      const take: Work = (through) =>
        orders.ears.take(through(orders.worker), 'inbound.network', [
          registered(order, at),
          shipped(order, at + 1),
        ]);
      return {
        works: [take, take],
        check: async () => {
          expect(await orders.said(order)).toEqual(['OrderAccepted', 'OrderShipped']);
          const [row] = await orders.rows<{ next: number }>(
            `select next from consumer_offset where topic = 'inbound.network'`,
          );
          expect(row?.next).toBe(at + 2);
        },
      };
    });
    expect(tried).toBeGreaterThan(ENOUGH);
  });

  test('O-1: an order that is created and registered at once is one order', async () => {
    const tried = await lab.tryAll(async (nth) => {
      const [order, at] = [`BOTH-${nth}`, 10_000 + nth * 10];
      await orders.readOnAt(at);
      return {
        works: [
          create(order),
          (through) => orders.ears.take(through(orders.worker), 'inbound.network', [registered(order, at)]),
        ],
        check: async () => {
          expect(await orders.said(order)).toEqual(['OrderAccepted']);
        },
      };
    });
    expect(tried).toBeGreaterThan(ENOUGH);
  });

  test('O-11: a shipment that is early and its order miss each other in no order', async () => {
    const tried = await lab.tryAll(async (nth) => {
      const [order, at] = [`EARLY-${nth}`, 20_000 + nth * 10];
      await orders.readOnAt(at);
      const createAndHear: Work = async (through) => {
        await create(order)(through);
        const [row] = await orders.rows<{ id: string }>(
          `select order_id as id from orders where seller_fulfillment_order_id = $1`,
          [order],
        );
        const heard = {
          ...contractOf(OrderAccepted).sample,
          orderId: row?.id ?? '',
          sellerId: SELLER,
          sellerFulfillmentOrderId: order,
        };
        await orders.ears.take(through(orders.worker), 'orders.events', [
          said(OrderAccepted, at, heard, SHIPPED),
        ]);
      };
      return {
        works: [
          (through) => orders.ears.take(through(orders.worker), 'inbound.network', [shipped(order, at)]),
          createAndHear,
        ],
        check: async () => {
          expect(await orders.said(order)).toEqual(['OrderAccepted', 'OrderShipped']);
          expect(await orders.count('waiting')).toBe(0);
        },
      };
    });
    expect(tried).toBeGreaterThan(ENOUGH);
  });

  test('a report and the registration of who made it miss each other in no order', async () => {
    const tried = await lab.tryAll(async (nth) => {
      const [order, at] = [`NEWCOMER-${nth}`, 30_000 + nth * 10];
      const publisherId = randomUUID();
      await orders.readOnAt(at);
      const name = `newcomer-${nth}`;
      const one = { publisherId, name, topic: `inbound.${name}`, role: 'network' as const, scope: {} };
      const added = said(PublisherChanged, at, { ...one, revoked: false }, SHIPPED);
      const report = passedOn(publisherId, registered(order, at));
      return {
        works: [
          (through) => orders.ears.take(through(orders.worker), 'inbound.gateway', [report]),
          (through) => orders.ears.take(through(orders.worker), 'gateway.events', [added]),
        ],
        check: async () => {
          expect(await orders.said(order)).toEqual(['OrderAccepted']);
          expect(await orders.count('waiting')).toBe(0);
        },
      };
    });
    expect(tried).toBeGreaterThan(15);
  });
});

describe('tracking', () => {
  let tracking: ServiceLab;
  beforeAll(async () => {
    tracking = await lab.service('tracking');
  });
  const hearShipped = async (kind: string, nth: number, at: number) => {
    const one = parcel(kind, nth);
    await tracking.readOnAt(at);
    await tracking.ears.take(tracking.worker, 'orders.events', [
      said(OrderShipped, at, one.shipped, SHIPPED),
    ]);
    return one;
  };
  const sweep: Work = (through) => tracking.ears.sweep(through(tracking.worker), 'overdue', DUE + DAY);

  test('I-2: two sweeps at once say once that a package is overdue', async () => {
    const tried = await lab.tryAll(async (nth) => {
      const { orderId } = await hearShipped('001', nth, 1_000 + nth * 10);
      return {
        works: [sweep, sweep],
        check: async () => {
          expect(await tracking.said(orderId)).toEqual(['DeliveryOverdue']);
        },
      };
    });
    expect(tried).toBeGreaterThan(15);
  });

  test('I-2: a sweep and the scan that shows the delivery in time: overdue is never said after delivered', async () => {
    const tried = await lab.tryAll(async (nth) => {
      const at = 100_000 + nth * 10;
      const { orderId, packageId } = await hearShipped('002', nth, at);
      const scan = reported(
        TrackingUpdatedReport,
        at,
        { package: { packageId }, eventCode: 'EVENT_301', rawCode: 'D', occurredAt: toIso(PROMISED) },
        DUE,
      );
      return {
        works: [sweep, (through) => tracking.ears.take(through(tracking.worker), 'inbound.network', [scan])],
        check: async () => {
          const facts = (await tracking.said(orderId)).join(' ');
          expect(['TrackingUpdated', 'DeliveryOverdue TrackingUpdated']).toContain(facts);
          const open = await tracking.rows(
            'select from package_state where package_id = $1 and next_due_at is not null',
            [packageId],
          );
          expect(open).toEqual([]);
        },
      };
    });
    expect(tried).toBeGreaterThan(ENOUGH);
  });
});

describe('reimbursements', () => {
  let reimbursements: ServiceLab;
  beforeAll(async () => {
    reimbursements = await lab.service('reimbursements');
    await reimbursements.readOnAt(1);
    const seller = { sellerId: SELLER, name: 'S', standing: 'good', sandbox: false, revoked: false } as const;
    await reimbursements.ears.take(reimbursements.worker, 'gateway.events', [
      said(SellerChanged, 1, seller, SHIPPED),
    ]);
  });

  test('R-1, R-7: shipped and overdue, heard at once from two topics, are one grant', async () => {
    const tried = await lab.tryAll(async (nth) => {
      const at = 1_000 + nth * 10;
      const { orderId, shipped, overdue } = parcel('003', nth);
      await reimbursements.readOnAt(at);
      const { ears, worker } = reimbursements;
      return {
        works: [
          (through) =>
            ears.take(through(worker), 'orders.events', [said(OrderShipped, at, shipped, SHIPPED)]),
          (through) =>
            ears.take(through(worker), 'tracking.events', [said(DeliveryOverdue, at, overdue, DUE + 1)]),
        ],
        check: async () => {
          const facts = await reimbursements.rows<{ type: string }>(
            `select split_part(type, '.', 2) as type from outbox where key = $1`,
            [orderId],
          );
          expect(facts).toEqual([{ type: 'ReimbursementGranted' }]);
        },
      };
    });
    expect(tried).toBeGreaterThan(ENOUGH);
  });
});
