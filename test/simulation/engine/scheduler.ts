import type { Random } from '../../checker/workload/random.js';
import type { Fault, FaultSource } from './faults.js';
import type { History } from './history.js';
import type { Process } from './process.js';
import type { VirtualTime } from './virtual-time.js';

export interface StepOptions {
  /** Whether it can be done now; left out: always. */
  ready?: () => boolean;
  /** Makes its reply lost: what it did is done, and whoever asked gets this error. */
  loseReply?: () => Error;
  /** Does half of it, and whoever asked gets an error. */
  tear?: () => Error;
  /** Instead of it the Kafka client ends for good, and says so by its event only. */
  giveUp?: () => void;
  /** The same while it joins its group: whoever asked is told that it has joined. */
  failJoin?: () => void;
}

interface Step {
  process: Process;
  point: string;
  options: StepOptions;
  work: () => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/** Nothing can ever happen again, or far too much did. */
export class StuckError extends Error {}

/** More steps than this in one seed: something goes round in circles. */
const MOST_STEPS = 20_000;

/** Does one await point of one process at a time, in an order that the seed decides, and lets faults happen there. */
export class Scheduler {
  private waiting: Step[] = [];
  steps = 0;

  constructor(
    private readonly random: Random,
    private readonly time: VirtualTime,
    private readonly faults: FaultSource,
    private readonly history: History,
  ) {}

  submit<T>(
    process: Process,
    point: string,
    work: () => Promise<T> | T,
    options: StepOptions = {},
  ): Promise<T> {
    // A dead process's await never ends, and nobody remembers it.
    if (process.state === 'dead') return new Promise(() => undefined);
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({
        process,
        point,
        options,
        work,
        resolve: (value) => resolve(value as T),
        reject,
      });
    });
  }

  forget(process: Process): void {
    this.waiting = this.waiting.filter((step) => step.process !== process);
  }

  /** Goes on until `done`, asked between any two steps. @throws StuckError when that can never be. */
  async run(done: () => boolean): Promise<void> {
    for (;;) {
      await settled();
      if (done()) return;
      const step = this.draw();
      if (step) await this.take(step);
      else if (!this.time.skip()) throw new StuckError('nothing is left that could happen');
    }
  }

  /** One of those that could be done now; undefined: time must pass first. */
  private draw(): Step | undefined {
    const could = this.waiting.filter(
      ({ process, options }) => process.state === 'running' && (options.ready?.() ?? true),
    );
    return could.length > 0 ? this.random.pick(could) : undefined;
  }

  private async take(step: Step): Promise<void> {
    if ((this.steps += 1) > MOST_STEPS) throw new StuckError(`${MOST_STEPS} steps, and no end in sight`);
    const { process, point, options } = step;
    const fault = this.faults.at(process, options);
    this.history.note(process.name, point, fault?.kind);
    if (fault?.kind === 'pause') return this.pause(process, fault.ms);
    this.waiting.splice(this.waiting.indexOf(step), 1);
    if (fault?.kind === 'crash-before') return process.die();
    const outcome = await this.outcome(step, fault);
    this.time.pass(this.random.whole(0, 2));
    if (fault?.kind === 'crash-after') return process.die();
    // Died or stopped while it was asking: the reply finds nobody, or waits for it.
    process.defer(outcome);
  }

  private async outcome({ work, resolve, reject, options }: Step, fault?: Fault): Promise<() => void> {
    try {
      if (fault?.kind === 'tear' && options.tear) throw options.tear();
      if (fault?.kind === 'give-up' || fault?.kind === 'fail-join') {
        (options.giveUp ?? options.failJoin)?.();
        return () => resolve(undefined);
      }
      const value = await work();
      if (fault?.kind === 'lose-reply' && options.loseReply) {
        const error = options.loseReply();
        return () => reject(error);
      }
      return () => resolve(value);
    } catch (error) {
      return () => reject(error);
    }
  }

  private pause(process: Process, ms: number): void {
    process.pause();
    this.time.after(ms, () => process.resume());
  }
}

/** When all that could run without a step or a timer has run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
