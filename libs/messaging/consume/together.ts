import type { Run } from './read-runs.js';

interface Waiting {
  run: Run;
  settle: (why: unknown) => void;
}

export interface TogetherOptions {
  /** Transactions at a time. */
  concurrency: number;
  /** Records in one of them. */
  most: number;
  /** Takes runs of one topic's different partitions; of each why it was not taken. Must not throw. */
  take: (runs: readonly Run[]) => Promise<unknown[]>;
}

/**
 * Gathers what waits to be taken: the runs of one topic that arrive together go into one transaction. A trickle comes
 * as a few records on every partition, and each would cost a transaction of its own.
 */
export class Together {
  private waiting: Waiting[] = [];
  private underWay = 0;

  constructor(private readonly options: TogetherOptions) {}

  /** @throws why it was not taken */
  take(run: Run): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (why: unknown): void => (why === undefined ? resolve() : reject(why));
      this.waiting.push({ run, settle });
      // What was fetched with it is handed over in the same turn of the loop.
      setImmediate(() => void this.next());
    });
  }

  private async next(): Promise<void> {
    if (this.underWay >= this.options.concurrency) return;
    const group = this.group();
    if (group.length === 0) return;
    this.underWay += 1;
    const outcomes = await this.options.take(group.map(({ run }) => run));
    this.underWay -= 1;
    group.forEach(({ settle }, at) => settle(outcomes[at]));
    void this.next();
  }

  /** The run that has waited longest, and others of its topic, as many as fit. */
  private group(): Waiting[] {
    const group: Waiting[] = [];
    const partitions = new Set<number>();
    let records = 0;
    for (const one of this.waiting) {
      const { topic, partition, records: own } = one.run;
      const fits = group.length === 0 || records + own.length <= this.options.most;
      if (topic !== this.waiting[0]?.run.topic || partitions.has(partition) || !fits) continue;
      group.push(one);
      partitions.add(partition);
      records += own.length;
    }
    this.waiting = this.waiting.filter((one) => !group.includes(one));
    return group;
  }
}
