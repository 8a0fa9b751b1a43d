import type { Instant } from '#contracts';

/** One record to send. Without `partition`, murmur2 of the key decides (as Java's client does). */
export interface KafkaRecord {
  topic: string;
  partition?: number;
  key: string | Buffer | null;
  value: string | Buffer | null;
  headers: Record<string, string | Buffer>;
  /** Record timestamp; only heeded by CreateTime topics. */
  timestamp?: Instant;
}

/** One record as read. */
export interface ReadRecord {
  offset: bigint;
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, Buffer | undefined>;
  /** Append time (live inbound topics) or the sender's time (simulated). */
  timestamp: Instant;
}

export interface FetchedBatch {
  topic: string;
  partition: number;
  /** The offset that was asked for. */
  fetchedOffset: bigint;
  /** The last offset that the fetch covered, control and aborted records included. */
  lastOffset: bigint;
  records: ReadRecord[];
}

export interface PartitionRange {
  partition: number;
  low: bigint;
  high: bigint;
}

export interface TopicPartition {
  topic: string;
  partition: number;
}

/** What a consumer may do with the partitions it holds. */
export interface Consumption {
  pause(partitions: TopicPartition[]): void;
  resume(partitions: TopicPartition[]): void;
  seek(at: TopicPartition, offset: bigint): void;
  /** Tells Kafka how far we are: for lag displays only, never read back. */
  report(at: TopicPartition, next: bigint): Promise<void>;
  /** Waits for the batch at hand, then leaves the group. */
  stop(): Promise<void>;
}

export interface BatchControl {
  heartbeat(): Promise<void>;
  /** The partition was taken away, sought elsewhere, or we are stopping: the batch must not go on. */
  isStale(): boolean;
  /** Go on fetching after this offset. */
  resolve(offset: bigint): void;
}

export interface ConsumeHooks {
  /** Runs synchronously as the group is joined, before anything is fetched. Must not throw. */
  onJoin(assigned: TopicPartition[], consumption: Consumption): void;
  /** Must not throw. */
  onBatch(batch: FetchedBatch, control: BatchControl): Promise<void>;
  /** A fetch held only control or aborted records. */
  onGap(at: TopicPartition, firstOffset: bigint, lastOffset: bigint): void;
  /** The client gave up and will not restart by itself. */
  onCrash(error: Error): void;
}

export interface ConsumeOptions {
  groupId: string;
  topics: string[];
  concurrency: number;
}

/** All that messaging needs of a Kafka client. */
export interface KafkaPort {
  /** Resolves when every record is acknowledged by all in-sync replicas; one request in flight. */
  send(records: readonly KafkaRecord[]): Promise<void>;
  /** Earliest and end offset of each partition. A topic that does not exist is an error. */
  ranges(topic: string): Promise<PartitionRange[]>;
  /** End offsets of each topic, by partition: one request for all. A topic that does not exist is an error. */
  ends(topics: readonly string[]): Promise<ReadonlyMap<string, readonly bigint[]>>;
  topicExists(topic: string): Promise<boolean>;
  consume(options: ConsumeOptions, hooks: ConsumeHooks): Promise<Consumption>;
  /** The last record of each non-empty partition. An error when they cannot all be read. */
  lastRecords(topic: string, groupId: string): Promise<(TopicPartition & { record: ReadRecord })[]>;
  close(): Promise<void>;
}

export interface KafkaConfig {
  brokers: string[];
  clientId: string;
  /** SASL/SCRAM-SHA-256; absent: a plain connection. */
  username?: string;
  password?: string;
  ssl?: boolean;
}
