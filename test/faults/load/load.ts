import { setTimeout as sleep } from 'node:timers/promises';
import type { Expected } from '../../checker/expected.js';
import type { Sent } from '../../checker/observed.js';
import type { PlannedReport, Speaker } from '../../checker/workload/planned.js';
import type { Random } from '../../checker/workload/random.js';
import type { World } from '../../checker/workload/world.js';
import type { Senders } from './senders.js';

const TURN_MS = 40;
const AT_ONCE = 500;
const CREATING = 6;
const RETRY_MS = 300;

/** Sends plans as time goes by, each report until it is acknowledged; remembers what was. */
export class Load {
  readonly sent: Sent[] = [];
  /** Chance that an acknowledged report is sent once more. */
  duplicating = 0;
  /** Reports are held back at random, so that later ones overtake them. */
  reordering = false;
  private readonly waiting: PlannedReport[] = [];
  private readonly packages: Expected['packages'][number][] = [];
  private readonly poison = new Set<string>();
  private readonly turns: Promise<void>[];
  private inFlight = 0;
  /** Why something was last not taken. */
  private lastRefusal = '';
  private stopped = false;

  constructor(
    private readonly senders: Senders,
    private readonly random: Random,
  ) {
    const publishing: readonly Speaker[] = ['order-source', 'warehouse', 'carrier'];
    this.turns = [
      ...publishing.map((by) => this.publish(by)),
      ...Array.from({ length: CREATING }, () => this.create()),
    ];
  }

  add(world: World): void {
    this.waiting.push(...world.reports);
    this.waiting.sort((a, b) => a.at - b.at);
    this.packages.push(...world.expected.packages);
  }

  /** Records that must be put aside. */
  expectPoison(ids: readonly string[]): void {
    for (const id of ids) this.poison.add(id);
  }

  expected(leftOut: ReadonlySet<string> = new Set()): Expected {
    return { packages: this.packages, poison: this.poison, leftOut };
  }

  /** When the last of all reports that are not sent yet is to be sent; 0: none is left. */
  get lastReport(): number {
    return this.waiting.at(-1)?.at ?? 0;
  }

  /** When the last clock of all that was planned runs out, of those that do in this run. */
  lastDue(before: number): number {
    return Math.max(0, ...this.packages.map(({ dueAt }) => dueAt).filter((due) => due < before));
  }

  /** Everything planned is acknowledged. */
  get isDone(): boolean {
    return this.waiting.length === 0 && this.inFlight === 0;
  }

  async untilDone(withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs;
    while (!this.isDone) {
      if (Date.now() > deadline)
        throw new Error(`${this.waiting.length} reports were not taken: ${this.lastRefusal}`);
      await sleep(TURN_MS);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.turns);
  }

  private async publish(by: Speaker): Promise<void> {
    while (!this.stopped) {
      const due = this.take((report) => report.by === by, AT_ONCE);
      if (due.length === 0) {
        await sleep(TURN_MS);
        continue;
      }
      const [some, rest] = this.reordering ? this.heldBack(due) : [due, []];
      this.giveBack(rest);
      // A few go through the door instead; there they come one by one.
      const posted = some.length > 0 && some.length < 20 && this.random.chance(0.2) ? some.splice(0, 1) : [];
      for (const report of posted) await this.attempt([report], () => this.senders.post(report));
      if (some.length > 0) await this.attempt(some, () => this.senders.publish(by, some));
      const again = some.filter(() => this.random.chance(this.duplicating));
      if (again.length > 0) await this.senders.publish(by, again).catch(() => undefined);
    }
  }

  private async create(): Promise<void> {
    while (!this.stopped) {
      const [order] = this.take(({ by }) => by === 'seller', 1);
      if (!order) {
        await sleep(TURN_MS);
        continue;
      }
      await this.attempt([order], () => this.senders.create(order));
      if (this.random.chance(this.duplicating)) await this.senders.create(order).catch(() => undefined);
    }
  }

  private async attempt(reports: readonly PlannedReport[], send: () => Promise<void>): Promise<void> {
    this.inFlight += reports.length;
    try {
      await send();
      const acknowledgedAt = Date.now();
      for (const { id, kind, sellerId, order, data } of reports)
        this.sent.push({ id, kind, sellerId, order, data, acknowledgedAt });
    } catch (error) {
      this.lastRefusal = error instanceof Error ? error.message : String(error);
      this.giveBack(reports);
      await sleep(RETRY_MS);
    } finally {
      this.inFlight -= reports.length;
    }
  }

  private take(wanted: (report: PlannedReport) => boolean, most: number): PlannedReport[] {
    const now = Date.now();
    const taken: PlannedReport[] = [];
    for (let at = 0; at < this.waiting.length && taken.length < most;) {
      const report = this.waiting[at];
      if (!report || report.at > now) break;
      if (wanted(report)) taken.push(...this.waiting.splice(at, 1));
      else at += 1;
    }
    return taken;
  }

  private giveBack(reports: readonly PlannedReport[]): void {
    if (reports.length === 0) return;
    this.waiting.push(...reports);
    this.waiting.sort((a, b) => a.at - b.at);
  }

  private heldBack(due: readonly PlannedReport[]): [PlannedReport[], PlannedReport[]] {
    const [some, rest]: [PlannedReport[], PlannedReport[]] = [[], []];
    // One that has waited for a second goes: otherwise the unlucky would wait for ever.
    for (const report of this.random.shuffle(due))
      (report.at < Date.now() - 1_000 || this.random.chance(0.5) ? some : rest).push(report);
    return [some, rest];
  }
}
