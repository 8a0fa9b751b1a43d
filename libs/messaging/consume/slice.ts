import { isInbound, type Service } from '#contracts';
import type { Tx } from '#postgres';
import type { Fact } from '../fact.js';
import type { Batch, Turn } from '../incoming.js';
import type { ReadRecord, TopicPartition } from '../kafka/port.js';
import { deadLetter, insertParked, type Parked } from '../parking/parked.js';
import { keep, restore, type KeptRow } from '../parking/records.js';
import { insertWaiting } from '../parking/waiting.js';
import { saidBy, writeOutbox } from '../relay/outbox.js';
import { asParked, withoutSeen, withPublishers, type Event } from './admit.js';
import { decode, type Decoded, type Hearing } from './decode.js';
import { savePublishers } from './publishers.js';
import { SliceTurn } from './slice-turn.js';

/** What a service does with what it hears. */
export interface Heard {
  service: Service;
  /** Types per plain source: an owner's topic, or `inbound` for all publishers' topics. */
  hearing: ReadonlyMap<string, Hearing>;
  dispatch(source: string, batch: Batch, turn: Turn): Promise<Fact[]>;
}

export function sourceOf(topic: string): string {
  return isInbound(topic) ? 'inbound' : topic;
}

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

/**
 * Takes runs of one topic's partitions inside an open transaction that holds their offset rows: leaves out what was
 * seen, hands the rest to the service, writes what it says. The caller moves the offsets.
 */
export async function takeSlice(
  tx: Tx,
  heard: Heard,
  topic: string,
  runs: readonly Run[],
  anyParked: boolean,
  lenient: Leniency = {},
): Promise<SliceTurn> {
  const source = sourceOf(topic);
  const hearing = heard.hearing.get(source);
  const turn = new SliceTurn(tx, heard, lenient.parkWoken);
  if (!hearing) return turn;
  const parked: Parked[] = [];
  const events: Event[] = [];
  for (const run of runs)
    for (const record of run.records) {
      const decoded = lenient.park
        ? poisoned(lenient.park, run, record, hearing)
        : decode(topic, run.partition, record, hearing);
      if (decoded.kind === 'poison') parked.push(asParked(run, record, decoded));
      else if (decoded.kind === 'event') events.push({ record, decoded });
    }
  const batch = isInbound(topic)
    ? await withPublishers(tx, topic, events, turn)
    : await withoutSeen(tx, topic, events, anyParked || parked.length > 0, parked);
  for (const { record, incoming } of batch) turn.origin(incoming, () => keep(incoming.position, record));
  const facts = await heardBy(
    tx,
    heard,
    source,
    batch.map(({ incoming }) => incoming),
    turn,
  );
  await finish(tx, heard.service, turn, facts, parked);
  return turn;
}

/** The registry's facts are messaging's own business as well as, perhaps, the service's. */
async function heardBy(tx: Tx, heard: Heard, source: string, batch: Batch, turn: SliceTurn): Promise<Fact[]> {
  const facts: Fact[] = [];
  if (source === 'gateway.events') {
    const changed = await savePublishers(tx, batch);
    const woken = await turn.waiting.wake(changed.map((id) => `publisher:${id}`));
    if (woken.length > 0) facts.push(...(await heard.dispatch('inbound', woken, turn)));
  }
  if (batch.length > 0) facts.push(...(await heard.dispatch(source, batch, turn)));
  return facts;
}

async function finish(
  tx: Tx,
  service: Service,
  turn: SliceTurn,
  facts: Fact[],
  parked: Parked[],
): Promise<void> {
  const aside = await insertParked(tx, [...parked, ...turn.parked]);
  await insertWaiting(tx, turn.added);
  await writeOutbox(tx, [
    ...facts.map((one) => saidBy(service, one)),
    ...aside.map((one) => deadLetter(service, one)),
  ]);
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
 * Handles one parked record again, in place. Its mark was moved when it was parked, so marks are not asked.
 * @returns why it must stay parked, or undefined when it was handled (or waits now).
 */
export async function takeParked(
  tx: Tx,
  heard: Heard,
  row: KeptRow,
): Promise<{ reason: string; detail: string } | undefined> {
  const source = sourceOf(row.topic);
  const at = { topic: row.topic, partition: row.partition };
  const record = restore(row);
  const hearing = heard.hearing.get(source);
  if (!hearing) return { reason: 'not-heard', detail: `${heard.service} does not hear ${row.topic}` };
  const decoded = decode(at.topic, at.partition, record, hearing);
  if (decoded.kind === 'poison') return decoded;
  if (decoded.kind === 'skip') return { reason: 'not-heard', detail: 'its type is not heard here' };
  const turn = new SliceTurn(tx, heard);
  const event = { record, decoded };
  const accepted = isInbound(at.topic)
    ? await withPublishers(tx, at.topic, [event], turn)
    : [{ incoming: decoded.incoming }];
  for (const { incoming } of accepted) turn.origin(incoming, () => keep(at, record));
  const facts = await heardBy(
    tx,
    heard,
    source,
    accepted.map(({ incoming }) => incoming),
    turn,
  );
  const [refused] = turn.parked;
  if (refused) return refused;
  await finish(tx, heard.service, turn, facts, []);
  return undefined;
}
