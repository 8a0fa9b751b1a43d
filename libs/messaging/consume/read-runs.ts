import type { ReadRecord, TopicPartition } from '../kafka/port.js';
import type { Parked } from '../parking/parked.js';
import { asParked, type Event } from './admit.js';
import { decode, type Decoded, type Hearing } from './decode.js';
import { SeekTo } from './faults.js';

/** How a slice is to be taken that has failed before. */
export interface Leniency {
  /** Put the slice's only record aside, with this as the reason. */
  park?: { reason: string; detail: string };
  /** Put aside what wakes up, instead of handling it: the report that waited may be the one that fails. */
  parkWoken?: { reason: string; detail: string };
}

/** A contiguous run of a partition's records. */
export interface Run extends TopicPartition {
  records: readonly ReadRecord[];
  /** Where the fetch began: nothing between it and the first record was left out. */
  fetchedOffset: bigint;
  /** The last offset that it stands for, control records included. */
  through: bigint;
}

/** What runs hold that the service hears. */
export interface ReadRuns {
  events: Event[];
  parked: Parked[];
}

export function readRuns(runs: readonly Run[], hearing: Hearing | undefined, { park }: Leniency): ReadRuns {
  const read: ReadRuns = { events: [], parked: [] };
  if (!hearing) return read;
  for (const run of runs)
    for (const record of run.records) {
      const decoded = park
        ? poisoned(park, run, record, hearing)
        : decode(run.topic, run.partition, record, hearing);
      if (decoded.kind === 'poison') read.parked.push(asParked(run, record, decoded));
      else if (decoded.kind === 'event') read.events.push({ record, decoded });
    }
  return read;
}

function poisoned(
  why: { reason: string; detail: string },
  at: TopicPartition,
  record: ReadRecord,
  hearing: Hearing,
): Decoded {
  const decoded = decode(at.topic, at.partition, record, hearing);
  if (decoded.kind !== 'event') return decoded;
  const { incoming } = decoded;
  return { kind: 'poison', ...why, type: incoming.contract.type, subject: incoming.subject || undefined };
}

/**
 * Leaves out what the database has taken already.
 * @throws SeekTo when a run does not reach to where the database stands, or begins beyond it
 */
export function dropTaken(
  runs: readonly Run[],
  next: ReadonlyMap<number, bigint>,
  { events, parked }: ReadRuns,
): void {
  for (const { partition, fetchedOffset, through } of runs) {
    const at = next.get(partition)!;
    // Wholly below is no better than beyond: a topic that was made again starts there (messaging-review 6).
    if (fetchedOffset > at || through < at) throw new SeekTo(at);
  }
  const isNew = ({ partition, offset }: { partition: number; offset: bigint }): boolean =>
    offset >= next.get(partition)!;
  keepOnly(events, ({ decoded }) => isNew(decoded.incoming.position));
  keepOnly(parked, ({ record }) => isNew(record));
}

function keepOnly<T>(list: T[], isKept: (one: T) => boolean): void {
  if (!list.every(isKept)) list.splice(0, list.length, ...list.filter(isKept));
}
