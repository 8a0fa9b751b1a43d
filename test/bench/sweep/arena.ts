import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { check, contractOf, DeliveryOverdue } from '#contracts';
import { MessagingTables } from '#messaging';
import { migrate } from '#postgres';
import { migrations } from '../../../apps/tracking/src/store/migrations/index.js';
import type { Spawned } from '../contestants/spawned.js';
import { cpuSeconds } from '../measure/cpu-seconds.js';
import type { Measured } from '../measure/duel.js';
import { untilNextLook } from '../measure/next-look.js';
import type { BenchStack, Place } from '../stack/bench-stack.js';
import { addPackages } from './packages.js';

const OUTPUT = 'tracking.events';
const PATIENCE_MS = 240_000;

/** The clock goes to the instant by which so many packages more are due; sweeps and peers read it, as services do. */
const ADVANCE = `
  update clock set still = (
    select next_due_at from package_state where next_due_at is not null order by next_due_at, package_id
    offset $1 limit 1)`;
const DUE = `
  select count(*)::int as due from package_state where next_due_at <= (select still from clock)`;
const EMPTY = 'truncate outbox; checkpoint';
const EFFECTS = `
  select (select count(*)::int from package_state where next_due_at <= (select still from clock)) as "stillDue",
    (select count(*)::int from outbox where topic = '${OUTPUT}' and type = '${contractOf(DeliveryOverdue).type}') as written,
    (select count(distinct subject)::int from outbox) as packages,
    (select body from outbox order by id limit 1) as sample`;

interface Effects {
  stillDue: number;
  written: number;
  packages: number;
  sample: string | null;
}

/** A round is done when the contestant says so, or when all it said is on Kafka. */
export type Goal = 'outbox' | 'kafka';

/** The tables of tracking, full of open packages: where sweeps and what replaces them run. One for all rows of a run. */
export class SweepArena {
  private static readonly opened = new WeakMap<BenchStack, Promise<SweepArena>>();
  private packages = 0;

  private constructor(
    private readonly stack: BenchStack,
    private readonly database: pg.Client,
  ) {}

  /** Dropped with the stack. */
  static open(stack: BenchStack): Promise<SweepArena> {
    const known = this.opened.get(stack) ?? this.make(stack);
    this.opened.set(stack, known);
    return known;
  }

  private static async make(run: BenchStack): Promise<SweepArena> {
    const stack = await run.apart(['tracking']);
    await migrate(stack.place.logins.owner, [MessagingTables, ...migrations]);
    const options = '-c search_path=tracking';
    const database = new pg.Client({ connectionString: stack.databaseUrl, options });
    // The namespace is dropped under it at the end.
    database.on('error', () => undefined);
    await database.connect();
    // A peer makes a schema of its own.
    await database.query(
      `grant create on database ${stack.namespace.database} to ${stack.place.logins.owner.user}`,
    );
    return new SweepArena(stack, database);
  }

  get place(): Place {
    return this.stack.place;
  }

  /** Makes it so many open packages, if there are fewer, counting those that rounds have decided. */
  async fill(packages: number, tell: (line: string) => void): Promise<void> {
    if (packages <= this.packages) return;
    tell(`making ${(packages - this.packages).toLocaleString('en-US')} open packages`);
    const began = Date.now();
    await addPackages(this.stack.databaseUrl, this.packages, packages);
    this.packages = packages;
    await this.database.query('checkpoint');
    tell(
      `${packages.toLocaleString('en-US')} packages are open, after ${Math.round((Date.now() - began) / 1000)} s`,
    );
  }

  /** The clock goes to where nothing is due yet. */
  async rest(): Promise<void> {
    await this.database.query(`update clock set still = '-infinity'`);
  }

  /** Takes away what has been said, before a relay that starts now sends it. */
  async forget(): Promise<void> {
    await this.database.query(EMPTY);
  }

  /** One round: `size` packages fall due at once; the clock runs until all are decided and, or on Kafka, said. */
  async round(
    contestant: Spawned,
    { round, size, goal }: { round: number; size: number; goal: Goal },
    tell: (line: string) => void,
  ): Promise<Measured> {
    await this.database.query(ADVANCE, [size - 1]);
    const due = (await this.database.query<{ due: number }>(DUE)).rows[0]?.due ?? 0;
    await this.forget();
    const before = await this.published();
    const pids = this.stack.serverPids && [contestant.pid, ...this.stack.serverPids];
    const idle = pids && (await cpuSeconds(pids));
    const began = await contestant.start(round);
    if (goal === 'kafka') await this.untilPublished(before + due, due, contestant);
    else await contestant.stop();
    const seconds = (Date.now() - began) / 1000;
    const after = pids && (await cpuSeconds(pids));
    if (goal === 'kafka') await contestant.stop();
    // What is on the topic may have left the outbox.
    await this.verify(contestant, due, goal === 'kafka' ? (await this.published()) - before : undefined);
    const spent = after?.map((end, index) => (end - (idle?.[index] ?? NaN)) / due);
    tell(`${contestant.name} ${due} due in ${seconds.toFixed(2)} s; us of CPU each: ${split(spent)}`);
    return { value: due / seconds, cpuSecondsPerUnit: spent?.reduce((sum, one) => sum + one, 0) };
  }

  private async untilPublished(target: number, due: number, contestant: Spawned): Promise<void> {
    const began = Date.now();
    for (;;) {
      const lack = target - (await this.published());
      const elapsed = Date.now() - began;
      if (lack <= 0) return;
      contestant.check();
      if (elapsed > PATIENCE_MS)
        throw new Error(`${contestant.name}: ${lack} facts are missing after ${PATIENCE_MS / 1000} s`);
      await sleep(untilNextLook(elapsed, due - lack, due));
    }
  }

  private async published(): Promise<number> {
    const ranges = await this.stack.kafka.ranges(this.stack.namespace.topic(OUTPUT));
    return Number(ranges.reduce((sum, { high }) => sum + high, 0n));
  }

  /** A pace with wrong effects is worth nothing. */
  private async verify({ name }: Spawned, due: number, published?: number): Promise<void> {
    const { rows } = await this.database.query<Effects>(EFFECTS);
    const { stillDue = NaN, written = 0, packages = 0, sample = null } = rows[0] ?? {};
    const said = published ?? written;
    if (stillDue !== 0 || said !== due || (published === undefined && packages !== due))
      throw new Error(
        `${name}: of ${due} due ${stillDue} still are, ${said} facts about ${packages} packages`,
      );
    const faults = sample === null ? [] : check(contractOf(DeliveryOverdue).type, JSON.parse(sample));
    if (faults.length > 0)
      throw new Error(`${name} wrote a fact that breaks its contract: ${faults.join('; ')}`);
  }
}

/** Progress only: where the CPU time went. */
function split(spent: readonly number[] | undefined): string {
  if (!spent) return 'unknown';
  const [own = NaN, ...servers] = spent.map((seconds) => Math.round(seconds * 1e6));
  const postgres = servers.pop();
  return `${own} own, ${servers.join(' + ')} Kafka, ${postgres} Postgres`;
}
