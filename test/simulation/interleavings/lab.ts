import type { Service } from '#contracts';
import { MessagingTables } from '#messaging';
import { migrate, type Database } from '#postgres';
import { testStack, type TestStack } from '#testing';
import { migrations } from '../services.js';
import { Ears, heardTopics } from './heard.js';
import { interleave, preemptions, shuffles, type Schedule, type Work } from './stepper.js';

export const SELLER = '0190a5c8-0000-7000-8000-00000000000e';
const SHUFFLES = 8;

/** The services' tables on a real Postgres, and their handlers on them. */
export class Lab {
  private constructor(
    readonly stack: TestStack,
    private readonly watching: Database,
  ) {}

  static async open(): Promise<Lab> {
    const stack = await testStack({ simulated: true });
    for (const [service, own] of migrations) {
      const owner = {
        url: stack.databaseUrl,
        ...stack.login(service, 'owner'),
        schema: service,
        poolSize: 2,
      };
      await migrate({ ...owner, role: 'owner' }, [MessagingTables, ...own]);
    }
    return new Lab(stack, await stack.database('orders', 'owner'));
  }

  async service(service: Service): Promise<ServiceLab> {
    const worker = await this.stack.database(service, 'worker');
    await worker.transaction((tx) =>
      tx.query(
        `insert into publisher (publisher_id, name, topic, role, scope)
         values (gen_random_uuid(), 'network', 'inbound.network', 'network', '{}')`,
      ),
    );
    return new ServiceLab(worker, new Ears(service, worker));
  }

  /**
   * Tries two works in every order with one preemption, and in some with many; each time in a world of its own.
   * @returns in how many orders.
   */
  async tryAll(
    scenario: (nth: number) => Promise<{ works: Work[]; check: () => Promise<void> }>,
  ): Promise<number> {
    const once = async (nth: number, schedule: Schedule): Promise<number> => {
      const { works, check } = await scenario(nth);
      const steps = await interleave(works, schedule, (pids) => this.blocked(pids));
      await check();
      return steps;
    };
    const steps = await once(0, (able) => able[0] as number);
    const schedules = [...preemptions(steps), ...shuffles(SHUFFLES, 1)];
    for (const [index, schedule] of schedules.entries()) await once(index + 1, schedule);
    return schedules.length + 1;
  }

  close(): Promise<void> {
    return this.stack.close();
  }

  private async blocked(pids: readonly number[]): Promise<ReadonlySet<number>> {
    const rows = await this.watching.read<{ pid: number }>(
      {
        name: 'blocked_sessions',
        text: 'select pid from unnest($1::int[]) as pid where cardinality(pg_blocking_pids(pid)) > 0',
      },
      [pids],
    );
    return new Set(rows.map(({ pid }) => pid));
  }
}

/** One service's tables. */
export class ServiceLab {
  constructor(
    readonly worker: Database,
    readonly ears: Ears,
  ) {}

  rows<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return this.worker.transaction((tx) => tx.query<R>(text, values));
  }

  /** Every topic goes on at this offset. */
  async readOnAt(offset: number): Promise<void> {
    await this.rows(
      `insert into consumer_offset (topic, "partition", next) select topic, 0, $2 from unnest($1::text[]) as topic
       on conflict (topic, "partition") do update set next = excluded.next`,
      [heardTopics, offset],
    );
  }

  /** What it has said of an order: types in the order of the outbox, without prefix and version. */
  async said(orderIdOrName: string): Promise<string[]> {
    const rows = await this.rows<{ type: string }>(
      `select split_part(type, '.', 2) as type from outbox
       where body::jsonb->>'orderId' = $1 or body::jsonb->>'sellerFulfillmentOrderId' = $1 order by id`,
      [orderIdOrName],
    );
    return rows.map(({ type }) => type);
  }

  async count(table: string): Promise<number> {
    const [row] = await this.rows<{ n: number }>(`select count(*) as n from ${table}`);
    return row?.n ?? 0;
  }
}
