import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Spawned } from '../contestants/spawned.js';
import { cpuSeconds } from '../measure/cpu-seconds.js';
import type { Measured } from '../measure/duel.js';
import type { Circumstances } from '../rows/row.js';
import type { BenchStack } from '../stack/bench-stack.js';
import { books, stockShelves } from './shelves.js';

const ORDERS = new URL('../services/real-service.js', import.meta.url);
const PATIENCE_MS = 120_000;
const SELLERS = 8;
const SKUS = 25;
const CENTERS = 3;
const PLENTY = 100_000;

const RESET = `
  truncate orders.orders, orders.order_item, orders.planned_shipment, orders.planned_item, orders.shortage;
  delete from orders.stock_entry where kind = 'reserved';
  update orders.stock set reserved = 0;
  checkpoint`;
// A SKU lies in two of the three centres, one with an odd number in one: some orders are parted.
const ELSEWHERE = `
  right(sku, 1)::int % 3 = right(fc_id, 1)::int - 1
  or right(sku, 1)::int % 2 = 1 and (right(sku, 1)::int + 1) % 3 = right(fc_id, 1)::int - 1`;
const SCATTER = `
  delete from orders.stock where ${ELSEWHERE};
  delete from orders.stock_entry where ${ELSEWHERE}`;
const ID = `('00000001-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid`;
const SELLER = '($2::uuid[])[1 + i % cardinality($2::uuid[])]';
const ADD_ORDERS = `
  insert into orders.orders (order_id, seller_id, seller_fulfillment_order_id, marketplace_id, purpose,
    signature_required, received_at, status, status_updated_at, stage, fill_policy, speed, country_code, features,
    planned_since, plan_at)
  select ${ID}, ${SELLER}, 'P-' || i, 'default', 'customer-order', false, now(), 'Received', now(), 'Received',
    (array['FillOrKill', 'FillAll', 'FillAllAvailable'])[1 + i % 3], 'Standard', 'US', '[]', now(), now()
  from generate_series(1, $1::int) as i`;
const ADD_ITEMS = `
  insert into orders.order_item (order_id, line, seller_id, item_id, sku, quantity, cancelled, value_currency,
    value_minor)
  select ${ID}, line, ${SELLER}, line::text, 'SKU-' || (i / 8 + 7 * line) % ${SKUS}, line, 0, 'USD', 1999
  from generate_series(1, $1::int) as i, generate_series(1, 2) as line`;
const PIECES = 3;
const LEFT = 'select exists (select from orders.orders where plan_at is not null) as left';
const EFFECTS = `
  select (select count(*)::int from orders.orders where status = 'Planning') as planned,
    (select count(*)::int from orders.planned_shipment where status = 'PENDING') as shipments`;

/** The orders service with stock of many sellers, and nothing to do but to plan. */
export class PlanningArena {
  private constructor(
    private readonly stack: BenchStack,
    private readonly database: pg.Client,
    private readonly service: Spawned,
    private readonly sellers: readonly string[],
  ) {}

  static async open({ stack: run, profile }: Circumstances): Promise<PlanningArena> {
    const stack = await run.apart(['orders']);
    const setup = { service: 'orders', env: stack.serviceEnv('orders') };
    const service = await Spawned.open('orders', ORDERS, setup, profile);
    await service.start(0);
    const database = new pg.Client({ connectionString: stack.databaseUrl });
    database.on('error', () => undefined);
    await database.connect();
    const sellers = Array.from({ length: SELLERS }, () => randomUUID());
    const skus = Array.from({ length: SKUS }, (_, at) => `SKU-${at}`);
    await stockShelves(database, { sellers, skus, inEach: PLENTY, centers: CENTERS });
    await database.query(SCATTER);
    return new PlanningArena(stack, database, service, sellers);
  }

  /** So many orders come at once; the clock runs from their commit until all are planned, with all that follows. */
  async round(orders: number, tell: (line: string) => void): Promise<Measured> {
    const { database, service } = this;
    await database.query(RESET);
    const before = await this.published();
    const spentBefore = await this.cpuSeconds();
    await database.query('begin');
    await database.query(ADD_ORDERS, [orders, this.sellers]);
    await database.query(ADD_ITEMS, [orders, this.sellers]);
    await database.query('commit');
    const began = performance.now();
    for (;;) {
      const { rows } = await database.query<{ left: boolean }>(LEFT);
      if (rows[0]?.left === false) break;
      service.check();
      if (performance.now() - began > PATIENCE_MS) throw new Error('orders are left unplanned');
      await sleep(10);
    }
    const seconds = (performance.now() - began) / 1000;
    const shipments = await this.verify(orders);
    await this.drained(before + shipments);
    const spentAfter = await this.cpuSeconds();
    const cpu = spentAfter?.map((after, index) => (after - (spentBefore?.[index] ?? NaN)) / orders);
    const split = cpu?.map((one) => Math.round(one * 1e6)).join(' + ');
    tell(`${orders} orders, ${shipments} shipments in ${seconds.toFixed(2)} s; us of CPU each: ${split}`);
    return { value: orders / seconds, cpuSecondsPerUnit: cpu?.reduce((sum, one) => sum + one, 0) };
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.database.end();
    await this.stack.drop();
  }

  /** A pace with wrong effects is worth nothing. @returns how many shipments were asked for */
  private async verify(orders: number): Promise<number> {
    const { rows } = await this.database.query<{ planned: number; shipments: number }>(EFFECTS);
    const { planned = NaN, shipments = NaN } = rows[0] ?? {};
    const { reserved, offBooks } = await books(this.database);
    if (planned !== orders || reserved !== orders * PIECES || offBooks !== 0)
      throw new Error(
        `of ${orders} orders ${planned} are planned; ${reserved} pieces are reserved, ${offBooks} places are off the books`,
      );
    return shipments;
  }

  private async drained(target: number): Promise<void> {
    for (const deadline = Date.now() + PATIENCE_MS; (await this.published()) < target; await sleep(20)) {
      this.service.check();
      if (Date.now() > deadline) throw new Error('facts are missing on Kafka');
    }
  }

  private async published(): Promise<number> {
    const ranges = await this.stack.kafka.ranges(this.stack.namespace.topic('orders.events'));
    return Number(ranges.reduce((sum, { high }) => sum + high, 0n));
  }

  private cpuSeconds(): Promise<number[] | undefined> {
    const { serverPids } = this.stack;
    return serverPids ? cpuSeconds([this.service.pid, ...serverPids]) : Promise.resolve(undefined);
  }
}
