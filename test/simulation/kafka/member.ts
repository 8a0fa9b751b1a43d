import type {
  ConsumeHooks,
  ConsumeOptions,
  Consumption,
  ReadRecord,
  TopicPartition,
} from '../../../libs/messaging/kafka/port.js';
import type { Random } from '../../checker/workload/random.js';
import type { Process } from '../engine/process.js';
import type { VirtualTime } from '../engine/virtual-time.js';
import type { Log } from './log.js';

/** Some fetches are late by up to so many milliseconds: clocks run on meanwhile. */
const SLOW = 0.1;
const SLOW_MS = 2_000;

/** Where a member stands on a partition it was assigned. */
interface Slot {
  at: TopicPartition;
  position: bigint;
  paused: boolean;
  fetching: boolean;
  /** A batch is with the handler. */
  busy: boolean;
  sought: boolean;
}

/** One member of a consumer group, as kafkajs behaves behind the port. */
export class Member implements Consumption {
  private slots = new Map<string, Slot>();
  private inHand = 0;
  private readonly unwatch: () => void;
  left = false;

  constructor(
    readonly process: Process,
    readonly options: ConsumeOptions,
    private readonly hooks: ConsumeHooks,
    private readonly log: Log,
    private readonly random: Random,
    private readonly time: VirtualTime,
    private readonly leave: (member: Member) => void,
  ) {
    this.unwatch = log.watch(() => this.fetchAll());
    process.onEnd(() => this.unwatch());
  }

  /** The group has given it these, and taken all others away. */
  assign(partitions: readonly TopicPartition[]): void {
    this.slots = new Map(
      partitions.map((at) => [
        slotOf(at),
        { at, position: 0n, paused: false, fetching: false, busy: false, sought: false },
      ]),
    );
    this.time.as(this.process, () => this.hooks.onJoin([...partitions], this));
    this.fetchAll();
  }

  pause(partitions: TopicPartition[]): void {
    for (const slot of this.of(partitions)) slot.paused = true;
  }

  resume(partitions: TopicPartition[]): void {
    for (const slot of this.of(partitions)) slot.paused = false;
    this.fetchAll();
  }

  seek(at: TopicPartition, offset: bigint): void {
    for (const slot of this.of([at])) {
      slot.position = offset;
      slot.sought = true;
    }
    this.fetchAll();
  }

  report(): Promise<void> {
    return this.process.step(`${this.process.kind} kafka commit`, () => undefined);
  }

  async stop(): Promise<void> {
    this.left = true;
    this.unwatch();
    this.leave(this);
  }

  /** Ends as a client does that cannot find its group's coordinator. What the handler has in hand goes on. */
  giveUp(): void {
    void this.stop();
    const error = new Error('Failed to find group coordinator');
    this.time.as(this.process, () => this.hooks.onCrash(error));
  }

  private of(partitions: readonly TopicPartition[]): Slot[] {
    return partitions.flatMap((at) => this.slots.get(slotOf(at)) ?? []);
  }

  private fetchAll(): void {
    for (const slot of this.slots.values()) {
      if (slot.fetching || !this.wants(slot)) continue;
      slot.fetching = true;
      if (this.random.chance(SLOW)) {
        const ms = this.random.whole(1, SLOW_MS);
        this.time.after(ms, () => this.process.defer(() => this.askFor(slot)));
      } else this.askFor(slot);
    }
  }

  private askFor(slot: Slot): void {
    void this.process.step(`${this.process.kind} kafka fetch`, () => this.fetch(slot), {
      ready: () => this.inHand < this.options.concurrency,
      giveUp: () => this.giveUp(),
    });
  }

  private wants(slot: Slot): boolean {
    return !this.left && !slot.paused && !slot.busy && slot.position < this.end(slot);
  }

  private end({ at }: Slot): bigint {
    return BigInt(this.log.partitions(at.topic)[at.partition]?.length ?? 0);
  }

  /** Takes some of what is there, and leaves the handler to it. */
  private fetch(slot: Slot): void {
    slot.fetching = false;
    if (!this.wants(slot) || this.slots.get(slotOf(slot.at)) !== slot) return;
    const from = Number(slot.position);
    const there = Number(this.end(slot)) - from;
    const upTo = from + (this.random.chance(0.6) ? there : this.random.whole(1, there));
    const partition = this.log.partitions(slot.at.topic)[slot.at.partition] ?? [];
    const records = partition.slice(from, upTo).filter((record) => record !== undefined);
    const lastOffset = BigInt(upTo - 1);
    if (records.length === 0) {
      slot.position = lastOffset + 1n;
      this.time.as(this.process, () => this.hooks.onGap(slot.at, BigInt(from), lastOffset));
      this.fetchAll();
      return;
    }
    void this.time.as(this.process, () => this.handle(slot, records, lastOffset));
  }

  private async handle(slot: Slot, records: ReadRecord[], lastOffset: bigint): Promise<void> {
    slot.busy = true;
    slot.sought = false;
    this.inHand += 1;
    const batch = { ...slot.at, fetchedOffset: slot.position, lastOffset, records };
    await this.hooks.onBatch(batch, {
      heartbeat: async () => undefined,
      isStale: () => this.left || slot.sought || this.slots.get(slotOf(slot.at)) !== slot,
      resolve: (offset) => {
        if (!slot.sought) slot.position = offset + 1n;
      },
    });
    this.inHand -= 1;
    slot.busy = false;
    this.fetchAll();
  }
}

export const slotOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;
