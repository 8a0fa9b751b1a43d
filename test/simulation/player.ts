import type { Logger } from '#messaging';
import { check } from '../checker/check.js';
import type { Violation } from '../checker/observed.js';
import { VirtualTime } from './engine/virtual-time.js';
import { planOf, START, type Plan } from './plan.js';
import type { Plant } from './plants.js';
import { play, type Played } from './play.js';
import { Backend } from './postgres/backend.js';
import { TOO_TAME } from './seed-result.js';
import { migrations } from './services.js';

/** The seed in which statements are planned for all: nearly every one is asked there. */
const WARM_UP = 1;

/** What each seed must have been, or it has shown nothing. */
const LEAST = { events: 50, crashes: 2, duplicates: 1, reordered: 1 };

/** Plays plans, one after the other, on one PostgreSQL. Virtual time rules the whole process from then on. */
export class Player {
  private constructor(
    private readonly time: VirtualTime,
    private readonly backend: Backend,
  ) {}

  static async open(): Promise<Player> {
    // Before PostgreSQL starts: its clock is the process's.
    const time = new VirtualTime(START);
    const player = new Player(time, await Backend.open(migrations));
    await player.warmUp();
    return player;
  }

  /** Plays it and looks at what came of it. */
  play(plan: Plan, plant?: Plant, log?: Logger): Promise<Played> {
    const { backend, time } = this;
    return play(plan, { backend, time, log, check: (observed) => check(observed, plan.expected) }, plant);
  }

  /** Plans are made once, and are the same whichever seed comes first. */
  private async warmUp(): Promise<void> {
    await this.play(planOf(WARM_UP));
    this.backend.keepPlans();
  }

  async close(): Promise<void> {
    await this.backend.close();
    this.time.close();
  }
}

/** Whether so much happened in it that it counts. */
export function tameness({ reordered }: Plan, { events, history }: Played): Violation[] {
  const count = (kind: string) => history.counts.get(kind) ?? 0;
  const was = {
    events,
    crashes: count('crash-before') + count('crash-after'),
    duplicates: count('duplicate'),
    reordered,
  };
  return Object.entries(LEAST).flatMap(([what, least]) => {
    const found = was[what as keyof typeof was];
    return found >= least ? [] : [{ invariant: TOO_TAME, detail: `${found} ${what}, at least ${least}` }];
  });
}
