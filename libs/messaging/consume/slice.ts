import { isInbound, type Service } from '#contracts';
import type { Tx } from '#postgres';
import type { Fact } from '../fact.js';
import type { Batch, Turn } from '../incoming.js';
import { deadLetter, insertParked, type Parked } from '../parking/parked.js';
import { keep, restore, type KeptRow } from '../parking/records.js';
import { insertWaiting } from '../parking/waiting.js';
import { saidBy, writeOutbox } from '../relay/outbox.js';
import {
  publisherKey,
  publishersGuarded,
  publishersOf,
  withoutSeen,
  withPublishers,
  type Accepted,
  type Event,
} from './admit.js';
import { decode, type Hearing } from './decode.js';
import { Marks } from './marks.js';
import { lockOffsets, moveOffsets, type LockedOffsets } from './offsets.js';
import { savePublishers, type FindPublisher } from './publishers.js';
import { dropTaken, readRuns, type Leniency, type ReadRuns, type Run } from './read-runs.js';
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

/**
 * Takes runs of one topic's partitions inside an open transaction: locks their offset rows, leaves out what was seen,
 * hands the rest to the service, writes what it says, and moves the offsets.
 * @throws SeekTo when the database stands elsewhere
 */
export async function takeSlice(
  tx: Tx,
  heard: Heard,
  runs: readonly Run[],
  lenient: Leniency = {},
): Promise<SliceTurn> {
  const { topic } = runs[0]!;
  const source = sourceOf(topic);
  const hearing = heard.hearing.get(source);
  const turn = new SliceTurn(tx, heard, lenient.parkWoken);
  const read = readRuns(runs, hearing, lenient);
  const locked = lockOffsets(
    tx,
    topic,
    runs.map(({ partition }) => partition),
  );
  // What else is to be known travels with the lock: each statement sees what was committed before it began.
  const batch = isInbound(topic)
    ? await inboundBatch(tx, runs, locked, read, turn)
    : await ownersBatch(tx, runs, locked, read);
  for (const { record, incoming } of batch) turn.origin(incoming, () => keep(incoming.position, record));
  const incoming = batch.map((one) => one.incoming);
  const facts = await heardBy(tx, heard, source, incoming, turn);
  await finish(tx, heard.service, turn, facts, read.parked);
  moveOffsets(tx, topic, new Map(runs.map(({ partition, through }) => [partition, through + 1n])));
  return turn;
}

async function inboundBatch(
  tx: Tx,
  runs: readonly Run[],
  locked: Promise<LockedOffsets>,
  read: ReadRuns,
  turn: SliceTurn,
): Promise<Accepted[]> {
  const { topic } = runs[0]!;
  const [{ next }, found] = await Promise.all([locked, publishersOf(tx, topic, read.events)]);
  dropTaken(runs, next, read);
  const find = await publishersGuarded(tx, topic, read.events, found);
  return withPublishers(topic, read.events, find, turn);
}

async function ownersBatch(
  tx: Tx,
  runs: readonly Run[],
  locked: Promise<LockedOffsets>,
  read: ReadRuns,
): Promise<Accepted[]> {
  const { topic } = runs[0]!;
  const incoming = read.events.map(({ decoded }) => decoded.incoming);
  const [offsets, marks] = await Promise.all([locked, Marks.load(tx, topic, incoming)]);
  dropTaken(runs, offsets.next, read);
  return withoutSeen(tx, topic, read.events, marks, offsets.parked, read.parked);
}

/** A report that is handled again looks and guards in one go. */
async function guarded(tx: Tx, topic: string, events: readonly Event[]): Promise<FindPublisher> {
  return publishersGuarded(tx, topic, events, await publishersOf(tx, topic, events));
}

/** The registry's facts are messaging's own business as well as, perhaps, the service's. */
async function heardBy(tx: Tx, heard: Heard, source: string, batch: Batch, turn: SliceTurn): Promise<Fact[]> {
  const facts: Fact[] = [];
  if (source === 'gateway.events') {
    const changed = await savePublishers(tx, batch);
    const woken = await turn.waiting.wake(changed.map(publisherKey));
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
  insertWaiting(tx, turn.added);
  writeOutbox(tx, [
    ...facts.map((one) => saidBy(service, one)),
    ...aside.map((one) => deadLetter(service, one)),
  ]);
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
  const events = [{ record, decoded }];
  const accepted = isInbound(at.topic)
    ? withPublishers(at.topic, events, await guarded(tx, at.topic, events), turn)
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
