import { isInbound } from '#contracts';
import type { Tx } from '#postgres';
import type { Incoming } from '../incoming.js';
import type { ReadRecord, TopicPartition } from '../kafka/port.js';
import { parkedSubjects, type Parked } from '../parking/parked.js';
import { keep } from '../parking/records.js';
import { guardKeys } from '../parking/waiting.js';
import type { Decoded } from './decode.js';
import type { Marks } from './marks.js';
import { findPublishers, mayReport, type FindPublisher, type KnownPublisher } from './publishers.js';
import type { SliceTurn } from './slice-turn.js';

type EventDecoded = Extract<Decoded, { kind: 'event' }>;
export interface Event {
  record: ReadRecord;
  decoded: EventDecoded;
}
export interface Accepted {
  record: ReadRecord;
  incoming: Incoming;
}

/** On owners' topics: each event once, and none past one of its subject that was put aside. */
export async function withoutSeen(
  tx: Tx,
  topic: string,
  events: readonly Event[],
  marks: Marks,
  anyParked: boolean,
  parked: Parked[],
): Promise<Accepted[]> {
  const subjects = () => [...new Set(events.map(({ decoded }) => decoded.incoming.subject))];
  const blocked =
    anyParked || parked.length > 0 ? await parkedSubjects(tx, topic, subjects()) : new Set<string>();
  for (const { subject } of parked) if (subject) blocked.add(subject);
  const accepted: Accepted[] = [];
  for (const { record, decoded } of events) {
    const { incoming, tick } = decoded;
    if (tick === undefined) {
      const detail = 'header ce_tick is missing: only the owner’s relay writes this topic';
      parked.push(
        asParked(incoming.position, record, { kind: 'poison', reason: 'unreadable-headers', detail }),
      );
    } else if (marks.isNew(incoming, tick)) {
      if (blocked.has(incoming.subject)) parked.push(follower(record, incoming));
      else accepted.push({ record, incoming });
    }
  }
  marks.save(tx);
  return accepted;
}

/** Who may speak on an inbound topic, of those that these events name. */
export async function publishersOf(tx: Tx, topic: string, events: readonly Event[]): Promise<FindPublisher> {
  if (events.length === 0) return () => undefined;
  const ids = [...new Set(events.flatMap(({ decoded }) => decoded.publisherId ?? []))];
  return findPublishers(tx, topic, ids);
}

/**
 * Looks again for those whom nobody knew, their keys guarded: so a registration that is committed meanwhile is either
 * seen here or finds the report waiting.
 */
export async function publishersGuarded(
  tx: Tx,
  topic: string,
  events: readonly Event[],
  find: FindPublisher,
): Promise<FindPublisher> {
  const ids = events.flatMap(({ decoded: { publisherId } }) => publisherId ?? []);
  const unknown = [...new Set(ids)].filter((id) => !find(id));
  if (unknown.length === 0) return find;
  guardKeys(tx, unknown.map(publisherKey));
  const again = await findPublishers(tx, topic, unknown);
  return (id) => find(id) ?? again(id);
}

/** Under which key reports wait for the registration of who made them. */
export const publisherKey = (publisherId: string): string => `publisher:${publisherId}`;

/** On inbound topics: who speaks, and whether one of that role may say this. */
export function withPublishers(
  topic: string,
  events: readonly Event[],
  find: FindPublisher,
  turn: SliceTurn,
): Accepted[] {
  const accepted: Accepted[] = [];
  for (const { record, decoded } of events) {
    const { incoming, publisherId } = decoded;
    turn.origin(incoming, () => keep(incoming.position, record));
    const publisher = find(publisherId);
    if (publisher) {
      const why = refusal(publisher, incoming);
      incoming.publisher = publisher;
      if (why) turn.park(incoming, 'not-yours', why);
      else accepted.push({ record, incoming });
    } else if (publisherId) {
      // The gateway has let it in: its registration is on the way.
      turn.waiting.add(incoming, publisherKey(publisherId));
    } else {
      turn.park(incoming, 'not-yours', `nobody is registered to publish on ${topic}`);
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

/** A record that cannot be read, or that failed its handler. */
export function asParked(
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

function follower(record: ReadRecord, incoming: Incoming): Parked {
  return {
    record: keep(incoming.position, record),
    kind: 'follower',
    reason: 'behind-parked',
    detail: 'an earlier event of its subject is parked; redrive that one first',
    type: incoming.contract.type,
    subject: incoming.subject,
  };
}
