import type { Instant, Service } from '#contracts';
import type { Database } from '#postgres';
import { GroupConsumer } from './consume/consumer.js';
import type { Hearing } from './consume/decode.js';
import type { Heard } from './consume/slice.js';
import type { Fact } from './fact.js';
import type { Batch, Turn } from './incoming.js';
import type { KafkaPort } from './kafka/port.js';
import type { Logger } from './logger.js';
import { ParkingDesk } from './parking/desk.js';
import { Recovery } from './parking/recovery.js';
import { Relay } from './relay/relay.js';
import { Names, type MessagingSettings } from './settings.js';
import { Barrier } from './time/barrier.js';
import { Flush } from './time/flush.js';
import { Sweeper, type Sweep } from './time/sweeper.js';
import { Turns } from './turns.js';

/** The service that also takes in inbound records which nobody can own. */
const STRAYS_GO_TO: Service = 'orders';

/** One handler per source. */
export interface Subscription {
  source: string;
  types: readonly string[];
  handle(batch: Batch, turn: Turn): Promise<Fact[]>;
}

export interface Databases {
  api: Database;
  worker: Database;
  ops: Database;
}

/** Everything that moves events in and out of one service process. */
export class Messaging {
  readonly turns: Turns;
  readonly flush: Flush;
  readonly desk: ParkingDesk;
  private readonly recovery: Recovery;
  private readonly relay: Relay;
  private readonly names: Names;
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly hearing = new Map<string, Hearing>();
  private readonly heard: Heard;
  private readonly barrier: Barrier;
  private consumer?: GroupConsumer;
  private sweeper?: Sweeper;

  constructor(
    private readonly settings: MessagingSettings,
    private readonly databases: Databases,
    private readonly kafka: KafkaPort,
    private readonly log: Logger,
  ) {
    const { service, namespace } = settings;
    this.names = new Names(namespace);
    const committed = () => this.relay.wake();
    const heardTopics = () => this.consumer?.heardTopics() ?? [];
    this.heard = {
      service,
      hearing: this.hearing,
      dispatch: (source, batch, turn) => this.dispatch(source, batch, turn),
    };
    this.relay = new Relay(service, namespace, this.names, databases.worker, kafka, log);
    this.turns = new Turns(service, databases.api, databases.ops, committed);
    const hurry = () => this.relay.hurry();
    this.flush = new Flush(service, heardTopics, this.names, databases.worker, kafka, hurry);
    this.desk = new ParkingDesk(this.heard, databases.ops, databases.worker, committed);
    this.recovery = new Recovery(databases.ops, databases.worker);
    this.barrier = new Barrier(settings, this.flush, log);
  }

  /** Begins to read, to send, and (but for a simulated namespace) to watch the clock. Kafka may still be away. */
  start(subscriptions: readonly Subscription[], sweeps: readonly Sweep[]): void {
    const { service } = this.settings;
    for (const subscription of subscriptions) this.subscribe(subscription);
    if (this.hearing.has('inbound') && !this.hearing.has('gateway.events')) {
      this.subscribe({ source: 'gateway.events', types: [], handle: async () => [] });
    }
    const committed = () => this.relay.wake();
    // What a sweep says is gathered already, and somebody's money waits for it.
    const hurry = () => this.relay.hurry();
    this.sweeper = new Sweeper(service, sweeps, this.databases.worker, this.barrier, hurry, this.log);
    this.relay.start();
    if (this.hearing.size > 0) {
      this.consumer = new GroupConsumer(
        this.heard,
        this.names,
        this.databases.worker,
        this.kafka,
        committed,
        this.log,
      );
      this.consumer.start();
    }
    if (!this.settings.simulated) this.sweeper.start();
  }

  async stop(): Promise<void> {
    await this.sweeper?.stop();
    await this.consumer?.stop();
    await this.relay.stop();
    await this.kafka.close();
  }

  /** Why this process must not be counted as ready; empty when it is. */
  troubles(): string[] {
    const troubles = [...(this.consumer?.standing.halted ?? [])].map(([slot, why]) => `${slot}: ${why}`);
    if (this.relay.trouble) troubles.push(this.relay.trouble);
    if (this.consumer && !this.consumer.standing.positioned) troubles.push('joining the consumer group');
    return troubles;
  }

  /** After a restore that was meant: this outbox speaks as a new source. */
  newIncarnation(by: string): Promise<string> {
    return this.recovery.newIncarnation(by);
  }

  /** Gives up records that Kafka has lost: halted partitions read on from what it still has. */
  async acceptOffsets(by: string): Promise<string> {
    await this.consumer?.untilPositioned();
    const outcome = await this.recovery.acceptOffsets(by, this.consumer?.standing.outOfRange ?? []);
    this.consumer?.restart();
    return outcome;
  }

  /** Handles all that is due up to an instant; for a simulated namespace, whose replay has seen to the barrier. */
  async sweepUntil(until: Instant): Promise<number> {
    return (await this.sweeper?.sweepUntil(until)) ?? 0;
  }

  /** Sets the clock of a simulated namespace, which stands still. */
  async setClock(instant: Instant): Promise<void> {
    if (!this.settings.simulated) throw new Error('only a simulated namespace has a clock that can be set');
    await this.databases.worker.transaction((tx) =>
      tx.query('update clock set still = instant($1)', [instant]),
    );
  }

  /** Seconds that a sweep is held back by the barrier, and how late each sweep last was (ms). */
  sweepState(): { blockedSeconds: number; lateness: ReadonlyMap<string, number> } {
    return { blockedSeconds: this.barrier.blockedSeconds(), lateness: this.sweeper?.lateness ?? new Map() };
  }

  private subscribe(subscription: Subscription): void {
    if (this.subscriptions.has(subscription.source)) {
      throw new Error(`two methods hear ${subscription.source}: one must, or its events lose their order`);
    }
    this.subscriptions.set(subscription.source, subscription);
    const types = new Set(subscription.types);
    if (subscription.source === 'gateway.events') types.add('makegood.PublisherChanged.v1');
    this.hearing.set(subscription.source, { types, takesStrays: this.settings.service === STRAYS_GO_TO });
  }

  private async dispatch(source: string, batch: Batch, turn: Turn): Promise<Fact[]> {
    const subscription = this.subscriptions.get(source)!;
    const wanted = batch.filter(({ contract }) => subscription.types.includes(contract.type));
    return wanted.length > 0 ? subscription.handle(wanted, turn) : [];
  }
}
