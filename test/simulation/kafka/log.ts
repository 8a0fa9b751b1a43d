import { partitionOf } from '#contracts';
import type { KafkaRecord, ReadRecord } from '../../../libs/messaging/kafka/port.js';

/** One partition: records by offset; a hole is a control record, which no reader ever sees. */
export type Partition = (ReadRecord | undefined)[];

/** What the brokers hold. They keep what they acknowledged. */
export class Log {
  private readonly topics = new Map<string, Partition[]>();
  private readonly watchers = new Set<() => void>();

  create(topic: string, partitions: number): void {
    this.topics.set(
      topic,
      Array.from({ length: partitions }, () => []),
    );
  }

  has(topic: string): boolean {
    return this.topics.has(topic);
  }

  partitions(topic: string): readonly Partition[] {
    const partitions = this.topics.get(topic);
    if (!partitions) throw new Error(`UNKNOWN_TOPIC_OR_PARTITION: ${topic}`);
    return partitions;
  }

  /** Records on all topics. */
  get size(): number {
    return [...this.topics.values()].flat().reduce((sum, { length }) => sum + length, 0);
  }

  all(): IterableIterator<[string, readonly Partition[]]> {
    return this.topics.entries();
  }

  /** Inbound topics take the broker's time, the owners' what the sender says. */
  append({ topic, partition, key, value, headers, timestamp }: KafkaRecord): void {
    const partitions = this.partitions(topic);
    const at = partition ?? partitionOf(String(key), partitions.length);
    const log = partitions[at];
    if (!log) throw new Error(`${topic} has no partition ${at}`);
    log.push({
      offset: BigInt(log.length),
      key: key === null ? null : Buffer.from(key),
      value: value === null ? null : Buffer.from(value),
      headers: Object.fromEntries(Object.entries(headers).map(([name, one]) => [name, Buffer.from(one)])),
      timestamp: topic.startsWith('inbound.') ? Date.now() : (timestamp ?? Date.now()),
    });
    this.tell();
  }

  /** As a transactional producer leaves behind. */
  appendControl(topic: string, partition: number): void {
    this.partitions(topic)[partition]?.push(undefined);
    this.tell();
  }

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  private tell(): void {
    for (const watcher of this.watchers) watcher();
  }
}
