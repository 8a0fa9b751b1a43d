import type { Instant } from '#contracts';
import { MessagingTables } from '#messaging';
import type { Batch, Due, Fact, Incoming, Turn } from '#messaging';
import { migrate } from '#postgres';
import type { Database, Tx } from '#postgres';
import { testStack } from '#testing';
import { ReimbursementsSubscriptions } from '../src/reimbursements.subscriptions.js';
import { accountingRows } from '../src/store/accounting-rows.js';
import type { AccountingRow } from '../src/store/accounting-rows.js';
import { migrations } from '../src/store/migrations/index.js';

const TABLES = ['reimbursement', 'decision', 'evidence', 'unit', 'order_case', 'seller'];

/** The schema of reimbursements in a namespace of its own, and its handlers on it, turn by turn. */
export class ReimbursementsDatabase {
  /** How many statements the last turn took. */
  statements = 0;
  private readonly subscriptions = new ReimbursementsSubscriptions();

  private constructor(
    readonly owner: Database,
    readonly worker: Database,
    readonly api: Database,
    readonly close: () => Promise<void>,
  ) {}

  static async open(): Promise<ReimbursementsDatabase> {
    const stack = await testStack({ simulated: true });
    const login = {
      url: stack.databaseUrl,
      ...stack.login('reimbursements', 'owner'),
      schema: 'reimbursements',
    };
    await migrate({ ...login, role: 'owner', poolSize: 2 }, [MessagingTables, ...migrations]);
    const owner = await stack.database('reimbursements', 'owner');
    const worker = await stack.database('reimbursements', 'worker');
    const api = await stack.database('reimbursements', 'api');
    return new ReimbursementsDatabase(owner, worker, api, () => stack.close());
  }

  /** Empties the tables, but for the policies. Only the owner can switch off what keeps decisions unchanged. */
  clear(): Promise<void> {
    return this.owner.transaction(async (tx) => {
      await tx.query('alter table decision disable trigger append_only');
      for (const table of TABLES) await tx.query(`delete from ${table}`);
      await tx.query('alter table decision enable trigger append_only');
    });
  }

  /** Hears events, one batch for each run of events from one owner. */
  async hear(...events: Incoming[]): Promise<Fact[]> {
    const facts: Fact[] = [];
    let batch: Batch = [];
    for (const [at, event] of events.entries()) {
      batch.push(event);
      const next = events[at + 1];
      if (next?.position.topic === event.position.topic) continue;
      facts.push(...(await this.batch(batch)));
      batch = [];
    }
    return facts;
  }

  batch(batch: Batch): Promise<Fact[]> {
    return this.turn((turn) => {
      const owner = batch[0]?.contract.owner;
      if (owner === 'orders') return this.subscriptions.orders(batch, turn);
      if (owner === 'tracking') return this.subscriptions.tracking(batch, turn);
      if (owner === 'returns') return this.subscriptions.returns(batch, turn);
      return this.subscriptions.gateway(batch, turn);
    });
  }

  closeWindows(until: Instant, limit = 1000): Promise<Fact[]> {
    return this.sweep((due, turn) => this.subscriptions.claimWindow(due, turn), until, limit);
  }

  release(until: Instant, limit = 1000): Promise<Fact[]> {
    return this.sweep((due, turn) => this.subscriptions.release(due, turn), until, limit);
  }

  async setClock(now: Instant): Promise<void> {
    await this.worker.transaction((tx) => tx.query('update clock set still = instant($1)', [now]));
  }

  accounting(): Promise<AccountingRow[]> {
    const after = { orderId: '00000000-0000-0000-0000-000000000000', line: 0, ordinal: 0 };
    return this.worker.transaction((tx) => accountingRows(tx, { after, limit: 10_000 }));
  }

  private sweep(
    run: (due: Due, turn: Turn) => Promise<Fact[]>,
    until: Instant,
    limit: number,
  ): Promise<Fact[]> {
    return this.turn((turn) => run({ until, limit }, turn));
  }

  private async turn(work: (turn: Turn) => Promise<Fact[]>): Promise<Fact[]> {
    return this.worker.transaction((tx) => {
      let count = 0;
      this.statements = 0;
      const counted: Tx = {
        now: () => tx.now(),
        query: (statement, values) => {
          count += 1;
          this.statements = count;
          return tx.query(statement, values);
        },
        send: (statement, values) => {
          count += 1;
          this.statements = count;
          tx.send(statement, values);
        },
      };
      const nothing = (): never => {
        throw new Error('reimbursements hears facts only: nothing is parked, nothing waits');
      };
      return work({ tx: counted, waiting: { guard: nothing, add: nothing, wake: nothing }, park: nothing });
    });
  }
}

/** Facts in short: `ReimbursementGranted 1/1 10000 @12d+1`. */
export function said(facts: readonly Fact[], start: Instant): string[] {
  return facts.map(({ contract, data, time }) => {
    const { unit, amount, reason } = data as {
      unit: { line: number; ordinal: number };
      amount?: { minorUnits: number };
      reason?: string;
    };
    const ms = time - start;
    const rest = ms % 86_400_000;
    const at = `@${Math.floor(ms / 86_400_000)}d${rest === 0 ? '' : `+${rest}`}`;
    const parts = [
      contract.name.replace('Reimbursement', ''),
      `${unit.line}/${unit.ordinal}`,
      amount?.minorUnits,
      reason,
      at,
    ];
    return parts.filter((part) => part !== undefined).join(' ');
  });
}
