import { setTimeout as sleep } from 'node:timers/promises';
import type { Violation } from '../../checker/observed.js';
import type { Fate } from '../../checker/workload/fates.js';
import type { Arena } from '../nemesis/kind.js';
import { untilDrained } from '../observe/drained.js';
import type { Replica } from '../stack/replica.js';
import { askInternally } from '../stack/internal-door.js';

/** Something is lost for good: the system must notice, stop, say so, and go on when a person has said how. */
export interface Disaster {
  readonly name: string;
  readonly strike: (arena: Arena, scene: Scene) => Promise<void>;
}

const NOTICED_WITHIN_MS = 60_000;
const SETTLE_MS = 60_000;

/** What disasters have in common. */
export class Scene {
  readonly violations: Violation[] = [];
  /** Orders, as `seller/order`, of which something is lost: nobody waits for what is reported of them. */
  readonly lost = new Set<string>();

  constructor(private readonly arena: Arena) {}

  /** More orders, acknowledged and handled to the end. @returns their names */
  async settled(orders: number): Promise<string[]> {
    const named = await this.sent(orders);
    await this.quiet();
    return named;
  }

  /** More orders, acknowledged. @param fates those that they have; all when left out */
  async sent(orders: number, fates?: readonly Fate[]): Promise<string[]> {
    const { load, more } = this.arena;
    const before = load.sent.length;
    const dueAfterMs = { least: 2_000, most: 3_000 };
    more({ orders, spreadMs: 300, dueAfterMs, stepMs: 100, ...(fates ? { fates } : {}) });
    await load.untilDone(30_000);
    return [...new Set(load.sent.slice(before).map(({ sellerId, order }) => `${sellerId}/${order}`))];
  }

  giveUp(orders: readonly string[]): void {
    for (const order of orders) this.lost.add(order);
  }

  async quiet(): Promise<void> {
    await sleep(1_500);
    const drained = await untilDrained(this.arena.stack, SETTLE_MS, this.lost);
    if (typeof drained !== 'number') this.violations.push({ invariant: 'stuck', detail: drained.join('; ') });
  }

  /** Waits until it says in its readiness what has happened. */
  async noticed(replica: Replica, words: RegExp): Promise<void> {
    const deadline = Date.now() + NOTICED_WITHIN_MS;
    let said = '';
    while (Date.now() < deadline) {
      const health = await replica.health();
      if (health && !health.ready && words.test(health.said)) {
        this.arena.tell(`${replica.name} says: ${words.exec(health.said)?.[0] ?? ''}`);
        return;
      }
      said = health?.said ?? 'nothing';
      await sleep(250);
    }
    this.violations.push({
      invariant: 'unnoticed',
      detail: `${replica.name} did not say ${String(words)}, but: ${said}`,
    });
  }

  /** Partition after partition may be noticed: the command is given until nothing is said of it any more. */
  async accepted(replica: Replica, words: RegExp): Promise<void> {
    const deadline = Date.now() + NOTICED_WITHIN_MS;
    await this.remedy(replica, 'accept-offsets');
    while (Date.now() < deadline) {
      const health = await replica.health();
      if (health?.ready) return;
      if (health && words.test(health.said)) await this.remedy(replica, 'accept-offsets');
      await sleep(250);
    }
    this.violations.push({
      invariant: 'stuck',
      detail: `${replica.name} does not read on though it was told to`,
    });
  }

  /** The command of the runbook. */
  async remedy(replica: Replica, command: 'accept-offsets' | 'new-incarnation'): Promise<void> {
    const outcome = await askInternally(replica, `/internal/${command}`);
    this.arena.tell(`${replica.name}, ${command}: ${outcome}`);
  }
}

/** The only replica of a service. */
export function only({ stack }: Arena, service: Parameters<Arena['stack']['of']>[0]): Replica {
  const [replica] = stack.of(service);
  if (!replica) throw new Error(`${service} does not run`);
  return replica;
}
