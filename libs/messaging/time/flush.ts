import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type Database } from '#postgres';
import { topicOf, type Service } from '#contracts';
import { OFFSETS, type OffsetRow } from '../consume/offsets.js';
import { GATEWAY_REPORTS, publisherTopics } from '../consume/publishers.js';
import type { KafkaPort } from '../kafka/port.js';
import { UNSEEN } from '../relay/outbox.js';
import { readSnapshot } from '../relay/snapshot.js';
import type { Names } from '../settings.js';

const RELAY = sql(
  'flush_relay',
  `select pg_current_snapshot()::text as here, case when acked = tick then cur else prev end::text as sent from relay`,
);
const UNSENT = sql(
  'flush_unsent',
  `select 1 from outbox where ${UNSEEN} and pg_visible_in_snapshot(xid, $3::pg_snapshot) limit 1`,
);
/** Most waits are for a batch of milliseconds; a long one must not keep the database busy. */
const POLL_MS = { least: 1, most: 20 };

/** Where the service stands on what it hears: next offset and end by `topic/partition`. */
export type Positions = Record<string, { next: string; end: string }>;

/** By plain topic and partition: how far something was read, or where Kafka ends. */
export type Offsets = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What a service answers when it is asked to flush. */
export interface Flushed {
  flushed: boolean;
  /** Next offsets of all topics that it hears. Absent where nobody looked. */
  read?: Offsets;
}

export interface FlushOptions {
  /** A topic of which unread records are of no interest to who asks. */
  apartFrom?: string;
  /** Where topics ended when the asker looked: what came later need not be read. Kafka is asked for all others. */
  upTo?: Offsets;
}

/**
 * Answers "is everything that you had been sent by now read, and what you said of it on Kafka?" All of it is read
 * from the database and the broker, so any replica can answer for all.
 */
export class Flush {
  constructor(
    private readonly service: Service,
    private readonly heardTopics: () => readonly string[],
    private readonly names: Names,
    private readonly database: Database,
    private readonly kafka: KafkaPort,
    private readonly wakeRelay: () => void,
  ) {}

  /** @returns false when it has not come to pass within `patienceMs`. */
  async run(patienceMs: number, { apartFrom, upTo = {} }: FlushOptions = {}): Promise<boolean> {
    const deadline = Date.now() + patienceMs;
    const own = topicOf(this.service);
    for (let known = upTo; ; known = {}) {
      const topics = this.heardTopics().filter((topic) => topic !== apartFrom);
      const unknown = topics.filter((topic) => known[topic] === undefined);
      const ends = { ...pick(known, topics), ...(await this.ends(unknown)) };
      if (!(await this.caughtUp(ends, deadline))) return false;
      if (!(await this.outboxSent(deadline))) return false;
      // A service that hears itself has more to read once it has spoken.
      if (!topics.includes(own) || reaches(await this.read(), await this.ends([own]))) return true;
    }
  }

  /** The same, and how far the service has read. */
  async answer(patienceMs: number, options?: FlushOptions): Promise<Flushed> {
    if (!(await this.run(patienceMs, options))) return { flushed: false };
    const nothing = Object.fromEntries(this.heardTopics().map((topic) => [topic, {}]));
    return { flushed: true, read: { ...nothing, ...pick(await this.read(), this.heardTopics()) } };
  }

  async positions(): Promise<Positions> {
    const ends = await this.ends();
    const read = await this.read();
    const positions: Positions = {};
    for (const [topic, ofTopic] of Object.entries(ends))
      for (const [partition, end] of Object.entries(ofTopic)) {
        const next = String(read[topic]?.[partition] ?? 0);
        positions[`${topic}/${partition}`] = { next, end: String(end) };
      }
    return positions;
  }

  /** Where these topics end now. @param topics plain names; left out: all that is heard */
  async ends(topics = this.heardTopics()): Promise<Offsets> {
    if (topics.length === 0) return {};
    const ends = await this.kafka.ends(topics.map((topic) => this.names.onBroker(topic)));
    return Object.fromEntries(
      topics.map((topic) => [topic, numbered(ends.get(this.names.onBroker(topic)) ?? [])]),
    );
  }

  /**
   * Waits until the service has read as far as that; and, where it hears publishers, what the topics hold of those
   * that it learns of meanwhile. This process may not have begun to read these yet.
   */
  async caughtUp(ends: Offsets, deadline: number): Promise<boolean> {
    const waitedFor = new Set(Object.keys(ends));
    for (let next = ends; ;) {
      const upTo = next;
      if (!(await until(async () => reaches(await this.read(), upTo), deadline))) return false;
      const learnt = (await this.publisherTopics()).filter((topic) => !waitedFor.has(topic));
      if (learnt.length === 0) return true;
      learnt.forEach((topic) => waitedFor.add(topic));
      next = await this.ends(learnt);
    }
  }

  private async publisherTopics(): Promise<readonly string[]> {
    return this.heardTopics().includes(GATEWAY_REPORTS) ? publisherTopics(this.database) : [];
  }

  private async read(): Promise<Offsets> {
    const read: Record<string, Record<string, number>> = {};
    for (const { topic, partition, next } of await this.database.read<OffsetRow>(OFFSETS))
      (read[topic] ??= {})[partition] = next;
    return read;
  }

  /** Is every row that is visible now acknowledged by Kafka? */
  private async outboxSent(deadline: number): Promise<boolean> {
    const { here } = await this.relayState();
    return until(async () => {
      const sent = readSnapshot((await this.relayState()).sent);
      if ((await this.database.read(UNSENT, [sent.xmax, sent.xip, here])).length === 0) return true;
      this.wakeRelay();
      return false;
    }, deadline);
  }

  private async relayState(): Promise<{ here: string; sent: string }> {
    const [row] = await this.database.read<{ here: string; sent: string }>(RELAY);
    return row!;
  }
}

/** Whether who has read so far has read all that ends there. */
export function reaches(read: Offsets, ends: Offsets): boolean {
  return Object.entries(ends).every(([topic, ofTopic]) =>
    Object.entries(ofTopic).every(([partition, end]) => (read[topic]?.[partition] ?? 0) >= end),
  );
}

/** Of those topics only; one that is not there is left out. */
export function pick(offsets: Offsets, topics: readonly string[]): Offsets {
  return Object.fromEntries(Object.entries(offsets).filter(([topic]) => topics.includes(topic)));
}

function numbered(ends: readonly bigint[]): Record<string, number> {
  return Object.fromEntries(ends.map((end, partition) => [partition, Number(end)]));
}

/** Looks again and again, at once at first. @returns whether it has come to pass before the deadline */
async function until(passed: () => Promise<boolean>, deadline: number): Promise<boolean> {
  for (let pause = POLL_MS.least; ; pause = Math.min(pause * 2, POLL_MS.most)) {
    if (await passed()) return true;
    if (Date.now() > deadline) return false;
    await sleep(pause);
  }
}
