import { setTimeout as sleep } from 'node:timers/promises';
import { partitionOf, topicOf, topics, toHeaders, type Service, type TopicName } from '#contracts';
import { rowTypes, type Database } from '#postgres';
import type { Client } from 'pg';
import type { KafkaPort, KafkaRecord } from '../kafka/port.js';
import type { Logger } from '../logger.js';
import type { Names } from '../settings.js';
import { Alarm } from './alarm.js';
import { checkIncarnation, StaleDatabaseError, type RelayRow } from './incarnation.js';
import { BETWEEN, between, UNSEEN, unseenBy, type OutboxRow } from './outbox.js';
import { readSnapshot, type Snapshot } from './snapshot.js';
import { emptyOldSlots } from './truncate.js';

/** kafkajs makes one record batch per partition and request; the broker refuses one over 1 MB for good. */
const REQUEST_BYTES = 500_000;
const PLAIN_ROWS = 10_000;
const CURSOR_ROWS = 1_000;
/** Without a wake-up, probing backs off between these. */
const PROBE_MS = { least: 50, most: 500 };
const LOCK_RETRY_MS = 1_000;
const PING_MS = 1_000;
/**
 * A tick costs two commits' worth of work and a request, whatever it holds. After one of fewer than `below` rows the
 * next comes no sooner than `ms` later, so that a trickle of small transactions is gathered.
 */
const GATHER = { below: 500, ms: 20 };

/** Somebody else holds the relay now; start again from the lock. */
class LostRelay extends Error {}

/**
 * Moves one service's outbox to Kafka, in order, each event at least once and under one name (tick, id) for good.
 * One process at a time does it: lock, tick and select share one connection, so whoever loses the connection has
 * lost the lock, and a tick of an older epoch updates no row.
 */
export class Relay {
  private readonly alarm = new Alarm();
  private stopped = false;
  private awaitingKafka = false;
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

  async stop(): Promise<void> {
    this.stopped = true;
    this.alarm.ring();
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
      const row = await this.takeOver(client);
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
    if (this.awaitingKafka) await client.query('select 1').catch(() => undefined);
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
    let { tick, acked, prev, cur } = row;
    // What the row names may have been sent in part, or not: the same batch under the same names goes out again.
    await this.send(client, source, tick, readSnapshot(prev), readSnapshot(cur));
    let pause = PROBE_MS.least;
    let emptied = Date.now();
    while (!this.stopped) {
      check();
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
      const ticked = Date.now();
      const sent = await this.send(client, source, tick, readSnapshot(prev), readSnapshot(cur));
      if (sent < GATHER.below) await sleep(Math.max(0, ticked + GATHER.ms - Date.now()));
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

  /** @returns how many rows the batch has; of a very large one, only that it is large. */
  private async send(
    client: Client,
    source: string,
    tick: string,
    prev: Snapshot,
    cur: Snapshot,
  ): Promise<number> {
    const { rows } = await client.query<OutboxRow>({
      name: 'outbox_between',
      text: `${BETWEEN} limit ${PLAIN_ROWS + 1}`,
      values: between(prev, cur),
      types: rowTypes,
    });
    if (rows.length <= PLAIN_ROWS) await this.awaitKafka(this.produce(rows, source, tick));
    else await this.sendByCursor(client, source, tick, prev, cur);
    return rows.length;
  }

  /** After an outage one tick may hold hundreds of thousands of rows: read once, hold a thousand. */
  private async sendByCursor(
    client: Client,
    source: string,
    tick: string,
    prev: Snapshot,
    cur: Snapshot,
  ): Promise<void> {
    await client.query('begin');
    await client.query(`declare batch no scroll cursor with hold for ${BETWEEN}`, between(prev, cur));
    await client.query('commit');
    let inFlight: Promise<void> = Promise.resolve();
    for (;;) {
      const { rows } = await client.query<OutboxRow>({
        text: `fetch ${CURSOR_ROWS} from batch`,
        types: rowTypes,
      });
      await this.awaitKafka(inFlight);
      if (rows.length === 0 || this.stopped) break;
      inFlight = this.produce(rows, source, tick);
      inFlight.catch(() => undefined);
    }
    await client.query('close batch');
    if (this.stopped) throw new LostRelay('stopping inside a tick');
  }

  private async awaitKafka(sent: Promise<void>): Promise<void> {
    this.awaitingKafka = true;
    try {
      await sent;
    } finally {
      this.awaitingKafka = false;
    }
  }

  private async produce(rows: readonly OutboxRow[], source: string, tick: string): Promise<void> {
    for (const request of requests(rows, (row) => this.record(row, source, tick)))
      await this.kafka.send(request);
  }

  private record(row: OutboxRow, source: string, tick: string): KafkaRecord {
    const { partitions } = topics[row.topic as TopicName];
    return {
      topic: this.names.onBroker(row.topic),
      partition: partitionOf(row.key, partitions),
      key: row.key,
      value: row.body,
      timestamp: row.at,
      headers: toHeaders({
        id: String(row.id),
        type: row.type,
        source,
        subject: row.subject,
        time: row.at,
        tick: Number(tick),
        dataschema: schemaOf(row.type),
      }),
    };
  }
}

function schemaOf(type: string): string {
  const [, name, version] = /^makegood\.(.+)\.(v\d+)$/.exec(type) ?? [];
  return `urn:makegood:schema:fact:${name}:${version}`;
}

/** Cuts rows, in order, into requests with at most REQUEST_BYTES for any one partition. */
export function* requests(
  rows: readonly OutboxRow[],
  record: (row: OutboxRow) => KafkaRecord,
): Generator<KafkaRecord[]> {
  let request: KafkaRecord[] = [];
  let bytes = new Map<string, number>();
  for (const row of rows) {
    const next = record(row);
    const slot = `${next.topic}/${next.partition}`;
    const size = Buffer.byteLength(row.body) + 400;
    const soFar = bytes.get(slot) ?? 0;
    if (soFar > 0 && soFar + size > REQUEST_BYTES) {
      yield request;
      request = [];
      bytes = new Map();
    }
    request.push(next);
    bytes.set(slot, (bytes.get(slot) ?? 0) + size);
  }
  if (request.length > 0) yield request;
}
