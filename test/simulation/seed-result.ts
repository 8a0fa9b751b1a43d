import type { Violation } from '../checker/observed.js';

/** The invariant of a seed in which too little happened: nothing is wrong, and nothing is shown. */
export const TOO_TAME = 'too-tame';

/** What a worker tells of one seed. */
export interface SeedResult {
  seed: number;
  plant?: string;
  hash: string;
  events: number;
  steps: number;
  /** Of faults and deeds, by kind. */
  counts: Record<string, number>;
  /** How often each await point was reached. */
  points: Record<string, number>;
  violations: Violation[];
  /** Of a failed seed: what is left of its history when all is left out that can be. */
  minimal?: string[];
}

/** A seed to play, with what is broken in it on purpose. */
export interface Game {
  seed: number;
  plant?: string;
}

/** What a worker is asked. */
export interface WorkerTask {
  games: Game[];
  /** Failed seeds whose history is to be made short: it takes a minute each. */
  shrink: number;
}
