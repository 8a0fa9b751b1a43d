import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startService } from '#runtime';
import type { RunningService } from '#runtime';
import { eventually } from '#testing';
import { orders } from '../src/orders.js';
import { line, PlanningWorld } from './planning-world.js';

const PIECES = 200;
const IN_FLIGHT = 40;

let world: PlanningWorld;
let replica: RunningService | undefined;
beforeAll(async () => {
  world = await PlanningWorld.start();
  replica = await startService(orders, world.orders.stack.env('orders', { ORDER_PLANNING: 'here' }));
}, 120_000);
afterAll(async () => {
  await replica?.stop();
  await world?.stop();
}, 60_000);

it('twice as many orders as there are pieces, planned by two replicas: each piece is promised once (O-7)', async () => {
  const sku = await world.sku(PIECES / 2, PIECES / 2);
  const ids = Array.from({ length: 2 * PIECES }, (_, at) => `O-${at}`);
  const left = [...ids];
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (let id = left.shift(); id !== undefined; id = left.shift())
        expect(await world.create(id, [line('a', sku, 1)])).toEqual({ status: 200, body: {} });
    }),
  );

  const ops = await world.orders.stack.database('orders', 'ops');
  const counts = await eventually(
    async () => Object.fromEntries((await ops.transaction((tx) => tx.query<Count>(STATUSES))).map(pair)),
    (found) => found['Received'] === undefined,
    40_000,
  );
  expect(counts).toEqual({ Planning: PIECES, Unfulfillable: PIECES });
  for (const center of ['FC1', 'FC2'])
    expect(await world.stock(sku, center)).toEqual([PIECES / 2, 0, PIECES / 2]);
  expect(await ops.transaction((tx) => tx.query(OFF_THE_BOOKS))).toEqual([]);
  const asked = await world.orders.facts('ShipmentRequested', PIECES);
  expect(new Set(asked.map(({ data }) => data['orderId'])).size).toBe(PIECES);
  expect(asked).toHaveLength(PIECES);
});

interface Count {
  status: string;
  orders: number;
}
const pair = ({ status, orders: count }: Count) => [status, count] as const;

const STATUSES = 'select status, count(*) as orders from orders group by status';
/** Places whose stock is not the sum of their journal. */
const OFF_THE_BOOKS = `
  select seller_id, sku, fc_id, sellable, unsellable, reserved from stock
  except
  select seller_id, sku, fc_id, sum(sellable), sum(unsellable), sum(reserved) from stock_entry
   group by seller_id, sku, fc_id`;
