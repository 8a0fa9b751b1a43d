import type { Database } from '#postgres';
import type { Logger } from '../logger.js';
import type { Names } from '../settings.js';
import type { BatchControl, Consumption, FetchedBatch, KafkaPort, TopicPartition } from '../kafka/port.js';
import { describe, SeekTo, TooMuchPoison } from './faults.js';
import { pause } from './pause.js';
import { moveOver, slotOf } from './offsets.js';
import { GATEWAY_REPORTS, publisherTopics } from './publishers.js';
import { SliceTaker } from './slice-taker.js';
import type { Heard } from './slice.js';
import { Standing } from './standing.js';
import { Together } from './together.js';

/** Records per transaction: big enough that its fixed cost vanishes, small enough to stay far below 30 s. */
const SLICE = 2_000;
const TRANSACTIONS = 3;
/** Batches that are asked for at a time, so that what is fetched together can be taken together. */
const BATCHES = 24;
const BACKOFF_MS = { least: 100, most: 10_000 };
const TOPICS_CHECK_MS = 2_000;
const GAP_RETRY_MS = 1_000;
const REPORT_MS = 5_000;

/** Reads a service's topics as one consumer group. Where it goes on is what the database says, never Kafka. */
export class GroupConsumer {
  private consumption?: Consumption;
  private topics: readonly string[];
  private stopped = false;
  private watcher?: NodeJS.Timeout;
  private restarting?: Promise<void>;
  /** Since the group was last joined (or is being joined) somebody wants that done anew. */
  private stale = false;
  private readonly taker: SliceTaker;
  private readonly together: Together;
  /** Where the partitions at hand go on, and which must not. */
  readonly standing: Standing;
  private readonly failures = new Map<string, number>();
  private readonly reported = new Map<string, number>();

  constructor(
    private readonly heard: Heard,
    private readonly names: Names,
    private readonly database: Database,
    private readonly kafka: KafkaPort,
    committed: () => void,
    private readonly log: Logger,
  ) {
    this.taker = new SliceTaker(heard, database, committed, log);
    this.together = new Together({
      concurrency: TRANSACTIONS,
      most: SLICE,
      take: (runs) => this.taker.takeTogether(runs),
    });
    this.standing = new Standing(heard.service, names, database, kafka, log);
    this.topics = this.knownTopics();
  }

