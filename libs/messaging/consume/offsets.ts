import { columns, sql, type Tx } from '#postgres';
import type { PartitionRange, TopicPartition } from '../kafka/port.js';

const LOCK = sql(
  'offset_lock',
  `select "partition", next, exists (select 1 from parked where topic = $1 and state = 'parked') as parked
   from consumer_offset where topic = $1 and "partition" = any ($2::int[])
   order by "partition" for update of consumer_offset`,
);
const MOVE = sql(
  'offset_move',
  `update consumer_offset as o set next = m.next from unnest($2::int[], $3::bigint[]) as m ("partition", next)
   where o.topic = $1 and o."partition" = m."partition"`,
);
const MOVE_OVER = sql(
  'offset_move_over',
  `update consumer_offset set next = greatest(next, $3::bigint + 1)
   where topic = $1 and "partition" = $2 and next >= $4 returning next`,
);
const BEGIN = sql(
  'offset_begin',
  `insert into consumer_offset (topic, "partition", next)
   select * from unnest($1::text[], $2::int[], $3::bigint[]) on conflict do nothing`,
);
/** Where every partition goes on. */
export const OFFSETS = sql('offset_read', `select topic, "partition", next from consumer_offset`);

/** Where partitions of a topic go on, which nobody else can move meanwhile. */
export interface LockedOffsets {
  next: ReadonlyMap<number, bigint>;
  /** Something of this topic is put aside. */
  parked: boolean;
}

/** Where the database says partitions of a topic go on. */
export async function lockOffsets(
  tx: Tx,
  topic: string,
  partitions: readonly number[],
): Promise<LockedOffsets> {
  const rows = await tx.query<{ partition: number; next: number; parked: boolean }>(LOCK, [
    topic,
    partitions,
  ]);
  if (rows.length < partitions.length)
    throw new Error(`connection state: no offset row for ${topic}[${partitions.join()}] yet`);
  return {
    next: new Map(rows.map(({ partition, next }) => [partition, BigInt(next)])),
    parked: rows.some(({ parked }) => parked),
  };
}

export function moveOffsets(tx: Tx, topic: string, next: ReadonlyMap<number, bigint>): void {
  tx.send(MOVE, [topic, [...next.keys()], [...next.values()]]);
}

/**
 * Steps over control or aborted records, which no batch will ever contain.
 * @returns false when something before them has not been read or stepped over yet: nothing was done
 */
export async function moveOver(tx: Tx, at: TopicPartition, first: bigint, last: bigint): Promise<boolean> {
  return (await tx.query(MOVE_OVER, [at.topic, at.partition, last, first])).length > 0;
}

/** Makes the rows of partitions never read before, at the beginning of what Kafka still has. */
export async function beginOffsets(
  tx: Tx,
  ranges: readonly (TopicPartition & PartitionRange)[],
): Promise<void> {
  await tx.query(
    BEGIN,
    columns(ranges, { topic: (r) => r.topic, partition: (r) => r.partition, low: (r) => r.low }),
  );
}

export interface OffsetRow extends TopicPartition {
  next: number;
}

/** Next offset by `topic/partition`. */
export async function readOffsets(tx: Tx): Promise<Map<string, bigint>> {
  const rows = await tx.query<OffsetRow>(OFFSETS);
  return new Map(rows.map((row) => [slotOf(row), BigInt(row.next)]));
}

export function slotOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
