import { setTimeout as sleep } from 'node:timers/promises';
import { sql, type Database, type Tx } from '#postgres';
import { topicOf, type Service } from '#contracts';
import { readOffsets, slotOf } from '../consume/offsets.js';
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
const POLL_MS = 10;

/** Where the service stands on what it hears: next offset and end by `topic/partition`. */
export type Positions = Record<string, { next: string; end: string }>;

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
  async run(patienceMs: number): Promise<boolean> {
    const deadline = Date.now() + patienceMs;
    const own = topicOf(this.service);
    for (;;) {
      if (!(await this.caughtUp(this.heardTopics(), deadline))) return false;
      if (!(await this.outboxSent(deadline))) return false;
      // A service that hears itself has more to read once it has spoken.
      if (!this.heardTopics().includes(own) || (await this.isCaughtUp([own]))) return true;
    }
  }

  async positions(): Promise<Positions> {
    const ends = await this.ends(this.heardTopics());
    const offsets = await this.database.transaction(readOffsets);
    return Object.fromEntries(
      [...ends].map(([slot, end]) => [slot, { next: String(offsets.get(slot) ?? 0n), end: String(end) }]),
    );
  }

  /** Waits until the service has read all that these topics held when this was called. */
  async caughtUp(topics: readonly string[], deadline: number): Promise<boolean> {
    const ends = await this.ends(topics);
    while (!(await this.passed(ends))) {
      if (Date.now() > deadline) return false;
      await sleep(POLL_MS);
    }
    return true;
  }

  private async isCaughtUp(topics: readonly string[]): Promise<boolean> {
    return this.passed(await this.ends(topics));
  }

  private async passed(ends: ReadonlyMap<string, bigint>): Promise<boolean> {
    const offsets = await this.database.transaction(readOffsets);
    return [...ends].every(([slot, end]) => (offsets.get(slot) ?? 0n) >= end);
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

  private async outboxSent(deadline: number): Promise<boolean> {
    const until = await this.database.transaction(async (tx) => (await relayState(tx)).here);
    for (;;) {
      if (await this.database.transaction((tx) => isSent(tx, until))) return true;
      if (Date.now() > deadline) return false;
      this.wakeRelay();
      await sleep(POLL_MS);
    }
  }
}

async function relayState(tx: Tx): Promise<{ here: string; sent: string }> {
  const [row] = await tx.query<{ here: string; sent: string }>(RELAY);
  return row!;
}

/** Is every row that was visible in `until` acknowledged by Kafka? */
async function isSent(tx: Tx, until: string): Promise<boolean> {
  const sent = readSnapshot((await relayState(tx)).sent);
  return (await tx.query(UNSENT, [sent.xmax, sent.xip, until])).length === 0;
}
