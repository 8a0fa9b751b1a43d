import { verdict, type Bound, type Judged } from './result.js';
import { interval90, median } from './statistics.js';

/** Figures of our own, one per round, that must keep to a bound above 0: milliseconds, megabytes, a pace. */
export type Bounded = Bound & {
  name: string;
  unit: string;
  /** One per round. A figure of 0 is given as the least that can be told from it. */
  values: readonly number[];
  /** Per unit of work, of all processes that took part. */
  cpuSecondsPerUnit?: number | undefined;
  notes?: readonly string[];
};

/** There is no peer: the bound stands in its place, and the ratio says how much of it was used or reached. */
export function bounded(figures: Bounded): Judged {
  const { name, unit, values, cpuSecondsPerUnit, notes = [] } = figures;
  const bound = 'atLeast' in figures ? figures.atLeast : figures.atMost;
  const ours = median(values);
  const result = {
    name,
    ours,
    peer: bound,
    ratio: ours / bound,
    interval: interval90(values.map((value) => value / bound)),
    unit,
    cpuSecondsPerUnit: { ours: cpuSecondsPerUnit ?? null, peer: null },
    rounds: values.length,
  };
  const expected: Bound = 'atLeast' in figures ? { atLeast: 1 } : { atMost: 1 };
  return { result, expected, verdict: verdict(result, { expected }), notes };
}
