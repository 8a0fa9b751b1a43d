import type { Service } from '#contracts';
import type { Database } from '#postgres';
import type { Consumption, FetchedBatch, KafkaPort, TopicPartition } from '../kafka/port.js';
import type { Logger } from '../logger.js';
import type { Halted } from '../parking/recovery.js';
import type { Names } from '../settings.js';
import { describe } from './faults.js';
import { slotOf } from './offsets.js';
import { pause } from './pause.js';
import { startPositions, type Lost } from './start-positions.js';

/** Where the partitions of a consumer go on, as the database says, and which of them must not be read on. */
export class Standing {
  /** Partitions that must not be read on, with the reason. */
  readonly halted = new Map<string, string>();
  /** Of those, the ones whose position Kafka does not hold any more. */
  readonly outOfRange: Halted[] = [];
  /** False until the group is joined and positioned. */
  positioned = false;
  /** How often the group was joined: what began before the last time knows nothing of the positions since. */
  generation = 0;
  private ended = false;
  private consumption?: Consumption;
  /** How far each partition was read since the group was joined: the client must never fetch from before it. */
  private readonly read = new Map<string, bigint>();

  constructor(
    private readonly service: Service,
    private readonly names: Names,
    private readonly database: Database,
    private readonly kafka: KafkaPort,
    private readonly log: Logger,
  ) {}

  /** Synchronous: nothing may be fetched before the database has said from where (messaging-review 7). */
  join(assigned: TopicPartition[], consumption: Consumption): void {
    this.generation += 1;
    this.consumption = consumption;
    this.positioned = false;
    this.halted.clear();
    this.outOfRange.length = 0;
    this.read.clear();
    consumption.pause(assigned);
    void this.position(assigned, consumption);
  }

  /** Nothing is positioned any more. */
  end(): void {
    this.ended = true;
  }

  /**
   * The client reads elsewhere than the database says: another replica was faster, or Kafka has lost the position and
   * the client began anew without a word. The second is seen only by asking what Kafka holds (messaging-review 6).
   * @param at its topic as the broker calls it
   */
  findAgain(at: TopicPartition): void {
    if (!this.consumption) return;
    this.consumption.pause([at]);
    void this.position([at], this.consumption);
  }

  /** The partition was read up to this offset. */
  reached(at: TopicPartition, next: bigint): void {
    this.read.set(slotOf(at), next);
  }

  /**
   * Whether the client brings what lies before the position, which halts the partition: Kafka no longer held it, and the
   * client began anew without a word. What it brings may already reach beyond what was read of the old topic, and would
   * be skipped as seen (messaging-review 6).
   */
  isSetBack({ topic, partition }: FetchedBatch, fetchedOffset: bigint): boolean {
    const next = this.read.get(slotOf({ topic, partition })) ?? 0n;
    if (fetchedOffset >= next) return false;
    this.consumption?.pause([{ topic: this.names.onBroker(topic), partition }]);
    const why = `the database has read up to ${next}, which Kafka did not hold any more: the topic was recreated or lost records`;
    this.halt({ topic, partition, next, nearest: fetchedOffset, why });
    return true;
  }

  private async position(assigned: TopicPartition[], consumption: Consumption): Promise<void> {
    const { generation } = this;
    for (let attempt = 0; !this.ended && generation === this.generation; attempt++) {
      try {
        const { starts, lost } = await startPositions(assigned, this.names, this.database, this.kafka);
        if (generation !== this.generation) return;
        for (const one of lost) this.halt(one);
        for (const { at, next } of starts) {
          this.reached({ ...at, topic: this.names.plain(at.topic) }, next);
          consumption.seek(at, next);
        }
        consumption.resume(starts.map(({ at }) => at));
        this.positioned = true;
        return;
      } catch (error) {
        this.log.warn({ error: describe(error) }, 'cannot load offsets yet');
        await pause(Math.min(5_000, 200 * 2 ** attempt));
      }
    }
  }

  private halt({ why, ...position }: Lost): void {
    const remedy = `when that is understood: npm run admin -- offsets accept ${this.service}`;
    this.halted.set(slotOf(position), `${why}; ${remedy}`);
    this.outOfRange.push(position);
    const { topic, partition, next } = position;
    this.log.error({ topic, partition, next: String(next) }, why);
  }
}
