import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type Database } from '#postgres';
import { topicOf, type Service } from '#contracts';
import { bySlot, OFFSETS, slotOf, type OffsetRow } from '../consume/offsets.js';
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

/** What a service answers when it is asked to flush. */
export interface Flushed {
  flushed: boolean;
  /** Next offset by topic and partition, as text; a topic that it hears is there. Absent where nobody looked. */
  read?: Readonly<Record<string, Readonly<Record<string, string>>>>;
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

  /**
   * @param apartFrom a topic of which unread records are of no interest to who asks.
   * @returns false when it has not come to pass within `patienceMs`.
   */
  async run(patienceMs: number, apartFrom?: string): Promise<boolean> {
    const deadline = Date.now() + patienceMs;
    const own = topicOf(this.service);
    for (;;) {
      const topics = this.heardTopics().filter((topic) => topic !== apartFrom);
      if (!(await this.caughtUp(topics, deadline))) return false;
      if (!(await this.outboxSent(deadline))) return false;
      // A service that hears itself has more to read once it has spoken.
      if (!this.heardTopics().includes(own) || (await this.isCaughtUp([own]))) return true;
    }
  }

  /** The same, and how far the service has read. */
  async answer(patienceMs: number, apartFrom?: string): Promise<Flushed> {
    if (!(await this.run(patienceMs, apartFrom))) return { flushed: false };
    const read: Record<string, Record<string, string>> = {};
    for (const topic of this.heardTopics()) read[topic] = {};
    for (const { topic, partition, next } of await this.database.read<OffsetRow>(OFFSETS)) {
      const ofTopic = read[topic];
      if (ofTopic) ofTopic[partition] = String(next);
    }
    return { flushed: true, read };
  }

  /**
   * Whether another service, having read that far, has all that these topics hold now, of those that it hears. This
   * service must hear them too, else it cannot tell.
   */
  async holdsAllOf(topics: readonly string[], read: NonNullable<Flushed['read']>): Promise<boolean> {
    const heard = topics.filter((topic) => read[topic] !== undefined);
    if (heard.some((topic) => !this.heardTopics().includes(topic))) return false;
    const held = async (topic: string): Promise<boolean> =>
      (await this.kafka.ranges(this.names.onBroker(topic))).every(
        ({ partition, high }) => BigInt(read[topic]?.[partition] ?? 0) >= high,
      );
    return (await Promise.all(heard.map(held))).every(Boolean);
  }

  async positions(): Promise<Positions> {
    const ends = await this.ends(this.heardTopics());
    const offsets = await this.offsets();
    return Object.fromEntries(
      [...ends].map(([slot, end]) => [slot, { next: String(offsets.get(slot) ?? 0n), end: String(end) }]),
    );
  }

  /** Waits until the service has read all that these topics held when this was called. */
  async caughtUp(topics: readonly string[], deadline: number): Promise<boolean> {
    const ends = await this.ends(topics);
    return until(() => this.passed(ends), deadline);
  }

  private async isCaughtUp(topics: readonly string[]): Promise<boolean> {
    return this.passed(await this.ends(topics));
  }

  private async passed(ends: ReadonlyMap<string, bigint>): Promise<boolean> {
    const offsets = await this.offsets();
    return [...ends].every(([slot, end]) => (offsets.get(slot) ?? 0n) >= end);
  }

  private async offsets(): Promise<Map<string, bigint>> {
    return bySlot(await this.database.read<OffsetRow>(OFFSETS));
  }

  private async ends(topics: readonly string[]): Promise<Map<string, bigint>> {
    const perTopic = await Promise.all(
      topics.map(async (topic) =>
        (await this.kafka.ranges(this.names.onBroker(topic))).map(
          ({ partition, high }) => [slotOf({ topic, partition }), high] as const,
        ),
      ),
    );
    return new Map(perTopic.flat());
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

/** Looks again and again, at once at first. @returns whether it has come to pass before the deadline */
async function until(passed: () => Promise<boolean>, deadline: number): Promise<boolean> {
  for (let pause = POLL_MS.least; ; pause = Math.min(pause * 2, POLL_MS.most)) {
    if (await passed()) return true;
    if (Date.now() > deadline) return false;
    await sleep(pause);
  }
}
