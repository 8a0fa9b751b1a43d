import type { Database } from '#postgres';
import type { ReadRecord, TopicPartition } from '../kafka/port.js';
import type { Logger } from '../logger.js';
import { describe, isPoison, SeekTo, TooMuchPoison } from './faults.js';
import { lockOffset, moveOffset } from './offsets.js';
import { takeSlice, type Heard, type Leniency } from './slice.js';

/** So many records in a row that no handler can take are no bad records but a bad deploy. */
const STRIKES = 100;

/** Turns slices of a partition into effects: one transaction holds the offset's row, the effects and the new offset. */
export class SliceTaker {
  private strikes = 0;

  constructor(
    private readonly heard: Heard,
    private readonly database: Database,
    private readonly committed: () => void,
    private readonly log: Logger,
  ) {}

  /** What was an outage is over, or is to be tried again. */
  forgive(): void {
    this.strikes = 0;
  }

  /**
   * Takes the records in one transaction; where that is a record's fault, finds it by halves and puts it aside.
   * @param through the last offset that they stand for, control records included
   * @param fetchedOffset where the fetch began: nothing between it and the first record was left out
   * @throws SeekTo when the database stands elsewhere; TooMuchPoison; or what is not a record's fault
   */
  async take(
    at: TopicPartition,
    records: readonly ReadRecord[],
    through: bigint,
    fetchedOffset: bigint,
  ): Promise<void> {
    try {
      await this.commit(at, records, through, fetchedOffset);
      this.strikes = 0;
    } catch (error) {
      if (!isPoison(error)) throw error;
      if (records.length > 1) {
        const middle = records.length >> 1;
        const last = records[middle - 1]!.offset;
        await this.take(at, records.slice(0, middle), last, fetchedOffset);
        await this.take(at, records.slice(middle), through, last + 1n);
      } else {
        await this.putAside(at, records, through, fetchedOffset, error);
      }
    }
  }

  private async putAside(
    at: TopicPartition,
    records: readonly ReadRecord[],
    through: bigint,
    fetchedOffset: bigint,
    error: unknown,
  ): Promise<void> {
    if (++this.strikes > STRIKES) {
      throw new TooMuchPoison(`${STRIKES} records in a row failed, the last with ${describe(error)}`);
    }
    const why = { reason: 'handler-failed', detail: describe(error) };
    const { topic, partition } = at;
    const offset = String(records[0]?.offset);
    this.log.error({ topic, partition, offset, error: why.detail }, 'a record is put aside');
    try {
      const turn = await this.commit(at, records, through, fetchedOffset, { parkWoken: why });
      if (turn.woken > 0) return;
    } catch (again) {
      if (!isPoison(again)) throw again;
      await this.commit(at, records, through, fetchedOffset, { park: why });
    }
  }

  private async commit(
    at: TopicPartition,
    records: readonly ReadRecord[],
    through: bigint,
    fetchedOffset: bigint,
    lenient: Leniency = {},
  ): Promise<{ woken: number }> {
    const turn = await this.database.transaction(async (tx) => {
      const { next, parked } = await lockOffset(tx, at);
      // Wholly below is no better than beyond: a topic that was made again starts there (messaging-review 6).
      if (fetchedOffset > next || through < next) throw new SeekTo(next);
      const fresh = records.filter(({ offset }) => offset >= next);
      const taken = await takeSlice(tx, this.heard, at, fresh, parked, lenient);
      await moveOffset(tx, at, through + 1n);
      return taken;
    });
    this.committed();
    return turn;
  }
}
