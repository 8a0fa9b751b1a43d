import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Service } from '#contracts';
import { check } from '../checker/check.js';
import { foldRecords } from '../checker/facts.js';
import type { Violation } from '../checker/observed.js';
import { Random } from '../checker/workload/random.js';
import { planWorld } from '../checker/workload/world.js';
import { Load } from './load/load.js';
import { Senders } from './load/senders.js';
import type { Arena } from './nemesis/kind.js';
import { untilDrained } from './observe/drained.js';
import { observe } from './observe/observe.js';
import { FaultStack } from './stack/fault-stack.js';
import type { OwnServers } from './stack/servers.js';

export interface SessionWanted {
  readonly seed: number;
  readonly dataDir: string;
  readonly replicas?: Partial<Record<Service, number>>;
  readonly servers?: OwnServers;
  readonly tell: (line: string) => void;
  /** What must be undone is put here as it comes to be: a run that is interrupted leaves nothing running. */
  readonly undo: (step: () => Promise<void>) => void;
}

export interface Judged {
  readonly violations: readonly Violation[];
  /** Reports acknowledged and facts said, repetitions not counted. */
  readonly events: number;
  /** Of all ticks the one with the most rows. */
  readonly largestTick: number;
}

const SELLERS = 4;
const DAY = 86_400_000;
const SHOWN_MS = 1_200;

/** One namespace with its services, those who speak to it, and what they say. */
export class Session {
  readonly arena: Arena;
  private worlds = 0;

  private constructor(wanted: SessionWanted, stack: FaultStack, senders: Senders) {
    this.arena = {
      stack,
      senders,
      load: new Load(senders, new Random(wanted.seed + 1)),
      random: new Random(wanted.seed),
      ...(wanted.servers ? { servers: wanted.servers } : {}),
      clock: [],
      fillers: 0,
      tell: wanted.tell,
      more: (more) => {
        this.worlds += 1;
        const prefix = `w${this.worlds}-`;
        const of = {
          seed: wanted.seed + this.worlds,
          sellers: senders.sellers,
          startAt: Date.now() + 200,
          stepMs: 400,
          prefix,
        };
        this.arena.load.add(planWorld({ ...of, ...more }));
      },
    };
  }

  static async open(wanted: SessionWanted): Promise<Session> {
    const stack = await FaultStack.start({
      name: `faults-${randomBytes(3).toString('hex')}`,
      logsDir: join(wanted.dataDir, 'logs'),
      undo: wanted.undo,
      ...(wanted.replicas ? { replicas: wanted.replicas } : {}),
    });
    const session = new Session(wanted, stack, await Senders.register(stack, SELLERS));
    wanted.undo(() => session.arena.load.stop());
    wanted.tell('all services are ready');
    return session;
  }

  /**
   * Waits until all that was planned is sent, has fallen due, and is dealt with.
   * @returns milliseconds from now, or from the last report or due that was still to come; null when it did not come
   * to that
   */
  async settle(withinMs: number): Promise<number | null> {
    const { load, stack, tell } = this.arena;
    const last = Math.max(Date.now(), load.lastReport, load.lastDue(Date.now() + DAY));
    await load.untilDone(last - Date.now() + withinMs);
    // Some parcels have weeks; of the others the clock must have shown every due, for as long as the checker asks.
    await sleep(Math.max(0, last + SHOWN_MS - Date.now()));
    const drained = await untilDrained(stack, withinMs);
    if (typeof drained === 'number') return drained - last;
    tell(`not drained after ${withinMs / 1000} s: ${drained.join('; ')}`);
    return null;
  }

  /** Looks at everything from outside and has it checked. */
  async judge(leftOut: ReadonlySet<string> = new Set()): Promise<Judged> {
    const { stack, load, clock, fillers: written } = this.arena;
    const { observed, fillers } = await observe(stack, load, clock);
    return {
      violations: [...check(observed, load.expected(leftOut)), ...fillers.check(written)],
      events: observed.sent.length + foldRecords(observed.records).facts.length,
      largestTick: fillers.largestTick,
    };
  }

  async close(): Promise<void> {
    await this.arena.load.stop();
    await this.arena.senders.close();
    await this.arena.stack.close();
  }
}
