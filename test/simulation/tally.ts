import type { SeedResult } from './seed-result.js';

/** Without one of these a run has not shown what it says it shows. */
const KINDS = [
  'report',
  'duplicate',
  'reordered',
  'poison',
  'control-record',
  'rebalance',
  'clock-jump',
  'crash-before',
  'crash-after',
  'lose-reply',
  'tear',
  'give-up',
  'fail-join',
  'pause',
];
/** Await points at which things have gone wrong before (libs/messaging/README.md). */
const POINTS = [
  'kafka join',
  'kafka ranges',
  'kafka ends',
  'kafka fetch',
  'kafka send',
  'kafka last records',
  'sql begin',
  'sql commit',
  'sql rollback',
  'sql offset_begin',
  'sql offset_lock',
  'sql offset_move',
  'sql offset_move_over',
  'sql mark_read',
  'sql mark_save',
  'sql outbox_insert',
  'sql outbox_probe',
  'sql outbox_between',
  'sql update relay set',
  'sql waiting_guard',
  'sql waiting_announce',
  'sql waiting_insert',
  'sql parked_insert',
  'sql due_decide',
  'sql decision_insert',
  'ask orders',
  'ask returns',
  'ask reimbursements',
];
/** Below so many seeds chance decides whether each kind is there. */
const ENOUGH_SEEDS = 50;

/** What a run amounts to. */
export class Tally {
  readonly counts = new Map<string, number>(KINDS.map((kind) => [kind, 0]));
  readonly points = new Map<string, number>(POINTS.map((point) => [point, 0]));
  readonly failed: SeedResult[] = [];
  readonly hashes = new Map<number, string>();
  seeds = 0;
  events = 0;
  steps = 0;

  add(result: SeedResult): void {
    this.seeds += 1;
    this.hashes.set(result.seed, result.hash);
    this.events += result.events;
    this.steps += result.steps;
    for (const [kind, count] of Object.entries(result.counts)) plus(this.counts, kind, count);
    for (const [point, count] of Object.entries(result.points)) plus(this.points, point, count);
    if (result.violations.length > 0) this.failed.push(result);
  }

  /** What broke one of these invariants: the first time that each seed did. */
  caughtBy(invariants: readonly string[]): { seed: number; invariant: string; detail: string }[] {
    return this.failed.flatMap(({ seed, violations }) => {
      const broken = violations.find(({ invariant }) => invariants.includes(invariant));
      return broken ? [{ seed, ...broken }] : [];
    });
  }

  /** Kinds and await points that should have been met and never were. */
  missing(): string[] {
    if (this.seeds < ENOUGH_SEEDS) return [];
    return [...this.counts, ...this.points].filter(([, count]) => count === 0).map(([name]) => name);
  }

  toJSON(): object {
    const { seeds, events, steps, counts, points } = this;
    return {
      seeds,
      events,
      steps,
      counts: Object.fromEntries(counts),
      points: Object.fromEntries([...points].toSorted(([, a], [, b]) => b - a)),
      missing: this.missing(),
      hashes: Object.fromEntries(this.hashes),
      violations: this.failed.flatMap(({ seed, violations }) => violations.map((one) => ({ seed, ...one }))),
    };
  }
}

function plus(map: Map<string, number>, key: string, count: number): void {
  map.set(key, (map.get(key) ?? 0) + count);
}
