import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '#local-stack';
import { MessagingTables } from '#messaging';
import { migrate } from '#postgres';
import { IDENTITY_HEADER, identitySigner } from '#runtime';
import { identityKeys } from '#testing';
import { migrations } from '../../../apps/orders/src/store/migrations/index.js';
import { Spawned } from '../contestants/spawned.js';
import { cpuSeconds } from '../measure/cpu-seconds.js';
import type { Measured } from '../measure/duel.js';
import type { Circumstances } from '../rows/row.js';
import type { BenchStack } from '../stack/bench-stack.js';
import { postAll } from './load.js';
import { orderRequest } from './order-request.js';

const PATH = '/fba/outbound/2020-07-01/fulfillmentOrders';
const CONNECTIONS = 16;
const DRAIN_MS = 60_000;
const RESET = 'truncate orders.orders, orders.order_request, orders.order_item; checkpoint';
const KEPT = 'select count(*)::int as kept from orders.orders join orders.order_item using (order_id)';

/** What a contestant's module gets: where to listen, and all that the orders service is told. */
export interface CreateSetup {
  env: Record<string, string>;
  place: ReturnType<BenchStack['placeOf']>;
}

/** A namespace in which one contestant creates orders over HTTP, as sellers' programs would through the gateway. */
export class CreateArena {
  private readonly sellerId = randomUUID();
  private readonly sign = identitySigner(identityKeys().private.gateway);

  private constructor(
    private readonly stack: BenchStack,
    private readonly database: pg.Client,
    private readonly contestant: Spawned,
    private readonly url: URL,
    private readonly given: Circumstances,
  ) {}

  static async open(name: string, module: URL, given: Circumstances): Promise<CreateArena> {
    const stack = await given.stack.apart(['orders']);
    // Before the contestant: not every one brings its own tables.
    await migrate(stack.placeOf('orders').logins.owner, [MessagingTables, ...migrations]);
    const port = await freePort();
    const setup = {
      service: 'orders',
      env: stack.serviceEnv('orders', { PORT: String(port) }),
      place: stack.placeOf('orders'),
    };
    const contestant = await Spawned.open(name, module, setup, given.profile);
    await contestant.start(0);
    const database = new pg.Client({ connectionString: stack.databaseUrl });
    database.on('error', () => undefined);
    await database.connect();
    return new CreateArena(stack, database, contestant, new URL(`http://127.0.0.1:${port}${PATH}`), given);
  }

  /** One round: the rate from the first request to the last answer; CPU until the facts are on Kafka as well. */
  async round(round: number, { publishes }: { publishes: boolean }): Promise<Measured> {
    const requests = this.given.quick ? 600 : 2_400;
    await this.database.query(RESET);
    const before = await this.published();
    const bodies = Array.from({ length: requests }, (_, index) => orderRequest(`R${round}-${index}`));
    const principal = { kind: 'seller', id: this.sellerId, sellerId: this.sellerId } as const;
    const headers = { [IDENTITY_HEADER]: await this.sign(principal, 'orders') };
    const spentBefore = await this.cpuSeconds();
    const seconds = await postAll({ url: this.url, headers, bodies, connections: CONNECTIONS });
    if (publishes) await this.drained(before + requests);
    const spentAfter = await this.cpuSeconds();
    await this.verify(requests);
    const cpu = spentAfter?.map((after, index) => (after - (spentBefore?.[index] ?? NaN)) / requests);
    const split = cpu?.map((one) => Math.round(one * 1e6)).join(' + ');
    this.given.tell(
      `${this.contestant.name} ${requests} orders in ${seconds.toFixed(2)} s; us of CPU each: ${split ?? 'unknown'}`,
    );
    return { value: requests / seconds, cpuSecondsPerUnit: cpu?.reduce((sum, one) => sum + one, 0) };
  }

  async close(): Promise<void> {
    await this.contestant.close();
    await this.database.end();
    await this.stack.drop();
  }

  private async drained(target: number): Promise<void> {
    for (const deadline = Date.now() + DRAIN_MS; (await this.published()) < target; await sleep(20)) {
      this.contestant.check();
      if (Date.now() > deadline) throw new Error(`${this.contestant.name}: facts are missing on Kafka`);
    }
  }

  private async published(): Promise<number> {
    const ranges = await this.stack.kafka.ranges(this.stack.namespace.topic('orders.events'));
    return Number(ranges.reduce((sum, { high }) => sum + high, 0n));
  }

  private cpuSeconds(): Promise<number[] | undefined> {
    const { serverPids } = this.stack;
    return serverPids ? cpuSeconds([this.contestant.pid, ...serverPids]) : Promise.resolve(undefined);
  }

  /** An answer that was not kept is worth nothing. */
  private async verify(requests: number): Promise<void> {
    const { rows } = await this.database.query<{ kept: number }>(KEPT);
    if (rows[0]?.kept !== requests) {
      throw new Error(`${this.contestant.name}: ${requests} orders were answered, ${rows[0]?.kept} are kept`);
    }
  }
}
