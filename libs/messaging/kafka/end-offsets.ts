import type { Kafka } from 'kafkajs';

/** The part of kafkajs's own cluster that is used here. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findTopicPartitionMetadata(topic: string): { partitionId: number }[];
  fetchTopicsOffset(
    topics: { topic: string; fromBeginning: boolean; partitions: { partition: number }[] }[],
  ): Promise<{ topic: string; partitions: { partition: number; offset: string }[] }[]>;
}
type CreateCluster = (options: { metadataMaxAge: number; allowAutoTopicCreation: boolean }) => Cluster;

const CREATE = 'private:Kafka:createCluster';
const METADATA_MAX_AGE_MS = 300_000;

/**
 * Where topics end. kafkajs's admin asks for one topic at a time, twice each; its cluster, which the admin is made of,
 * asks a broker once for all. Every sweep waits for this answer.
 */
export class EndOffsets {
  private cluster?: Promise<Cluster>;

  constructor(private readonly kafka: Kafka) {}

  /** By topic, the end of each partition. @throws when Kafka is away, or a topic does not exist */
  async of(topics: readonly string[]): Promise<ReadonlyMap<string, readonly bigint[]>> {
    this.cluster ??= this.connect();
    try {
      const cluster = await this.cluster;
      await cluster.addMultipleTargetTopics(topics);
      await cluster.refreshMetadataIfNecessary();
      return await this.ask(cluster, topics).catch(async () => {
        // A leader has moved, or a broker came back elsewhere.
        await cluster.refreshMetadata();
        return this.ask(cluster, topics);
      });
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const { cluster } = this;
    this.cluster = undefined;
    await cluster?.then((one) => one.disconnect()).catch(() => undefined);
  }

  private async connect(): Promise<Cluster> {
    const symbol = Object.getOwnPropertySymbols(this.kafka).find(({ description }) => description === CREATE);
    const create = symbol && (this.kafka as unknown as Record<symbol, CreateCluster | undefined>)[symbol];
    if (!create) throw new Error('kafkajs changed: review libs/messaging/kafka/end-offsets.ts');
    const cluster = create({ metadataMaxAge: METADATA_MAX_AGE_MS, allowAutoTopicCreation: false });
    await cluster.connect();
    return cluster;
  }

  private async ask(cluster: Cluster, topics: readonly string[]): Promise<Map<string, readonly bigint[]>> {
    const answers = await cluster.fetchTopicsOffset(
      topics.map((topic) => ({
        topic,
        fromBeginning: false,
        partitions: cluster
          .findTopicPartitionMetadata(topic)
          .map(({ partitionId }) => ({ partition: partitionId })),
      })),
    );
    return new Map(
      answers.map(({ topic, partitions }) => [
        topic,
        partitions.toSorted((a, b) => a.partition - b.partition).map(({ offset }) => BigInt(offset)),
      ]),
    );
  }
}
