import { partitionOf, topics, toHeaders, type TopicName } from '#contracts';
import { rowTypes } from '#postgres';
import type { Client } from 'pg';
import type { KafkaPort, KafkaRecord } from '../kafka/port.js';
import type { Names } from '../settings.js';
import { BETWEEN, between, type OutboxRow } from './outbox.js';
import type { Snapshot } from './snapshot.js';

/** kafkajs makes one record batch per partition and request; the broker refuses one over 1 MB for good. */
const REQUEST_BYTES = 500_000;
const PLAIN_ROWS = 10_000;
const CURSOR_ROWS = 1_000;

/** The relay is somebody else's now, or is being stopped: whoever goes on starts again from the lock. */
export class LostRelay extends Error {}

/** Sends the rows of a tick to Kafka, in order, under names that are the same each time it is sent. */
export class TickSender {
  /** While this is so nothing is asked of the connection. */
  awaitingKafka = false;

  /**
   * @param client holds the relay's lock
   * @param source the CloudEvents source of all that is sent
   */
  constructor(
    private readonly client: Client,
    private readonly kafka: KafkaPort,
    private readonly names: Names,
    private readonly source: string,
    private readonly stopped: () => boolean,
  ) {}

  /**
   * @param prev what was visible to the tick before, `cur` to this one: the tick's rows are those between
   * @returns how many rows the tick has; of a very large one, only that it is large
   * @throws LostRelay when stopped inside a large tick
   */
  async send(tick: string, prev: Snapshot, cur: Snapshot): Promise<number> {
    const { rows } = await this.client.query<OutboxRow>({
      name: 'outbox_between',
      text: `${BETWEEN} limit ${PLAIN_ROWS + 1}`,
      values: between(prev, cur),
      types: rowTypes,
    });
    if (rows.length <= PLAIN_ROWS) await this.awaitKafka(this.produce(rows, tick));
    else await this.sendByCursor(tick, prev, cur);
    return rows.length;
  }

  /** After an outage one tick may hold hundreds of thousands of rows: read once, hold a thousand. */
  private async sendByCursor(tick: string, prev: Snapshot, cur: Snapshot): Promise<void> {
    await this.client.query('begin');
    await this.client.query(`declare batch no scroll cursor with hold for ${BETWEEN}`, between(prev, cur));
    await this.client.query('commit');
    let inFlight: Promise<void> = Promise.resolve();
    for (;;) {
      const { rows } = await this.client.query<OutboxRow>({
        text: `fetch ${CURSOR_ROWS} from batch`,
        types: rowTypes,
      });
      await this.awaitKafka(inFlight);
      if (rows.length === 0 || this.stopped()) break;
      inFlight = this.produce(rows, tick);
      inFlight.catch(() => undefined);
    }
    await this.client.query('close batch');
    if (this.stopped()) throw new LostRelay('stopping inside a tick');
  }

  private async awaitKafka(sent: Promise<void>): Promise<void> {
    this.awaitingKafka = true;
    try {
      await sent;
    } finally {
      this.awaitingKafka = false;
    }
  }

  private async produce(rows: readonly OutboxRow[], tick: string): Promise<void> {
    for (const request of requests(rows, (row) => this.record(row, tick))) await this.kafka.send(request);
  }

  private record(row: OutboxRow, tick: string): KafkaRecord {
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
        source: this.source,
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
function* requests(
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
