import { setTimeout as sleep } from 'node:timers/promises';
import { SERVICES } from '../stack/fault-stack.js';
import type { FaultStack } from '../stack/fault-stack.js';

const POLL_MS = 250;

/** What was there when a fault was over: it must be read by all who hear it, and said. */
interface Mark {
  readonly kind: string;
  readonly since: number;
  /** Ends of the partitions, by `topic/partition`. */
  readonly ends: ReadonlyMap<string, number>;
  /** Transactions below it had their end, or at least their beginning. */
  readonly xmax: bigint;
}

interface Progress {
  readonly offsets: readonly { readonly slot: string; readonly next: number }[];
  readonly relays: readonly { readonly acked: boolean; readonly unsent: boolean; readonly xmax: bigint }[];
}

/** Measures, while load and other faults go on, how long it takes until what a fault held up is done. */
export class Recoveries {
  /** The longest by kind, milliseconds. */
  readonly worst = new Map<string, number>();
  private readonly open = new Set<Mark>();
  private readonly taking = new Set<Promise<void>>();
  private readonly watch: Promise<void>;
  private stopped = false;

  constructor(private readonly stack: FaultStack) {
    this.watch = this.look();
  }

  /** A fault of that kind is over. Never throws: what cannot be asked yet is asked again. */
  begin(kind: string): void {
    const taking = this.take(kind, Date.now()).finally(() => this.taking.delete(taking));
    this.taking.add(taking);
  }

  /** Waits so long for those that are still open, and looks no more. */
  async stop(withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs;
    while ((this.open.size > 0 || this.taking.size > 0) && Date.now() < deadline) await sleep(POLL_MS);
    this.stopped = true;
    await this.watch;
    // What did not come to pass is told as what it has taken so far.
    for (const { kind, since } of this.open) this.keep(kind, Date.now() - since);
    this.open.clear();
  }

  private keep(kind: string, ms: number): void {
    this.worst.set(kind, Math.max(ms, this.worst.get(kind) ?? 0));
  }

  private async take(kind: string, since: number): Promise<void> {
    while (!this.stopped) {
      try {
        this.open.add({ kind, since, ...(await markNow(this.stack)) });
        return;
      } catch {
        // The next fault has taken Kafka or Postgres away: the time counts all the same.
        await sleep(POLL_MS);
      }
    }
  }

  private async look(): Promise<void> {
    while (!this.stopped) {
      await sleep(POLL_MS);
      if (this.open.size === 0) continue;
      const progress = await progressOf(this.stack).catch(() => undefined);
      if (!progress) continue;
      for (const mark of this.open) {
        if (!isDone(mark, progress)) continue;
        this.open.delete(mark);
        this.keep(mark.kind, Date.now() - mark.since);
      }
    }
  }
}

function isDone({ ends, xmax }: Mark, { offsets, relays }: Progress): boolean {
  return (
    offsets.every(({ slot, next }) => next >= (ends.get(slot) ?? 0)) &&
    relays.every((relay) => relay.acked && (relay.xmax >= xmax || !relay.unsent))
  );
}

async function markNow(stack: FaultStack): Promise<Pick<Mark, 'ends' | 'xmax'>> {
  const { offsets } = await progressOf(stack);
  const admin = await stack.admin();
  const ends = new Map<string, number>();
  for (const topic of new Set(offsets.map(({ slot }) => slot.slice(0, slot.lastIndexOf('/')))))
    for (const { partition, high } of await admin.fetchTopicOffsets(stack.topic(topic)))
      ends.set(`${topic}/${partition}`, Number(high));
  const { rows } = await stack.sql.query<{ xmax: string }>(
    'select pg_snapshot_xmax(pg_current_snapshot()) as xmax',
  );
  return { ends, xmax: BigInt(rows[0]?.xmax ?? 0) };
}

async function progressOf({ sql }: FaultStack): Promise<Progress> {
  const offsets = SERVICES.map((one) => `select topic, "partition", next from ${one}.consumer_offset`);
  const relays = SERVICES.map(
    (one) => `select acked = tick as acked, pg_snapshot_xmax(cur) as xmax, exists (select from ${one}.outbox o
      where o.xid >= pg_snapshot_xmax(r.cur) or o.xid in (select pg_snapshot_xip(r.cur))) as unsent
      from ${one}.relay r`,
  );
  const [read, said] = await Promise.all([
    sql.query<{ topic: string; partition: number; next: string }>(offsets.join(' union all ')),
    sql.query<{ acked: boolean; xmax: string; unsent: boolean }>(relays.join(' union all ')),
  ]);
  return {
    offsets: read.rows.map(({ topic, partition, next }) => ({
      slot: `${topic}/${partition}`,
      next: Number(next),
    })),
    relays: said.rows.map(({ acked, xmax, unsent }) => ({ acked, unsent, xmax: BigInt(xmax) })),
  };
}
