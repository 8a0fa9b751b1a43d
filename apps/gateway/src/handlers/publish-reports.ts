import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { dataSchema, isInstantText, knownPart, toHeaders, toInstant, type Instant } from '#contracts';
import { connectKafka, Turns, type KafkaPort, type KafkaRecord } from '#messaging';
import { ApiError, CONFIG, forbidden, invalidInput, unavailable, type Principal } from '#runtime';
import { readEvents, type CheckedEvent, type HeaderMap } from '../domain/cloud-events.js';
import { refusalsOf } from '../domain/publisher-rights.js';
import type { GatewayConfig } from '../gateway.config.js';
import { findPublisher, type RegisteredPublisher } from '../store/publishers.js';

const TOPIC = 'inbound.gateway';
/** Stamped by the gateway; owners read it on this topic only, and a client's own value never gets here. */
const PUBLISHER_HEADER = 'makegood_publisher';
/** Bytes of one request to Kafka: below the topic's 8 MiB even when all go to one partition, headers included. */
const CHUNK_BYTES = 4 * 1024 * 1024;
const PATIENCE_MS = 20_000;

/** Takes reports over HTTP to Kafka: all of a request, or an answer that says why not. */
@Injectable()
export class PublishReports implements OnApplicationShutdown {
  private readonly kafka: KafkaPort;
  private readonly logger = new Logger(PublishReports.name);

  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    private readonly turns: Turns,
  ) {
    this.kafka = connectKafka({
      brokers: config.kafkaBrokers,
      clientId: 'gateway-reports',
      username: config.kafkaUsername,
      password: config.kafkaPassword,
    });
  }

  /**
   * @returns how many were published, once Kafka has all of them with acks=all.
   * @throws ApiError 400 every fault of every event, 403 what the publisher's role may not say, 503 Kafka is away.
   */
  async handle(caller: Principal, headers: HeaderMap, body: unknown): Promise<number> {
    const read = readEvents(headers, body);
    if ('faults' in read) throw invalidInput(read.faults);
    const { publisher, now } = await this.turns.readOwn(async (tx) => ({
      publisher: await findPublisher(tx, caller.id),
      now: await tx.now(),
    }));
    if (publisher === undefined)
      throw forbidden('Access to requested resource is denied', 'Unknown publisher');
    const refusals = refusalsOf(publisher.role, read.events);
    if (refusals.length > 0) {
      throw new ApiError(
        403,
        refusals.map((message) => ({ code: 'Unauthorized', message })),
      );
    }
    await this.send(read.events.map((event) => this.recordOf(event, publisher, now)));
    return read.events.length;
  }

  /**
   * Reports that are checked already, of a publisher who may make them.
   * @returns once Kafka has all of them with acks=all
   * @throws ApiError 503 Kafka is away
   */
  async publish(publisher: RegisteredPublisher, events: readonly CheckedEvent[]): Promise<void> {
    const now = await this.turns.readOwn((tx) => tx.now());
    await this.send(events.map((event) => this.recordOf(event, publisher, now)));
  }

  private recordOf(event: CheckedEvent, publisher: RegisteredPublisher, now: Instant): KafkaRecord {
    const { id, type, source, subject, time, traceparent, contract, data } = event;
    const prefix = this.config.namespace === '' ? '' : `${this.config.namespace}.`;
    return {
      topic: prefix + TOPIC,
      // One order's reports stay in order as far as one publisher names it in one way.
      key: contract.key(data),
      // Buyers' data that a publisher sends along, unasked, gets no further.
      value: JSON.stringify(knownPart(contract, data)),
      headers: {
        ...toHeaders({
          id,
          type,
          source,
          subject,
          time: time !== undefined && isInstantText(time) ? toInstant(time) : undefined,
          traceparent,
          dataschema: dataSchema(contract),
        }),
        [PUBLISHER_HEADER]: publisher.publisherId,
      },
      // Live topics stamp the append time; in a simulated namespace the namespace's clock is the report's instant.
      ...(this.config.simulated ? { timestamp: now } : {}),
    };
  }

  private async send(records: KafkaRecord[]): Promise<void> {
    for (const chunk of chunksOf(records, CHUNK_BYTES)) {
      try {
        await within(PATIENCE_MS, this.kafka.send(chunk));
      } catch (error) {
        this.logger.warn({ err: error }, 'reports could not be published');
        throw unavailable(
          'Kafka did not confirm all events. Send the whole request again: reports that arrived already are recognised',
        );
      }
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.kafka.close();
  }
}

const sizeOf = ({ value, headers }: KafkaRecord): number =>
  Buffer.byteLength(value ?? '') + Buffer.byteLength(JSON.stringify(headers));

function* chunksOf(records: readonly KafkaRecord[], most: number): Generator<KafkaRecord[]> {
  let chunk: KafkaRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = sizeOf(record);
    if (chunk.length > 0 && bytes + size > most) {
      yield chunk;
      [chunk, bytes] = [[], 0];
    }
    chunk.push(record);
    bytes += size;
  }
  if (chunk.length > 0) yield chunk;
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer of Kafka within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
