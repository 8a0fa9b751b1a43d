import type { Database } from '#postgres';
import type { Logger } from '../logger.js';
import { describe, isPoison, SeekTo, TooMuchPoison, tookTooLong } from './faults.js';
import type { Leniency, Run } from './read-runs.js';
import { takeSlice, type Heard } from './slice.js';

/** So many records in a row that no handler can take are no bad records but a bad deploy. */
const STRIKES = 100;

/** Turns records into effects: one transaction holds the partitions' offset rows, the effects and the new offsets. */
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
   * Takes runs of several partitions of one topic in one transaction; where that cannot be, each by itself.
   * @returns of each why it was not taken, undefined when it was; see {@link take}
   */
  async takeTogether(runs: readonly Run[]): Promise<unknown[]> {
    if (runs.length > 1) {
      try {
        await this.commit(runs);
        this.strikes = 0;
        return runs.map(() => undefined);
      } catch (error) {
        // Neither a bad record nor a lost position of one is the others' affair; what befell the database is.
        const isShared = !isPoison(error) && !(error instanceof SeekTo) && !tookTooLong(error);
        if (isShared) return runs.map(() => error);
      }
    }
    const outcomes: unknown[] = [];
    for (const run of runs)
      outcomes.push(
        await this.take(run).then(
          () => undefined,
          (error: unknown) => error,
        ),
      );
    return outcomes;
  }

  /**
   * Takes a run in one transaction; where that is a record's fault, finds it by halves and puts it aside. What is too
   * much for one transaction is taken by halves as well: as a whole it would be too much for ever.
   * @throws SeekTo when the database stands elsewhere; TooMuchPoison; or what is not a record's fault
   */
  async take(run: Run): Promise<void> {
    try {
      await this.commit([run]);
      this.strikes = 0;
    } catch (error) {
      const { records } = run;
      if (!isPoison(error) && !(tookTooLong(error) && records.length > 1)) throw error;
      if (records.length > 1) {
        const middle = records.length >> 1;
        const last = records[middle - 1]!.offset;
        await this.take({ ...run, records: records.slice(0, middle), through: last });
        await this.take({ ...run, records: records.slice(middle), fetchedOffset: last + 1n });
      } else {
        await this.putAside(run, error);
      }
    }
  }

  private async putAside(run: Run, error: unknown): Promise<void> {
    if (++this.strikes > STRIKES) {
      throw new TooMuchPoison(`${STRIKES} records in a row failed, the last with ${describe(error)}`);
    }
    const why = { reason: 'handler-failed', detail: describe(error) };
    const { topic, partition, records } = run;
    const offset = String(records[0]?.offset);
    this.log.error({ topic, partition, offset, error: why.detail }, 'a record is put aside');
    try {
      const turn = await this.commit([run], { parkWoken: why });
      if (turn.woken > 0) return;
    } catch (again) {
      if (!isPoison(again)) throw again;
      await this.commit([run], { park: why });
    }
  }

  private async commit(runs: readonly Run[], lenient: Leniency = {}): Promise<{ woken: number }> {
    const turn = await this.database.transaction((tx) => takeSlice(tx, this.heard, runs, lenient));
    this.committed();
    return turn;
  }
}
