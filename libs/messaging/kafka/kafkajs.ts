import kafkajs from 'kafkajs';
import type { Admin, Consumer, EachBatchPayload, IHeaders, Kafka, KafkaMessage, Producer } from 'kafkajs';
import { quickenCodec } from './codec-patch.js';
import { EndOffsets } from './end-offsets.js';
import { calmIdleTimers } from './idle-patch.js';
import { lastRecords } from './last-records.js';
import type {
  ConsumeHooks,
  ConsumeOptions,
  Consumption,
  KafkaConfig,
  KafkaPort,
  KafkaRecord,
  PartitionRange,
  ReadRecord,
  TopicPartition,
} from './port.js';

// The default partitioner is Java's murmur2; kafkajs warns about that change of 2.0 unless told so.
process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';
calmIdleTimers();
quickenCodec();

const SESSION_TIMEOUT_MS = 10_000;
/** Long enough to fill batches, short enough that a resumed partition is fetched again at once. */
const FETCH_WAIT_MS = 500;
/** Longer than a group waits for a member that was killed. */
const LAST_RECORDS_MS = 2 * SESSION_TIMEOUT_MS;

export type LogSink = (level: 'error' | 'warn' | 'info', message: string, detail: object) => void;

/** Connects lazily: each part (producer, admin, consumer) opens its connection on first use. */
export function connectKafka(config: KafkaConfig, log: LogSink = () => undefined): KafkaPort {
  return new KafkaJsPort(
    new kafkajs.Kafka({
      clientId: config.clientId,
      brokers: config.brokers,
      ssl: config.ssl ?? false,
      sasl: config.username
        ? { mechanism: 'scram-sha-256', username: config.username, password: config.password ?? '' }
        : undefined,
      connectionTimeout: 5000,
      requestTimeout: 15_000,
      retry: { initialRetryTime: 100, maxRetryTime: 2000, retries: 8 },
      logLevel: kafkajs.logLevel.WARN,
      logCreator: () => (entry) => {
        const { message, ...detail } = entry.log;
        log(entry.level === kafkajs.logLevel.ERROR ? 'error' : 'warn', message, detail);
      },
    }),
  );
}

class KafkaJsPort implements KafkaPort {
  private producer?: Promise<Producer>;
  private admin?: Promise<Admin>;
  private readonly endOffsets: EndOffsets;

  constructor(private readonly kafka: Kafka) {
    this.endOffsets = new EndOffsets(kafka);
  }

  async send(records: readonly KafkaRecord[]): Promise<void> {
    this.producer ??= connected(
      this.kafka.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1, retry: { retries: 3 } }),
    );
    const producer = await this.producer.catch((error: unknown) => {
      this.producer = undefined;
      throw error;
    });
    const byTopic = new Map<string, KafkaRecord[]>();
    for (const record of records) {
      const list = byTopic.get(record.topic);
      if (list) list.push(record);
      else byTopic.set(record.topic, [record]);
    }
    await producer.sendBatch({
      acks: -1,
      topicMessages: [...byTopic].map(([topic, list]) => ({
        topic,
        messages: list.map(({ partition, key, value, headers, timestamp }) => ({
          partition,
          key,
          value,
          headers: headers as IHeaders,
          timestamp: timestamp === undefined ? undefined : String(timestamp),
        })),
      })),
    });
  }

  async ranges(topic: string): Promise<PartitionRange[]> {
    const admin = await this.connectedAdmin();
    const offsets = await admin.fetchTopicOffsets(topic);
    return offsets
      .map(({ partition, low, high }) => ({ partition, low: BigInt(low), high: BigInt(high) }))
      .sort((a, b) => a.partition - b.partition);
  }

  ends(topics: readonly string[]): Promise<ReadonlyMap<string, readonly bigint[]>> {
    return this.endOffsets.of(topics);
  }

  async topicExists(topic: string): Promise<boolean> {
    const admin = await this.connectedAdmin();
    return (await admin.listTopics()).includes(topic);
  }

  async consume(options: ConsumeOptions, hooks: ConsumeHooks): Promise<Consumption> {
    const consumer = this.kafka.consumer({
      groupId: options.groupId,
      sessionTimeout: SESSION_TIMEOUT_MS,
      rebalanceTimeout: 20_000,
      heartbeatInterval: 3000,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      // Never jump to the end of a topic: out of range is said aloud by the check at join (messaging-review 6).
      retry: { initialRetryTime: 100, maxRetryTime: 2000, retries: 8, restartOnFailure: async () => true },
    });
    const running = consumption(consumer);
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) =>
      hooks.onJoin(partitionsOf(payload.memberAssignment), running),
    );
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) hooks.onCrash(payload.error);
    });
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize !== 0 || payload.firstOffset === null) return;
      const { topic, partition } = payload;
      hooks.onGap({ topic, partition }, BigInt(payload.firstOffset), BigInt(payload.lastOffset));
    });
    await consumer.connect();
    await consumer.subscribe({ topics: options.topics, fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: options.concurrency,
      eachBatch: (payload) => eachBatch(payload, hooks),
    });
    return running;
  }

  lastRecords(topic: string, groupId: string): Promise<(TopicPartition & { record: ReadRecord })[]> {
    return lastRecords(this, topic, groupId, LAST_RECORDS_MS);
  }

  async close(): Promise<void> {
    const { producer, admin } = this;
    this.producer = this.admin = undefined;
    await producer?.then((part) => part.disconnect()).catch(() => undefined);
    await admin?.then((part) => part.disconnect()).catch(() => undefined);
    await this.endOffsets.close();
  }

  private connectedAdmin(): Promise<Admin> {
    this.admin ??= connected(this.kafka.admin()).catch((error: unknown) => {
      this.admin = undefined;
      throw error;
    });
    return this.admin;
  }
}

async function connected<T extends { connect(): Promise<void> }>(client: T): Promise<T> {
  await client.connect();
  return client;
}

async function eachBatch(payload: EachBatchPayload, hooks: ConsumeHooks): Promise<void> {
  const { batch } = payload;
  await hooks.onBatch(
    {
      topic: batch.topic,
      partition: batch.partition,
      fetchedOffset: BigInt((batch as unknown as { fetchedOffset: string }).fetchedOffset),
      lastOffset: BigInt(batch.lastOffset()),
      records: batch.messages.map(readRecord),
    },
    {
      heartbeat: () => payload.heartbeat(),
      isStale: () => !payload.isRunning() || payload.isStale(),
      resolve: (offset) => payload.resolveOffset(String(offset)),
    },
  );
}

function readRecord(message: KafkaMessage): ReadRecord {
  return {
    offset: BigInt(message.offset),
    key: message.key,
    value: message.value,
    headers: (message.headers ?? {}) as Record<string, Buffer | undefined>,
    timestamp: Number(message.timestamp),
  };
}

function partitionsOf(assignment: Record<string, number[]>): TopicPartition[] {
  return Object.entries(assignment).flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  );
}

function consumption(consumer: Consumer): Consumption {
  const grouped = (list: TopicPartition[]) =>
    [...new Set(list.map(({ topic }) => topic))].map((topic) => ({
      topic,
      partitions: list.filter((entry) => entry.topic === topic).map(({ partition }) => partition),
    }));
  return {
    pause: (list) => consumer.pause(grouped(list)),
    resume: (list) => consumer.resume(grouped(list)),
    seek: ({ topic, partition }, offset) => consumer.seek({ topic, partition, offset: String(offset) }),
    report: ({ topic, partition }, next) =>
      consumer.commitOffsets([{ topic, partition, offset: String(next) }]),
    stop: () => consumer.disconnect(),
  };
}
