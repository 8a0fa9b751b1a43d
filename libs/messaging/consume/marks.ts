import { columns, sql, type Tx } from '#postgres';
import type { Incoming } from '../incoming.js';

const READ = sql(
  'mark_read',
  `select "partition", source, tick, id from mark
   where topic = $1 and "partition" = any ($2::int[]) and source = any ($3::text[])`,
);
const SAVE = sql(
  'mark_save',
  `insert into mark (topic, "partition", source, tick, id)
   select $1, "partition", source, tick, id
   from unnest($2::int[], $3::text[], $4::bigint[], $5::bigint[]) as m ("partition", source, tick, id)
   on conflict (topic, "partition", source) do update set tick = excluded.tick, id = excluded.id`,
);

interface Mark {
  partition: number;
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

  private constructor(private readonly topic: string) {}

  /** @param incoming of one topic, whose marks will be asked for */
  static async load(tx: Tx, topic: string, incoming: readonly Incoming[]): Promise<Marks> {
    const marks = new Marks(topic);
    const partitions = new Set(incoming.map(({ position }) => position.partition));
    const sources = new Set(incoming.map(({ source }) => source));
    if (sources.size > 0) {
      for (const mark of await tx.query<Mark>(READ, [topic, [...partitions], [...sources]])) {
        marks.marks.set(keyOf(mark), mark);
      }
    }
    return marks;
  }

  /** True the first time; moves the mark. */
  isNew({ id: text, source, position: { partition } }: Incoming, tick: number): boolean {
    const id = Number(text);
    const key = keyOf({ partition, source });
    const last = this.marks.get(key);
    if (last && (tick < last.tick || (tick === last.tick && id <= last.id))) return false;
    this.marks.set(key, { partition, source, tick, id });
    this.changed.add(key);
    return true;
  }

  save(tx: Tx): void {
    if (this.changed.size === 0) return;
    const rows = [...this.changed].map((key) => this.marks.get(key)!);
    tx.send(SAVE, [
      this.topic,
      ...columns(rows, {
        partition: (m) => m.partition,
        source: (m) => m.source,
        tick: (m) => m.tick,
        id: (m) => m.id,
      }),
    ]);
  }
}

function keyOf({ partition, source }: Pick<Mark, 'partition' | 'source'>): string {
  return `${partition} ${source}`;
}
