import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, {
  type Consumer,
  type EachBatchPayload,
  type Kafka,
  type KafkaMessage,
  type Producer,
} from 'kafkajs';
import pg from 'pg';
import {
  executeTransaction,
  initializeMessageStorage,
  initializePollingMessageListener,
  IsolationLevel,
  type DatabaseClient,
  type PollingListenerConfig,
  type StoredTransactionalMessage,
} from 'pg-transactional-outbox';
import { contractOf, fromHeaders, TrackingUpdated, uuidv5, type OrderAccepted } from '#contracts';
import { rowTypes } from '#postgres';
import type { Contestant } from '../contestants/contestant.js';
import { apply, stateOf, type OrderState } from '../pipeline/state.js';
import { READ, SAVE, saveParameters } from '../pipeline/tables.js';
import type { Place } from '../stack/bench-stack.js';
import { connection, emptyTables, makeTables, SCHEMA } from './outbox-library-tables.js';

// pg-transactional-outbox as its README tells: received messages are stored in an inbox, a listener handles each in a
// transaction that also stores what it says in an outbox, another listener sends that. Faster than the README's
// example: a whole Kafka batch is stored in one transaction, segments let orders go in parallel, the next messages are
// asked for when most of the last are done and not after each, and the receiver waits while much is unhandled, since
// that query sorts all that is.

const NAMES = uuidv5('9c1f0e52-2f5c-4d58-8f0e-5a0b6a7c3d11', ['bench']);
const AHEAD = 200;
const STORED_AT_ONCE = 100;
const UNDER_WAY = { most: 60, least: 10 };

const quiet = (): void => undefined;
const complaints = new Set<string>();
/** Each kind of complaint once: when it is behind, the library has hundreds of one kind. */
const complain = (...told: unknown[]): void => {
  const text = told.map(String).join(' ');
  const kind = text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|makegood\.\S+/g, '');
  if (complaints.has(kind)) return;
  complaints.add(kind);
  process.stderr.write(`outbox-library: ${text}\n`);
};
const logger = {
  level: 'warn',
  fatal: complain,
  error: complain,
  warn: complain,
  info: quiet,
  debug: quiet,
  trace: quiet,
  silent: quiet,
};

export async function open(place: Place): Promise<Contestant> {
  await makeTables(place);
  const { brokers, kafka: sasl } = place;
  const kafka = new kafkajs.Kafka({
    clientId: 'outbox-library',
    brokers,
    sasl: sasl && { mechanism: 'scram-sha-256', ...sasl },
    logLevel: kafkajs.logLevel.NOTHING,
  });
  let round: LibraryRound | undefined;
  return {
    async start(number, began) {
      await emptyTables(place);
      round = new LibraryRound(place, kafka, number);
      await round.start(began);
    },
    stop: async () => round?.stop(),
  };
}

class LibraryRound {
  private readonly pool: pg.Pool;
  private readonly consumer: Consumer;
  private readonly producer: Producer;
  private readonly shutdowns: (() => Promise<void>)[] = [];
  private unhandled = 0;
  private stopped = false;
  private readonly storeInbox = initializeMessageStorage(this.listener('inbox'), logger);
  private readonly storeOutbox = initializeMessageStorage(this.listener('outbox'), logger);

  constructor(
    private readonly place: Place,
    kafka: Kafka,
    round: number,
  ) {
    this.pool = new pg.Pool(connection(place.logins.worker));
    this.consumer = kafka.consumer({ groupId: `${place.namespace}.library-${round}`, maxWaitTimeInMs: 250 });
    this.producer = kafka.producer();
  }

