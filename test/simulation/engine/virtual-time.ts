import { AsyncLocalStorage } from 'node:async_hooks';
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';
import FakeTimers from '@sinonjs/fake-timers';

/** Whoever sets a timer: a dead one's never fires, a paused one's fires when it goes on. */
export interface TimerOwner {
  defer(work: () => void): void;
}

const owners = new AsyncLocalStorage<TimerOwner>();

/**
 * Takes the place of the process's clock and timers, for all code in it: nothing passes but what the simulation lets
 * pass. Immediates and ticks stay real, as they order what runs within one instant.
 */
export class VirtualTime {
  private readonly clock: FakeTimers.Clock;
  private readonly realPromise = timersPromises.setTimeout;

  constructor(now: number) {
    this.clock = FakeTimers.install({
      now,
      toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'],
    });
    const { setTimeout, setInterval } = globalThis;
    const owned = (work: () => void) => {
      const owner = owners.getStore();
      return owner ? () => owner.defer(work) : work;
    };
    globalThis.setTimeout = ((work: () => void, ms?: number) =>
      setTimeout(owned(work), ms)) as typeof globalThis.setTimeout;
    globalThis.setInterval = (work: () => void, ms?: number) => setInterval(owned(work), ms);
    timersPromises.setTimeout = ((ms: number, value?: unknown) =>
      new Promise<unknown>((resolve) =>
        globalThis.setTimeout(() => resolve(value), ms),
      )) as unknown as typeof timersPromises.setTimeout;
    syncBuiltinESMExports();
  }

  /** Epoch milliseconds. */
  get now(): number {
    return Date.now();
  }

  /** Whose timers are those that `work` and all that follows from it set. */
  as<T>(owner: TimerOwner, work: () => T): T {
    return owners.run(owner, work);
  }

  /** A timer of the world itself, which no process can lose. @returns how to call it off. */
  after(ms: number, work: () => void): () => void {
    const timer = owners.exit(() => globalThis.setTimeout(work, ms));
    return () => clearTimeout(timer);
  }

  /** Lets time pass; what falls due meanwhile fires in its order. */
  pass(ms: number): void {
    if (ms > 0) this.clock.tick(ms);
  }

  /** Passes on to the next timer. @returns false when there is none. */
  skip(): boolean {
    if (this.clock.countTimers() === 0) return false;
    this.clock.next();
    return true;
  }

  /** Sets the date without a timer firing: days of business in no time. */
  jump(to: number): void {
    this.clock.setSystemTime(to);
  }

  /** Forgets all timers and starts at an instant. */
  reset(now: number): void {
    this.clock.reset();
    this.clock.setSystemTime(now);
  }

  close(): void {
    this.clock.uninstall();
    timersPromises.setTimeout = this.realPromise;
    syncBuiltinESMExports();
  }
}
