import { columns, sql, type Tx } from '#postgres';
import type { Incoming, Position } from '../incoming.js';

const READ = sql(
  'mark_read',
  `select source, tick, id from mark where topic = $1 and "partition" = $2 and source = any ($3::text[])`,
);
const SAVE = sql(
  'mark_save',
  `insert into mark (topic, "partition", source, tick, id)
   select $1, $2, source, tick, id from unnest($3::text[], $4::bigint[], $5::bigint[]) as m (source, tick, id)
   on conflict (topic, "partition", source) do update set tick = excluded.tick, id = excluded.id`,
);

interface Mark {
  source: string;
  tick: number;
  id: number;
}

/**
 * What a relay sent again: per source and partition only a higher *pair* (tick, id) is new. Ids alone are not in the
 * order of commit, so a high-water mark by id would drop events (messaging-review 12).
 */
export class Marks {
  private readonly marks = new Map<string, Mark>();
  private readonly changed = new Set<string>();

  private constructor(private readonly at: Omit<Position, 'offset'>) {}

  static async load(tx: Tx, at: Omit<Position, 'offset'>, sources: readonly string[]): Promise<Marks> {
    const marks = new Marks(at);
    if (sources.length > 0) {
      for (const mark of await tx.query<Mark>(READ, [at.topic, at.partition, sources])) {
        marks.marks.set(mark.source, mark);
      }
    }
    return marks;
  }

  /** True the first time; moves the mark. */
  isNew(incoming: Incoming, tick: number): boolean {
    const id = Number(incoming.id);
    const last = this.marks.get(incoming.source);
    if (last && (tick < last.tick || (tick === last.tick && id <= last.id))) return false;
    this.marks.set(incoming.source, { source: incoming.source, tick, id });
    this.changed.add(incoming.source);
    return true;
  }

  async save(tx: Tx): Promise<void> {
    if (this.changed.size === 0) return;
    const rows = [...this.changed].map((source) => this.marks.get(source)!);
    await tx.query(SAVE, [
      this.at.topic,
      this.at.partition,
      ...columns(rows, { source: (m) => m.source, tick: (m) => m.tick, id: (m) => m.id }),
    ]);
  }
}
