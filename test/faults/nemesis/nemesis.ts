import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena, Kind } from './kind.js';

const TRIES = 3;

/** Injects kinds in random order: each once first, then at random until time is up. Counts what it did. */
export class Nemesis {
  readonly injected = new Map<string, number>();

  /** @param over is told of each fault that was injected, as it is over */
  constructor(
    private readonly kinds: readonly Kind[],
    private readonly arena: Arena,
    private readonly over: (kind: string) => void = () => undefined,
  ) {
    for (const { name } of kinds) this.injected.set(name, 0);
  }

  /** @param until no fault begins after it, but for those that were not there yet */
  async rage(until: number): Promise<void> {
    const { random, tell } = this.arena;
    for (const kind of random.shuffle(this.kinds)) {
      for (let tries = 0; tries < TRIES && !(await this.inject(kind)); tries += 1)
        tell(`${kind.name}: its moment did not come; once more`);
    }
    const again = this.kinds.filter(({ once }) => once !== true);
    while (Date.now() < until && again.length > 0) {
      await this.inject(random.pick(again));
      await sleep(random.whole(100, 1_500));
    }
  }

  /** A fault that could not be brought about is told and not counted: one that never could fails the run. */
  async inject(kind: Kind): Promise<boolean> {
    const from = Date.now();
    const { tell } = this.arena;
    const done = await kind.inject(this.arena).catch((error: unknown) => {
      tell(`${kind.name}: ${String(error)}`);
      return false;
    });
    if (done) {
      this.injected.set(kind.name, (this.injected.get(kind.name) ?? 0) + 1);
      this.over(kind.name);
    }
    tell(`${kind.name}: ${done ? 'done' : 'not injected'} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
    return done;
  }
}
