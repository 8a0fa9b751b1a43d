import { setTimeout as sleep } from 'node:timers/promises';
import { topicOf, topics, type Service, type TopicName } from '#contracts';
import type { Database } from '#postgres';
import type { Client } from 'pg';
import type { KafkaPort } from '../kafka/port.js';
import type { Logger } from '../logger.js';
import type { Names } from '../settings.js';
import { Alarm } from './alarm.js';
import { Gathering } from './gathering.js';
import { checkIncarnation, StaleDatabaseError, type RelayRow } from './incarnation.js';
import { UNSEEN, unseenBy } from './outbox.js';
import { readSnapshot, type Snapshot } from './snapshot.js';
import { LostRelay, TickSender } from './tick-sender.js';
import { emptyOldSlots } from './truncate.js';

/** Without a wake-up, probing backs off between these. */
const PROBE_MS = { least: 50, most: 500 };
const LOCK_RETRY_MS = 1_000;
const PING_MS = 1_000;

/**
 * Moves one service's outbox to Kafka, in order, each event at least once and under one name (tick, id) for good.
 * One process at a time does it: lock, tick and select share one connection, so whoever loses the connection has
 * lost the lock, and a tick of an older epoch updates no row.
 */
export class Relay {
  private readonly alarm = new Alarm();
  private readonly gathering = new Gathering();
  private stopped = false;
  private sender?: TickSender;
  private takingOver = false;
  private running?: Promise<void>;
  private client?: Client;
  /** Why nothing is being sent, when that needs a person. */
  trouble?: string;

  constructor(
    private readonly service: Service,
    private readonly namespace: string,
    private readonly names: Names,
    private readonly database: Database,
    private readonly kafka: KafkaPort,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** A transaction of this process has written to the outbox. */
  wake(): void {
    this.alarm.ring();
  }

  /** Somebody waits until all that was written is sent. */
  hurry(): void {
    this.gathering.hurry();
    this.alarm.ring();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.hurry();
    const deadline = setTimeout(() => void this.client?.end().catch(() => undefined), 5_000);
    await this.running;
    clearTimeout(deadline);
  }

  private async run(): Promise<void> {
    let failures = 0;
    while (!this.stopped) {
      const began = Date.now();
      try {
        await this.hold();
      } catch (error) {
        if (this.stopped) return;
        if (error instanceof StaleDatabaseError) this.trouble = error.message;
        this.log.warn({ error: String(error) }, 'relay starts again from its lock');
      }
      failures = Date.now() - began > 10_000 ? 0 : failures + 1;
      await this.alarm.wait(Math.min(5_000, 100 * 2 ** Math.min(failures, 6)));
    }
  }

  private async hold(): Promise<void> {
    // A stopped process must not keep the lock: the server drops a session that is silent for 5 s.
    const client = await this.database.session({ idle_session_timeout: '5000' });
    this.client = client;
    let broken: Error | undefined;
    client.on('error', (error) => (broken = error));
    const ping = setInterval(() => void this.ping(client), PING_MS);
    try {
      if (!(await this.lock(client))) return;
      this.takingOver = true;
      const row = await this.takeOver(client).finally(() => (this.takingOver = false));
      await this.sendAll(client, row, () => {
        if (broken) throw broken;
      });
    } finally {
      clearInterval(ping);
      await client.end().catch(() => undefined);
    }
  }

  /** While Kafka is awaited nothing is asked of the connection, and the server would drop it. */
  private async ping(client: Client): Promise<void> {
    if (this.takingOver || this.sender?.awaitingKafka) await client.query('select 1').catch(() => undefined);
  }

  private async lock(client: Client): Promise<boolean> {
    while (!this.stopped) {
      const { rows } = await client.query<{ got: boolean }>(
        `select pg_try_advisory_lock(hashtext('makegood.relay'), hashtext(current_schema())) as got`,
      );
      if (rows[0]!.got) return true;
      await sleep(LOCK_RETRY_MS);
    }
    return false;
  }

  private async takeOver(client: Client): Promise<RelayRow> {
    const topic = topicOf(this.service);
    const { rows } = await client.query<RelayRow>(
      `update relay set epoch = epoch + 1
       returning epoch, tick, acked, prev::text, cur::text, incarnation, system_identifier, timeline`,
    );
    const row = rows[0]!;
    await this.checkPartitions(topic);
    await checkIncarnation(
      client,
      row,
      this.kafka,
      this.service,
      this.names.onBroker(topic),
      this.names.onBroker(`${this.service}.relay-check`),
    );
    this.trouble = undefined;
    return row;
  }

  /** Another partition count would split an aggregate's history over two partitions (messaging-review 12). */
  private async checkPartitions(topic: TopicName): Promise<void> {
    const count = (await this.kafka.ranges(this.names.onBroker(topic))).length;
    if (count !== topics[topic].partitions) {
      throw new StaleDatabaseError(
        `Topic ${this.names.onBroker(topic)} has ${count} partitions, its contract says ${topics[topic].partitions}. ` +
          'Recreate it with that count, or move to a new topic.',
      );
    }
  }

  private async sendAll(client: Client, row: RelayRow, check: () => void): Promise<void> {
    const source = `urn:makegood:${this.namespace || 'main'}:${this.service}:${row.incarnation}`;
    const sender = new TickSender(client, this.kafka, this.names, source, () => this.stopped);
    this.sender = sender;
    let { tick, acked, prev, cur } = row;
    // What the row names may have been sent in part, or not: the same batch under the same names goes out again.
    await sender.send(tick, readSnapshot(prev), readSnapshot(cur));
    let pause = PROBE_MS.least;
    let emptied = Date.now();
    while (!this.stopped) {
      check();
      const looked = Date.now();
      if (!(await this.anythingNew(client, readSnapshot(cur)))) {
        if (acked !== tick) {
          await client.query('update relay set acked = $1 where epoch = $2 and tick = $1', [tick, row.epoch]);
          acked = tick;
          continue;
        }
        pause = (await this.alarm.wait(pause)) ? PROBE_MS.least : Math.min(pause * 2, PROBE_MS.most);
        if (Date.now() - emptied > 10_000) {
          emptied = Date.now();
          await emptyOldSlots(client, readSnapshot(prev));
        }
        continue;
      }
      pause = PROBE_MS.least;
      const { rows } = await client.query<{ tick: string; prev: string; cur: string }>(
        `update relay set prev = cur, cur = pg_current_snapshot(), tick = tick + 1
         where epoch = $1 and tick = $2 returning tick, prev::text, cur::text`,
        [row.epoch, tick],
      );
      if (rows.length === 0) throw new LostRelay('another process ticked');
      ({ tick, prev, cur } = rows[0]!);
      const sent = await sender.send(tick, readSnapshot(prev), readSnapshot(cur));
      await this.gathering.rest(sent, Date.now() - looked);
      if (Date.now() - emptied > 10_000) {
        emptied = Date.now();
        await emptyOldSlots(client, readSnapshot(prev));
      }
    }
  }

  private async anythingNew(client: Client, cur: Snapshot): Promise<boolean> {
    const { rows } = await client.query({
      name: 'outbox_probe',
      text: `select 1 from outbox where ${UNSEEN} limit 1`,
      values: unseenBy(cur),
    });
    return rows.length > 0;
  }
}
