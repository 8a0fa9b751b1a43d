import { verdict, type Judged } from './result.js';
import { interval90, median } from './statistics.js';

/** Figures of our own, one per round, that must not exceed a bound: milliseconds, megabytes. */
export interface Bounded {
  name: string;
  unit: string;
  /** Above 0. */
  atMost: number;
  /** One per round. A figure of 0 is given as the least that can be told from it. */
  values: readonly number[];
  /** Per unit of work, of all processes that took part. */
  cpuSecondsPerUnit?: number | undefined;
  notes?: readonly string[];
}

/** There is no peer: the bound stands in its place, and the ratio is the part of it that is used. */
export function bounded({ name, unit, atMost, values, cpuSecondsPerUnit, notes = [] }: Bounded): Judged {
  const ours = median(values);
  const result = {
    name,
    ours,
    peer: atMost,
    ratio: ours / atMost,
    interval: interval90(values.map((value) => value / atMost)),
    unit,
    cpuSecondsPerUnit: { ours: cpuSecondsPerUnit ?? null, peer: null },
    rounds: values.length,
  };
  const expected = { atMost: 1 };
  return { result, expected, verdict: verdict(result, { expected }), notes };
}
