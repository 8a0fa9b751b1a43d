import type { Judged } from './result.js';

/** Counts of one run, each with what it must be: not more and not less. */
export interface Counted {
  name: string;
  /** Of the first count. */
  unit: string;
  counts: Readonly<Record<string, readonly [found: number, exactly: number]>>;
  notes?: readonly string[];
}

/** A row that holds if every count is exact. It shows the first that is not, else the first. */
export function counted({ name, unit, counts, notes = [] }: Counted): Judged {
  const all = Object.entries(counts);
  const off = all.find(([, [found, exactly]]) => found !== exactly);
  const [what, [ours, peer]] = off ?? all[0] ?? ['nothing', [NaN, NaN]];
  const ratio = ours / peer;
  const words = all.map(([of, [found, exactly]]) => `${of} ${figure(found)} of exactly ${figure(exactly)}`);
  return {
    result: {
      name,
      ours,
      peer,
      ratio,
      interval: [ratio, ratio],
      unit: off ? what : unit,
      cpuSecondsPerUnit: { ours: null, peer: null },
      rounds: 1,
    },
    expected: { exactly: 1 },
    verdict: off || all.length === 0 ? 'misses' : 'holds',
    notes: [words.join(', '), ...notes],
  };
}

const figure = (value: number): string => value.toLocaleString('en-US');