  start(): void {
    this.restart();
    this.watcher = setInterval(() => void this.checkTopics(), TOPICS_CHECK_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.standing.end();
    clearInterval(this.watcher);
    await this.restarting;
    await this.consumption?.stop().catch(() => undefined);
  }

  /** Waits, for 30 s at most, until the group is joined and it is known which partitions are halted. */
  async untilPositioned(): Promise<void> {
    for (const deadline = Date.now() + 30_000; !this.standing.positioned && Date.now() < deadline;)
      await pause(50);
  }

  /** Plain names of all that is read, or will be as soon as the group is joined. */
  heardTopics(): readonly string[] {
    return this.topics;
  }

  /** Leaves the group and joins it again, from what the database says then. */
  restart(): void {
    this.stale = true;
    this.restarting ??= this.join();
  }

  private async join(): Promise<void> {
    for (let attempt = 0; this.stale && !this.stopped; attempt++) {
      // kafkajs tells a crash while joining by its event only, and then says that it has started.
      this.stale = false;
      try {
        await this.consumption?.stop().catch(() => undefined);
        this.consumption = undefined;
        this.standing.positioned = false;
        this.topics = await this.wantedTopics();
        if (this.topics.length === 0) {
          this.standing.positioned = true;
          continue;
        }
        this.consumption = await this.kafka.consume(
          {
            groupId: this.names.onBroker(this.heard.service),
            topics: this.topics.map((topic) => this.names.onBroker(topic)),
            concurrency: BATCHES,
          },
          {
            onJoin: (assigned, consumption) => this.standing.join(assigned, consumption),
            onBatch: (batch, control) =>
              this.onBatch({ ...batch, topic: this.names.plain(batch.topic) }, control),
            onGap: (at, first, last) =>
              void this.onGap({ ...at, topic: this.names.plain(at.topic) }, first, last),
            onCrash: (error) => {
              this.log.error({ error: describe(error) }, 'the Kafka consumer crashed; building a new one');
              this.standing.positioned = false;
              this.restart();
            },
          },
        );
      } catch (error) {
        this.stale = true;
        this.log.warn({ error: describe(error) }, 'cannot join the consumer group yet');
        await pause(Math.min(5_000, 200 * 2 ** attempt));
      }
    }
    this.restarting = undefined;
  }

  private async wantedTopics(): Promise<string[]> {
    if (!this.heard.hearing.has('inbound')) return this.knownTopics();
    const publishers = await publisherTopics(this.database);
    return [...new Set([...this.knownTopics(), ...publishers])].sort();
  }

  /** Those that are heard whatever the registry of publishers says. */
  private knownTopics(): string[] {
    return [...this.heard.hearing.keys()]
      .map((source) => (source === 'inbound' ? GATEWAY_REPORTS : source))
      .sort();
  }

  /** A publisher that the gateway has announced writes a topic of its own: read it too. */
  private async checkTopics(): Promise<void> {
    if (this.stopped || this.restarting || !this.heard.hearing.has('inbound')) return;
    try {
      const wanted = await this.wantedTopics();
      const fresh = wanted.filter((topic) => !this.topics.includes(topic));
      if (fresh.length > 0) {
        this.log.info({ topics: fresh }, 'new publishers: reading their topics');
        this.restart();
      }
    } catch (error) {
      this.log.warn({ error: describe(error) }, 'cannot look for new publishers');
    }
  }

  private async onBatch(batch: FetchedBatch, control: BatchControl): Promise<void> {
    const slot = slotOf(batch);
    const { generation } = this.standing;
    const beat = setInterval(() => void control.heartbeat().catch(() => undefined), 2_000);
    try {
      let { fetchedOffset } = batch;
      for (let from = 0; from < batch.records.length; from += SLICE) {
        if (control.isStale()) return;
        if (this.standing.isSetBack(batch, fetchedOffset)) return;
        const records = batch.records.slice(from, from + SLICE);
        const isLast = from + SLICE >= batch.records.length;
        const through = isLast ? batch.lastOffset : records.at(-1)!.offset;
        const { topic, partition } = batch;
        await this.together.take({ topic, partition, records, fetchedOffset, through });
        fetchedOffset = through + 1n;
        // Sought elsewhere meanwhile, or given away and back: where it stands then is for the database to say.
        if (control.isStale() || generation !== this.standing.generation) return;
        this.standing.reached(batch, fetchedOffset);
        control.resolve(through);
        await control.heartbeat().catch(() => undefined);
      }
      this.failures.delete(slot);
      this.reportProgress(batch);
    } catch (error) {
      this.onFailure(batch, error);
    } finally {
      clearInterval(beat);
    }
  }

  /** Not the record's fault: the same records again, later; other partitions go on. */
  private onFailure(batch: FetchedBatch, error: unknown): void {
    const at = { topic: this.names.onBroker(batch.topic), partition: batch.partition };
    const slot = slotOf(batch);
    if (error instanceof SeekTo) {
      this.standing.findAgain(at);
      return;
    }
    const failures = (this.failures.get(slot) ?? 0) + 1;
    this.failures.set(slot, failures);
    const delay = Math.min(BACKOFF_MS.most, BACKOFF_MS.least * 2 ** Math.min(failures - 1, 10));
    if (error instanceof TooMuchPoison) this.standing.halted.set(slot, error.message);
    this.log.warn(
      { ...at, failures, delay, error: describe(error) },
      'the batch failed and will be taken again',
    );
    const { consumption } = this;
    const { generation } = this.standing;
    consumption?.pause([at]);
    setTimeout(() => {
      if (this.stopped || generation !== this.standing.generation) return;
      if (error instanceof TooMuchPoison) this.standing.halted.delete(slot);
      this.taker.forgive();
      consumption?.resume([at]);
    }, delay).unref();
  }

  /** No record may ever follow that would show that it was not stepped over: until it is, it is looked for again. */
  private async onGap(at: TopicPartition, first: bigint, last: bigint): Promise<void> {
    const { generation } = this.standing;
    try {
      if (await this.database.transaction((tx) => moveOver(tx, at, first, last))) return;
    } catch (error) {
      this.log.warn({ ...at, error: describe(error) }, 'cannot step over control records yet');
      await pause(GAP_RETRY_MS);
    }
    if (!this.stopped && generation === this.standing.generation)
      this.standing.findAgain({ ...at, topic: this.names.onBroker(at.topic) });
  }

  /** Kafka's committed offsets feed lag displays only. */
  private reportProgress(batch: FetchedBatch): void {
    const slot = slotOf(batch);
    if (Date.now() - (this.reported.get(slot) ?? 0) < REPORT_MS) return;
    this.reported.set(slot, Date.now());
    const at = { topic: this.names.onBroker(batch.topic), partition: batch.partition };
    void this.consumption?.report(at, batch.lastOffset + 1n).catch(() => undefined);
  }
}
