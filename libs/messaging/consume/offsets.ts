import { columns, sql, type Tx } from '#postgres';
import type { PartitionRange, TopicPartition } from '../kafka/port.js';

const LOCK = sql(
  'offset_lock',
  `select next, exists (select 1 from parked where topic = $1 and state = 'parked') as parked
   from consumer_offset where topic = $1 and "partition" = $2 for update of consumer_offset`,
);
const MOVE = sql('offset_move', `update consumer_offset set next = $3 where topic = $1 and "partition" = $2`);
const MOVE_OVER = sql(
  'offset_move_over',
  `update consumer_offset set next = $3::bigint + 1
   where topic = $1 and "partition" = $2 and next >= $4 and next <= $3`,
);
const BEGIN = sql(
  'offset_begin',
  `insert into consumer_offset (topic, "partition", next)
   select * from unnest($1::text[], $2::int[], $3::bigint[]) on conflict do nothing`,
);
/** Where every partition goes on; {@link bySlot} reads its rows. */
export const OFFSETS = sql('offset_read', `select topic, "partition", next from consumer_offset`);

/** Where the database says a partition goes on; `parked`: something of this topic is put aside. */
export async function lockOffset(tx: Tx, at: TopicPartition): Promise<{ next: bigint; parked: boolean }> {
  const [row] = await tx.query<{ next: number; parked: boolean }>(LOCK, [at.topic, at.partition]);
  if (!row) throw new Error(`connection state: no offset row for ${at.topic}[${at.partition}] yet`);
  return { next: BigInt(row.next), parked: row.parked };
}

export async function moveOffset(tx: Tx, at: TopicPartition, next: bigint): Promise<void> {
  await tx.query(MOVE, [at.topic, at.partition, next]);
}

/** Steps over control or aborted records, which no batch will ever contain. */
export async function moveOver(tx: Tx, at: TopicPartition, first: bigint, last: bigint): Promise<void> {
  await tx.query(MOVE_OVER, [at.topic, at.partition, last, first]);
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
  return bySlot(await tx.query<OffsetRow>(OFFSETS));
}

export function bySlot(rows: readonly OffsetRow[]): Map<string, bigint> {
  return new Map(rows.map((row) => [slotOf(row), BigInt(row.next)]));
}

export function slotOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
