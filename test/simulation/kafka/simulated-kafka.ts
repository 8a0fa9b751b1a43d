import type {
  ConsumeHooks,
  ConsumeOptions,
  Consumption,
  KafkaPort,
  KafkaRecord,
  PartitionRange,
  ReadRecord,
  TopicPartition,
} from '../../../libs/messaging/kafka/port.js';
import type { Random } from '../../checker/workload/random.js';
import type { Process } from '../engine/process.js';
import type { StepOptions } from '../engine/scheduler.js';
import type { VirtualTime } from '../engine/virtual-time.js';
import { Group } from './group.js';
import { Log } from './log.js';
import { Member } from './member.js';

/** Brokers, topics and groups of one simulated world. */
export class Brokers {
  readonly log = new Log();
  private readonly groups = new Map<string, Group>();

  constructor(
    readonly random: Random,
    readonly time: VirtualTime,
  ) {}

  group(id: string): Group {
    let group = this.groups.get(id);
    if (!group) this.groups.set(id, (group = new Group(this.log, this.random, this.time)));
    return group;
  }

  get rebalances(): number {
    return [...this.groups.values()].reduce((sum, { rebalances }) => sum + rebalances, 0);
  }
}

/** A process's client of the simulated brokers. */
export class SimulatedKafka implements KafkaPort {
  constructor(
    private readonly brokers: Brokers,
    private readonly process: Process,
  ) {}

  /** A request to several partitions may reach some of them only: then it is an error, and what arrived stays. */
  send(records: readonly KafkaRecord[]): Promise<void> {
    const arrive = (some: readonly KafkaRecord[]) =>
      some.forEach((record) => this.brokers.log.append(record));
    const lost = () => new Error('Connection error: the reply to produce is lost');
    return this.step('send', () => arrive(records), {
      loseReply: lost,
      tear: () => {
        arrive(records.filter(({ partition }) => (partition ?? 0) % 2 === 0));
        return lost();
      },
    });
  }

  ranges(topic: string): Promise<PartitionRange[]> {
    return this.step('ranges', () =>
      this.brokers.log
        .partitions(topic)
        .map((log, partition) => ({ partition, low: 0n, high: BigInt(log.length) })),
    );
  }

  ends(topics: readonly string[]): Promise<ReadonlyMap<string, readonly bigint[]>> {
    return this.step(
      'ends',
      () =>
        new Map(
          topics.map((topic) => [topic, this.brokers.log.partitions(topic).map((log) => BigInt(log.length))]),
        ),
    );
  }

  topicExists(topic: string): Promise<boolean> {
    return this.step('topics', () => this.brokers.log.has(topic));
  }

  async consume(options: ConsumeOptions, hooks: ConsumeHooks): Promise<Consumption> {
    const group = this.brokers.group(options.groupId);
    const { log, random, time } = this.brokers;
    const member = new Member(this.process, options, hooks, log, random, time, (one) => group.leave(one));
    await this.step('join', () => group.join(member), { failJoin: () => member.giveUp() });
    return member;
  }

  lastRecords(topic: string): Promise<(TopicPartition & { record: ReadRecord })[]> {
    return this.step('last records', () =>
      this.brokers.log.partitions(topic).flatMap((log, partition) => {
        const record = log.findLast((one) => one !== undefined);
        return record ? [{ topic, partition, record }] : [];
      }),
    );
  }

  async close(): Promise<void> {}

  private step<T>(what: string, work: () => T, options?: StepOptions): Promise<T> {
    return this.process.step(`${this.process.kind} kafka ${what}`, work, options);
  }
}