  async start(began: () => void): Promise<void> {
    await this.producer.connect();
    const handlers = { inbox: this.handle.bind(this), outbox: this.send.bind(this) };
    for (const box of ['inbox', 'outbox'] as const) {
      const [shutdown] = initializePollingMessageListener(
        this.listener(box),
        { handle: handlers[box] },
        logger,
        { batchSizeStrategy: inBatches },
      );
      this.shutdowns.push(shutdown);
    }
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [`${this.place.namespace}.orders.events`], fromBeginning: true });
    await this.consumer.run({
      partitionsConsumedConcurrently: 3,
      eachBatch: async (payload) => {
        began();
        await this.receive(payload);
      },
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.consumer.disconnect();
    await Promise.all(this.shutdowns.map((shutdown) => shutdown()));
    await this.producer.disconnect();
    await this.pool.end();
  }

  private async receive(payload: EachBatchPayload): Promise<void> {
    const { messages } = payload.batch;
    for (let from = 0; from < messages.length; from += STORED_AT_ONCE) {
      while (this.unhandled > AHEAD && !this.stopped) {
        await payload.heartbeat();
        await sleep(20);
      }
      if (this.stopped) return;
      const some = messages.slice(from, from + STORED_AT_ONCE);
      this.unhandled += some.length;
      await this.store(some);
      payload.resolveOffset(some.at(-1)?.offset ?? '');
      await payload.heartbeat();
    }
  }

  private async store(messages: readonly KafkaMessage[]): Promise<void> {
    await executeTransaction(
      await this.pool.connect(),
      async (client) => {
        for (const { headers, value } of messages) {
          const { envelope } = fromHeaders(headers);
          const payload = JSON.parse(value?.toString() ?? '') as OrderAccepted;
          const { orderId } = payload;
          await this.storeInbox(
            {
              id: uuidv5(NAMES, [envelope?.source, envelope?.id]),
              aggregateType: 'order',
              aggregateId: orderId,
              messageType: envelope?.type ?? '',
              segment: orderId,
              payload,
              metadata: { time: envelope?.time },
            },
            client,
          );
        }
      },
      IsolationLevel.ReadCommitted,
    );
  }

  private async handle(message: StoredTransactionalMessage, client: DatabaseClient): Promise<void> {
    const data = message.payload as OrderAccepted;
    const { rows } = await client.query<OrderState>({ ...READ, values: [[data.orderId]], types: rowTypes });
    const state = rows[0] ?? stateOf(data);
    const said = apply(state, data, Number(message.metadata?.['time']));
    await client.query({ ...SAVE, values: saveParameters([state]) });
    await this.storeOutbox(
      {
        id: uuidv5(NAMES, ['said', message.id]),
        aggregateType: 'package',
        aggregateId: said.packageId,
        messageType: contractOf(TrackingUpdated).type,
        segment: said.orderId,
        payload: said,
      },
      client,
    );
    this.unhandled -= 1;
  }

  private async send({ id, aggregateId, messageType, payload }: StoredTransactionalMessage): Promise<void> {
    await this.producer.send({
      topic: `${this.place.namespace}.tracking.events`,
      acks: -1,
      messages: [
        { key: aggregateId, value: JSON.stringify(payload), headers: { ce_id: id, ce_type: messageType } },
      ],
    });
  }

  private listener(box: 'inbox' | 'outbox'): PollingListenerConfig {
    return {
      outboxOrInbox: box,
      dbListenerConfig: connection(this.place.logins.worker),
      dbHandlerConfig: connection(this.place.logins.worker),
      settings: {
        dbSchema: SCHEMA,
        dbTable: `lib_${box}`,
        // As its README advises for each.
        enableMaxAttemptsProtection: box === 'inbox',
        enablePoisonousMessageProtection: box === 'inbox',
        nextMessagesFunctionSchema: SCHEMA,
        nextMessagesFunctionName: `next_lib_${box}`,
        nextMessagesBatchSize: UNDER_WAY.most,
        nextMessagesPollingIntervalInMs: 20,
        nextMessagesLockInMs: 30_000,
      },
    };
  }
}

/** How many may be under way: many, but none are added before most of them are done. */
async function inBatches(underWay: number): Promise<number> {
  if (underWay <= UNDER_WAY.least) return UNDER_WAY.most;
  await sleep(2);
  return 0;
}
