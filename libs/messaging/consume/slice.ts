import { isInbound, type Service } from '#contracts';
import type { Tx } from '#postgres';
import type { Fact } from '../fact.js';
import type { Batch, Incoming, Turn } from '../incoming.js';
import type { ReadRecord, TopicPartition } from '../kafka/port.js';
import { deadLetter, insertParked, parkedSubjects, type Parked } from '../parking/parked.js';
import { keep, restore, type KeptRow } from '../parking/records.js';
import { insertWaiting } from '../parking/waiting.js';
import { saidBy, writeOutbox } from '../relay/outbox.js';
import { decode, type Decoded, type Hearing } from './decode.js';
import { Marks } from './marks.js';
import { findPublishers, mayReport, savePublishers, type KnownPublisher } from './publishers.js';
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

/**
 * Takes one contiguous run of a partition's records inside an open transaction that holds the partition's offset
 * row: leaves out what was seen, hands the rest to the service, writes what it says. The caller moves the offset.
 */
export async function takeSlice(
  tx: Tx,
  heard: Heard,
  at: TopicPartition,
  records: readonly ReadRecord[],
  anyParked: boolean,
  lenient: Leniency = {},
): Promise<SliceTurn> {
  const source = sourceOf(at.topic);
  const hearing = heard.hearing.get(source);
  const turn = new SliceTurn(tx, heard, lenient.parkWoken);
  if (!hearing) return turn;
  const parked: Parked[] = [];
  const events: Event[] = [];
  for (const record of records) {
    const decoded = lenient.park
      ? poisoned(lenient.park, at, record, hearing)
      : decode(at.topic, at.partition, record, hearing);
    if (decoded.kind === 'poison') parked.push(asParked(at, record, decoded));
    else if (decoded.kind === 'event') events.push({ record, decoded });
  }
  const batch = isInbound(at.topic)
    ? await withPublishers(tx, at, events, turn)
    : await withoutSeen(tx, at, events, anyParked || parked.length > 0, parked);
  for (const { record, incoming } of batch) turn.origin(incoming, () => keep(at, record));
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

type EventDecoded = Extract<Decoded, { kind: 'event' }>;
interface Event {
  record: ReadRecord;
  decoded: EventDecoded;
}
interface Accepted {
  record: ReadRecord;
  incoming: Incoming;
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
  const aside = [...parked, ...turn.parked];
  await insertParked(tx, aside);
  await insertWaiting(tx, turn.added);
  await writeOutbox(tx, [
    ...facts.map((one) => saidBy(service, one)),
    ...aside.map((one) => deadLetter(service, one)),
  ]);
}

/** On owners' topics: each event once, and none past one of its subject that was put aside. */
async function withoutSeen(
  tx: Tx,
  at: TopicPartition,
  events: readonly Event[],
  anyParked: boolean,
  parked: Parked[],
): Promise<Accepted[]> {
  const sources = [...new Set(events.map(({ decoded }) => decoded.incoming.source))];
  const marks = await Marks.load(tx, at, sources);
  const blocked = anyParked
    ? await parkedSubjects(tx, at.topic, [...new Set(events.map(({ decoded }) => decoded.incoming.subject))])
    : new Set<string>();
  for (const { subject } of parked) if (subject) blocked.add(subject);
  const accepted: Accepted[] = [];
  for (const { record, decoded } of events) {
    const { incoming, tick } = decoded;
    if (tick === undefined) {
      const detail = 'header ce_tick is missing: only the owner’s relay writes this topic';
      parked.push(asParked(at, record, { kind: 'poison', reason: 'unreadable-headers', detail }));
    } else if (marks.isNew(incoming, tick)) {
      if (blocked.has(incoming.subject)) parked.push(follower(at, record, incoming));
      else accepted.push({ record, incoming });
    }
  }
  await marks.save(tx);
  return accepted;
}

/** On inbound topics: who speaks, and whether one of that role may say this. */
async function withPublishers(
  tx: Tx,
  at: TopicPartition,
  events: readonly Event[],
  turn: SliceTurn,
): Promise<Accepted[]> {
  if (events.length === 0) return [];
  const ids = [...new Set(events.flatMap(({ decoded }) => decoded.publisherId ?? []))];
  const find = await findPublishers(tx, at.topic, ids);
  const accepted: Accepted[] = [];
  for (const { record, decoded } of events) {
    const { incoming, publisherId } = decoded;
    turn.origin(incoming, () => keep(at, record));
    const publisher = find(publisherId);
    if (publisher) {
      const why = refusal(publisher, incoming);
      incoming.publisher = publisher;
      if (why) turn.park(incoming, 'not-yours', why);
      else accepted.push({ record, incoming });
    } else if (publisherId) {
      // The gateway has let it in: its registration is on the way.
      turn.waiting.add(incoming, `publisher:${publisherId}`);
    } else {
      turn.park(incoming, 'not-yours', `nobody is registered to publish on ${at.topic}`);
    }
  }
  return accepted;
}

/** Why this publisher may not send this report; undefined when it may. */
export function refusal(publisher: KnownPublisher, incoming: Incoming): string | undefined {
  if (publisher.revokedAt !== null && incoming.time >= publisher.revokedAt) {
    return `publisher ${publisher.name} was revoked`;
  }
  if (!mayReport(publisher.role, incoming.type)) {
    return `publisher ${publisher.name} has the role ${publisher.role}, which does not report ${incoming.type}`;
  }
  return undefined;
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

function asParked(
  at: TopicPartition,
  record: ReadRecord,
  poison: Extract<Decoded, { kind: 'poison' }>,
): Parked {
  // On inbound nothing blocks: one bad report must not hold back the next (messaging-review 15).
  const subject = isInbound(at.topic) ? undefined : poison.subject;
  return {
    record: keep(at, record),
    kind: 'poison',
    reason: poison.reason,
    detail: poison.detail,
    type: poison.type,
    subject,
  };
}

function follower(at: TopicPartition, record: ReadRecord, incoming: Incoming): Parked {
  return {
    record: keep(at, record),
    kind: 'follower',
    reason: 'behind-parked',
    detail: 'an earlier event of its subject is parked; redrive that one first',
    type: incoming.contract.type,
    subject: incoming.subject,
  };
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
    ? await withPublishers(tx, at, [event], turn)
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
