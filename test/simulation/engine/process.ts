import type { Scheduler, StepOptions } from './scheduler.js';
import type { TimerOwner } from './virtual-time.js';

/** One process of the simulated world: it can die or stand still at each of its await points. */
export class Process implements TimerOwner {
  state: 'running' | 'paused' | 'dead' = 'running';
  private held: (() => void)[] = [];
  private readonly ends: (() => void)[] = [];
  private readonly pauses: (() => void)[] = [];

  /** @param kind what it is a process of: a service, or `client`. */
  constructor(
    readonly name: string,
    readonly kind: string,
    private readonly scheduler: Scheduler,
  ) {}

  /** An await point: `work` is done when the scheduler says so, and may be the last that this process ever did. */
  step<T>(point: string, work: () => Promise<T> | T, options?: StepOptions): Promise<T> {
    return this.scheduler.submit(this, point, work, options);
  }

  /** Runs `work` now, or when the process goes on, or never. */
  defer(work: () => void): void {
    if (this.state === 'running') work();
    else if (this.state === 'paused') this.held.push(work);
  }

  /** What the world does when it dies: the server rolls its transaction back, its group notices, ... */
  onEnd(work: () => void): void {
    this.ends.push(work);
  }

  /** Its heartbeats stop. */
  onPause(work: () => void): void {
    this.pauses.push(work);
  }

  pause(): void {
    if (this.state !== 'running') return;
    this.state = 'paused';
    this.pauses.forEach((work) => work());
  }

  resume(): void {
    if (this.state !== 'paused') return;
    this.state = 'running';
    const held = this.held;
    this.held = [];
    held.forEach((work) => work());
  }

  die(): void {
    if (this.state === 'dead') return;
    this.state = 'dead';
    this.held = [];
    this.scheduler.forget(this);
    this.ends.forEach((work) => work());
  }
}
