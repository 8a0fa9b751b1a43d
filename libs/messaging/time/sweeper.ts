import type { Instant, Service } from '#contracts';
import type { Database, Statement, Tx } from '#postgres';
import { describe } from '../consume/faults.js';
import type { Fact } from '../fact.js';
import type { Due, Turn } from '../incoming.js';
import type { Logger } from '../logger.js';
import { Alarm } from '../relay/alarm.js';
import { saidBy, writeOutbox } from '../relay/outbox.js';
import type { Barrier, BarrierOptions } from './barrier.js';

/** One timer of a service: what falls due, and who must have caught up before. */
export interface Sweep extends BarrierOptions {
  name: string;
  /** Selects one row `{due}`: the earliest due of what is open, or null. Must be cheap at any size. */
  nextDue: Statement;
  handle(due: Due, turn: Turn): Promise<Fact[]>;
}

/** The earliest due of what is open, null when nothing is; and the clock. */
interface Look {
  due: Instant | null;
  now: Instant;
}

const TICK_MS = 500;
const LIMIT = 2_000;
const BACKOFF_MS = 2_000;

/** Runs the timers of a service. In a simulated namespace only when told, by {@link sweepUntil}. */
export class Sweeper {
  private stopped = false;
  private loops: Promise<void>[] = [];
  private readonly alarms: Alarm[] = [];
  /** How late the last sweep was, in milliseconds, by name. */
  readonly lateness = new Map<string, number>();

  constructor(
    private readonly service: Service,
    private readonly sweeps: readonly Sweep[],
    private readonly database: Database,
    private readonly barrier: Pick<Barrier, 'passes'>,
    private readonly committed: () => void,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.loops = this.sweeps.map((sweep) => this.loop(sweep));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.alarms.forEach((alarm) => alarm.ring());
    await Promise.all(this.loops);
  }

  /** Handles all that is due up to an instant, without a barrier: the caller has seen to it that all is read. */
  async sweepUntil(until: Instant): Promise<number> {
    let handled = 0;
    for (const sweep of this.sweeps) handled += (await this.drain(sweep, until)).handled;
    return handled;
  }

  /** An idle tick: the earliest due of what is open, null when nothing is, and the clock beside it. */
  async look(sweep: Sweep): Promise<Look> {
    const [row] = await this.database.read<Look>(withClock(sweep.nextDue));
    return row!;
  }

  private async loop(sweep: Sweep): Promise<void> {
    const alarm = new Alarm();
    this.alarms.push(alarm);
    while (!this.stopped) {
      let wait = TICK_MS;
      try {
        const looked = await this.look(sweep);
        const next = isDue(looked) ? await this.sweepNow(sweep, looked) : looked;
        // What fell due while others were swept must not wait for a tick (I-2: within 1 s).
        if (next !== undefined && next.due !== null)
          wait = Math.min(TICK_MS, Math.max(0, next.due - next.now + 1));
      } catch (error) {
        this.log.warn(
          { sweep: sweep.name, error: describe(error) },
          'the sweep failed and will be tried again',
        );
        wait = BACKOFF_MS;
      }
      await alarm.wait(wait);
    }
  }

  /** @returns what is open afterwards; undefined while the barrier holds the sweep back. */
  private async sweepNow(sweep: Sweep, { due, now: until }: Look): Promise<Look | undefined> {
    if (!(await this.barrier.passes(sweep))) return undefined;
    const { after } = await this.drain(sweep, until);
    this.lateness.set(sweep.name, after.now - (due ?? until));
    return after;
  }

  private async drain(sweep: Sweep, until: Instant): Promise<{ handled: number; after: Look }> {
    let handled = 0;
    for (;;) {
      const after = await this.look(sweep);
      if (this.stopped || after.due === null || after.due > until) return { handled, after };
      const said = await this.database.transaction(async (tx) => {
        const facts = await sweep.handle({ until, limit: LIMIT }, timerTurn(tx));
        writeOutbox(
          tx,
          facts.map((one) => saidBy(this.service, one)),
        );
        return facts.length;
      });
      handled += said;
      this.committed();
    }
  }
}

function isDue({ due, now }: Look): boolean {
  return due !== null && due <= now;
}

/** The statement's one row, and the clock beside it, in one round trip. */
function withClock({ name, text }: Statement): Statement {
  return {
    name: `${name}_now`,
    text: `select (select due from (${text}) as open) as due, clock_now() as now`,
  };
}

/** A turn in which nothing was heard: there is nothing to park, and nothing can wait. */
function timerTurn(tx: Tx): Turn {
  const nothing = (): never => {
    throw new Error('a sweep hears nothing: it can neither park nor wait');
  };
  return { tx, park: nothing, waiting: { guard: nothing, add: nothing, wake: nothing } };
}
