import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Dues } from './shipments.js';

/** Looks so often; what it finds was committed at most so long before, and a query's time. */
const LOOK_MS = 4;
/** Looked for at once, the longest due first: many more only when far too late anyway. */
const MOST = 1_000;

const GRANTED = {
  name: 'bench_granted',
  text: `select order_id as "orderId" from reimbursements.reimbursement
    where order_id = any ($1::uuid[]) and reversed_by is null`,
};

/** Sees reimbursements as they are committed, from outside: the instant is that of a reader, so never too early. */
export class Grants {
  constructor(private readonly database: pg.Client) {}

  /** Looks until each of these orders has one. @returns when it was seen, epoch milliseconds by order */
  async await(dues: Dues, patienceMs: number): Promise<ReadonlyMap<string, number>> {
    const deadline = Date.now() + patienceMs;
    const seen = new Map<string, number>();
    let waiting = [...dues];
    while (waiting.length > 0) {
      await this.look(waiting, seen);
      waiting = waiting.filter(([order]) => !seen.has(order));
      if (Date.now() > deadline) {
        throw new Error(`${waiting.length} of ${dues.size} overdue units were not granted in time`);
      }
      await sleep(LOOK_MS);
    }
    return seen;
  }

  /** Of those that are due by now. */
  private async look(
    waiting: readonly [order: string, due: number][],
    seen: Map<string, number>,
  ): Promise<void> {
    const began = Date.now();
    const coming = waiting.findIndex(([, due]) => due > began);
    const due = waiting.slice(0, Math.min(MOST, coming < 0 ? waiting.length : coming));
    const { rows } = await this.database.query<{ orderId: string }>({
      ...GRANTED,
      values: [due.map(([order]) => order)],
    });
    const now = Date.now();
    for (const { orderId } of rows) seen.set(orderId, now);
  }
}
