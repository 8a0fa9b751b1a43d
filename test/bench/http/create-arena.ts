import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { MessagingTables } from '#messaging';
import { migrate } from '#postgres';
import { migrations } from '../../../apps/orders/src/store/migrations/index.js';
import { cpuSeconds } from '../measure/cpu-seconds.js';
import type { Measured } from '../measure/duel.js';
import { stockShelves } from '../orders/shelves.js';
import type { Circumstances } from '../rows/row.js';
import type { BenchStack } from '../stack/bench-stack.js';
import { postAll } from './load.js';
import { orderRequest, SKU } from './order-request.js';
import type { Target } from './target.js';

const CONNECTIONS = 16;
const DRAIN_MS = 60_000;
const RESET = 'truncate orders.orders, orders.order_request, orders.order_item; checkpoint';
const KEPT = 'select count(*)::int as kept from orders.orders join orders.order_item using (order_id)';
/** On hold: what planning costs is another row. */
const HELD = { fulfillmentAction: 'Hold' };

/** A namespace in which one contestant creates orders over HTTP, as sellers' programs would through the gateway. */
export class CreateArena {
  private constructor(
    private readonly stack: BenchStack,
    private readonly database: pg.Client,
    private readonly target: Target,
    private readonly given: Circumstances,
  ) {}

  /** @param open starts who takes the orders, when the tables of the orders service are there. */
  static async open(
    given: Circumstances,
    open: (stack: BenchStack, profile?: string) => Promise<Target>,
  ): Promise<CreateArena> {
    const stack = await given.stack.apart(['orders', 'gateway']);
    await migrate(stack.placeOf('orders').logins.owner, [MessagingTables, ...migrations]);
    const target = await open(stack, given.profile);
    const database = new pg.Client({ connectionString: stack.databaseUrl });
    database.on('error', () => undefined);
    await database.connect();
    await stockShelves(database, { sellers: [target.sellerId], skus: [SKU], inEach: 1 });
    return new CreateArena(stack, database, target, given);
  }

  /** One round: the rate from the first request to the last answer; CPU until the facts are on Kafka as well. */
  async round(round: number, { publishes }: { publishes: boolean }): Promise<Measured> {
    const requests = this.given.quick ? 600 : 2_400;
    await this.database.query(RESET);
    const before = await this.published();
    const bodies = Array.from({ length: requests }, (_, index) =>
      JSON.stringify(orderRequest(`R${round}-${index}`, HELD)),
    );
    const headers = await this.target.headers();
    const spentBefore = await this.cpuSeconds();
    const seconds = await postAll({ url: this.target.url, headers, bodies, connections: CONNECTIONS });
    if (publishes) await this.drained(before + requests);
    const spentAfter = await this.cpuSeconds();
    await this.verify(requests);
    const cpu = spentAfter?.map((after, index) => (after - (spentBefore?.[index] ?? NaN)) / requests);
    const split = cpu?.map((one) => Math.round(one * 1e6)).join(' + ');
    this.given.tell(
      `${this.target.name} ${requests} orders in ${seconds.toFixed(2)} s; us of CPU each: ${split ?? 'unknown'}`,
    );
    return { value: requests / seconds, cpuSecondsPerUnit: cpu?.reduce((sum, one) => sum + one, 0) };
  }

  async close(): Promise<void> {
    await this.target.close();
    await this.database.end();
    await this.stack.drop();
  }

  private async drained(target: number): Promise<void> {
    for (const deadline = Date.now() + DRAIN_MS; (await this.published()) < target; await sleep(20)) {
      this.target.check();
      if (Date.now() > deadline) throw new Error(`${this.target.name}: facts are missing on Kafka`);
    }
  }

  private async published(): Promise<number> {
    const ranges = await this.stack.kafka.ranges(this.stack.namespace.topic('orders.events'));
    return Number(ranges.reduce((sum, { high }) => sum + high, 0n));
  }

  private cpuSeconds(): Promise<number[] | undefined> {
    const { serverPids } = this.stack;
    return serverPids ? cpuSeconds([...this.target.pids, ...serverPids]) : Promise.resolve(undefined);
  }

  /** An answer that was not kept is worth nothing. */
  private async verify(requests: number): Promise<void> {
    const { rows } = await this.database.query<{ kept: number }>(KEPT);
    if (rows[0]?.kept !== requests) {
      throw new Error(`${this.target.name}: ${requests} orders were answered, ${rows[0]?.kept} are kept`);
    }
  }
}
