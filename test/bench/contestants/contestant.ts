import type { Place } from '../stack/bench-stack.js';

/** One side of a duel, inside its own process. It starts and stops once per round; what is compiled stays warm. */
export interface Contestant {
  /** Begins to consume. @param began to be called as the first records arrive: the clock runs from there. */
  start(round: number, began: () => void): Promise<void>;
  /** Comes to rest: nothing is consumed, written or sent any more. */
  stop(): Promise<void>;
}

/** @param setup what the row gave to `Spawned.open`, come as JSON. */
export type OpenContestant<Setup = Place> = (setup: Setup) => Promise<Contestant>;

/** What the bench tells a contestant's process. */
export type Order =
  { act: 'open'; module: string; setup: unknown } | { act: 'start'; round: number } | { act: 'stop' };

/** What it answers. */
export type Answer =
  { said: 'opened' | 'stopped' } | { said: 'began'; at: number } | { said: 'failed'; why: string };
