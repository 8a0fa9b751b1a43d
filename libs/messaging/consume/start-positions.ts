import type { Database } from '#postgres';
import type { KafkaPort, TopicPartition } from '../kafka/port.js';
import type { Halted } from '../parking/recovery.js';
import type { Names } from '../settings.js';
import { beginOffsets, readOffsets, slotOf } from './offsets.js';

/** A partition that cannot be read on, and why. */
export interface Lost extends Halted {
  why: string;
}

/** Where partitions go on. */
export interface StartPositions {
  /** Topics as the broker calls them. */
  starts: { at: TopicPartition; next: bigint }[];
  /** Topics by their plain names. */
  lost: Lost[];
}

/**
 * Where the database says that partitions go on, checked against what Kafka still holds: beyond its end records were
 * lost, before its beginning some were never read (messaging-review 6).
 * @param assigned topics as the broker calls them
 */
export async function startPositions(
  assigned: readonly TopicPartition[],
  names: Names,
  database: Database,
  kafka: KafkaPort,
): Promise<StartPositions> {
  const topics = [...new Set(assigned.map(({ topic }) => topic))];
  const perTopic = await Promise.all(
    topics.map(async (topic) => (await kafka.ranges(topic)).map((range) => ({ ...range, topic }))),
  );
  const mine = new Set(assigned.map(slotOf));
  const ranges = perTopic.flat().filter((range) => mine.has(slotOf(range)));
  const plain = ranges.map((range) => ({ ...range, topic: names.plain(range.topic) }));
  const offsets = await database.transaction(async (tx) => {
    await beginOffsets(tx, plain);
    return readOffsets(tx);
  });
  const positions: StartPositions = { starts: [], lost: [] };
  for (const [index, { topic, partition, low, high }] of plain.entries()) {
    const next = offsets.get(slotOf({ topic, partition }))!;
    const why = whyNot(next, low, high);
    if (why === undefined) positions.starts.push({ at: { topic: ranges[index]!.topic, partition }, next });
    else positions.lost.push({ topic, partition, next, nearest: next > high ? high : low, why });
  }
  return positions;
}

function whyNot(next: bigint, low: bigint, high: bigint): string | undefined {
  const read = `the database has read up to ${next}, Kafka`;
  if (next > high) return `${read} ends at ${high}: the topic was recreated or lost records`;
  if (next < low) return `${read} begins at ${low}: retention has removed what was not read`;
  return undefined;
}
