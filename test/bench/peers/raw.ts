import kafkajs, { type Consumer, type EachBatchPayload, type Producer, type ProducerBatch } from 'kafkajs';
import pg from 'pg';
import {
  contractOf,
  dataSchema,
  partitionOf,
  toHeaders,
  topics,
  TrackingUpdated,
  type OrderAccepted,
} from '#contracts';
import { columns, joined, rowTypes, sessionOptions, type RoleLogin } from '#postgres';
import type { Contestant } from '../contestants/contestant.js';
import { apply, stateOf, type OrderState } from '../pipeline/state.js';
import { READ, SAVE, saveParameters } from '../pipeline/tables.js';
import type { Place } from '../stack/bench-stack.js';

// The same moves, batches, tables and topics as ours with no guarantee: no offset rows, marks, locks or checks, and
// what it has to send it knows from memory. It shares our cheap way to write columns: a slower one would
// flatter us. Kafka's client is as its documentation has it.

const INPUT = 'orders.events';
const OUTPUT = 'tracking.events';
const SLICE = 2_000;
const REQUEST_BYTES = 500_000;
const SOURCE = 'urn:bench:raw';

const SAY = {
  name: 'raw_say',
  text: `insert into outbox (topic, key, type, subject, at, body)
    select $1, key, $2, subject, instant(at), body
    from unnest($3::text[], $4::text[], $5::bigint[], string_to_array($6, U&'\\001F')) as said (key, subject, at, body)`,
};
const UNSENT = {
  name: 'raw_unsent',
  text: `select id, topic, key, type, subject, at, body from outbox where xid = any ($1::xid8[]) order by id`,
};

interface Said {
  data: TrackingUpdated;
  time: number;
}

interface Row {
  id: number;
  topic: keyof typeof topics;
  key: string;
  type: string;
  subject: string;
  at: number;
  body: string;
}

export interface RawSetup extends Place {
  /** Applies and says nothing. */
  silent?: boolean;
}

export async function open(place: RawSetup): Promise<Contestant> {
  const pool = new pg.Pool(poolConfig(place.logins.worker));
  const { brokers, kafka: sasl } = place;
  const kafka = new kafkajs.Kafka({
    clientId: 'raw',
    brokers,
    sasl: sasl && { mechanism: 'scram-sha-256', ...sasl },
    logLevel: kafkajs.logLevel.NOTHING,
  });
  let round: RawRound | undefined;
  return {
    async start(number, began) {
      const consumer = kafka.consumer({
        groupId: `${place.namespace}.raw-${number}`,
        sessionTimeout: 10_000,
        maxWaitTimeInMs: 250,
      });
      round = new RawRound(place, pool, consumer, kafka.producer({ maxInFlightRequests: 1 }));
      await round.start(began);
    },
    stop: async () => round?.stop(),
  };
}

class RawRound {
  private unsent: string[] = [];
  private sending = false;

  constructor(
    private readonly setup: RawSetup,
    private readonly pool: pg.Pool,
    private readonly consumer: Consumer,
    private readonly producer: Producer,
  ) {}

  async start(began: () => void): Promise<void> {
    await this.producer.connect();
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [`${this.setup.namespace}.${INPUT}`], fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: 3,
      eachBatch: async (payload) => {
        began();
        await this.take(payload);
      },
    });
  }

  async stop(): Promise<void> {
    await this.consumer.disconnect();
    await this.producer.disconnect();
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    const { messages } = payload.batch;
    for (let from = 0; from < messages.length; from += SLICE) {
      const events = messages.slice(from, from + SLICE).map(({ value, timestamp }) => ({
        data: JSON.parse(value?.toString() ?? '') as OrderAccepted,
        time: Number(timestamp),
      }));
      const xid = await this.save(events);
      if (xid !== undefined) this.unsent.push(xid);
      void this.sendAll();
      await payload.heartbeat();
    }
  }

  private async save(events: { data: OrderAccepted; time: number }[]): Promise<string | undefined> {
    const states = new Map<string, OrderState>();
    for (const { data } of events) if (!states.has(data.orderId)) states.set(data.orderId, stateOf(data));
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      const known = await client.query<OrderState>({
        ...READ,
        values: [[...states.keys()]],
        types: rowTypes,
      });
      for (const row of known.rows) states.set(row.orderId, row);
      const said = events.flatMap(({ data, time }) => {
        const state = states.get(data.orderId);
        return state ? [{ data: apply(state, data, time), time }] : [];
      });
      await client.query({ ...SAVE, values: saveParameters([...states.values()]) });
      const xid = this.setup.silent ? undefined : await this.say(client, said);
      await client.query('commit');
      return xid;
    } finally {
      client.release();
    }
  }

  private async say(client: pg.PoolClient, said: readonly Said[]): Promise<string | undefined> {
    const texts = columns(said, {
      key: ({ data }) => data.orderId,
      subject: ({ data }) => data.packageId,
      at: ({ time }) => time,
    });
    const bodies = joined(said.map(({ data }) => JSON.stringify(data)));
    await client.query({ ...SAY, values: [OUTPUT, contractOf(TrackingUpdated).type, ...texts, bodies] });
    const { rows } = await client.query<{ xid: string }>('select pg_current_xact_id()::text as xid');
    return rows[0]?.xid;
  }

  private async sendAll(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    while (this.unsent.length > 0) {
      const { rows } = await this.pool.query<Row>({
        ...UNSENT,
        values: [this.unsent.splice(0)],
        types: rowTypes,
      });
      for (const request of requests(rows)) {
        await this.producer.sendBatch({ acks: -1, topicMessages: [this.message(request)] });
      }
    }
    this.sending = false;
  }

  private message(rows: readonly Row[]): NonNullable<ProducerBatch['topicMessages']>[number] {
    return {
      topic: `${this.setup.namespace}.${OUTPUT}`,
      messages: rows.map(({ id, topic, key, type, subject, at, body }) => ({
        partition: partitionOf(key, topics[topic].partitions),
        key,
        value: body,
        timestamp: String(at),
        headers: toHeaders({
          id: String(id),
          type,
          source: SOURCE,
          subject,
          time: at,
          tick: 1,
          dataschema: SCHEMA,
        }),
      })),
    };
  }
}

const SCHEMA = dataSchema(contractOf(TrackingUpdated));

/** As ours: at most so many bytes for any one partition. */
function requests(rows: readonly Row[]): Row[][] {
  const cut: Row[][] = [];
  let bytes: number[] = [];
  for (const row of rows) {
    const partition = partitionOf(row.key, topics[row.topic].partitions);
    const size = (bytes[partition] ?? 0) + Buffer.byteLength(row.body) + 400;
    if (cut.length === 0 || (size > REQUEST_BYTES && bytes[partition])) {
      cut.push([]);
      bytes = [];
    }
    cut.at(-1)?.push(row);
    bytes[partition] = (bytes[partition] ?? 0) + Buffer.byteLength(row.body) + 400;
  }
  return cut;
}

function poolConfig(login: RoleLogin): pg.PoolConfig {
  const url = new URL(login.url);
  return {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: login.user,
    password: login.password,
    max: login.poolSize,
    application_name: 'raw',
    options: sessionOptions(login.schema),
  };
}
