/** What a figure must reach: a pace at least, a cost at most. */
export type Bound = { atLeast: number } | { atMost: number };
/** What a count must be. */
export interface Exactly {
  exactly: number;
}

export function within(value: number, bound: Bound): boolean {
  return 'atLeast' in bound ? value >= bound.atLeast : value <= bound.atMost;
}

export function boundInWords(bound: Bound | Exactly): string {
  if ('exactly' in bound) return `= ${bound.exactly}`;
  return 'atLeast' in bound ? `>= ${bound.atLeast}` : `<= ${bound.atMost}`;
}

/** One line of the answer, in the shape that `--json` prints. */
export interface Result {
  name: string;
  /** Medians. Where there is no peer, `peer` is the bound. */
  ours: number;
  peer: number;
  /** Of the medians. */
  ratio: number;
  /** 90 %, of the ratios of the rounds. */
  interval: [low: number, high: number];
  unit: string;
  cpuSecondsPerUnit: { ours: number | null; peer: number | null };
  rounds: number;
}

/** What a row is worth: a peer that ran worse than when it was first seen ran badly, so beating it says nothing. */
export type Verdict = 'holds' | 'misses' | 'unfair';

/**
 * A row holds if its interval reaches the bound.
 * @param bounds `expected` of the ratio; `fair`: what the peer alone reached in its first run, with some room.
 */
export function verdict(
  { peer, interval: [low, high] }: Result,
  bounds: { expected: Bound; fair?: Bound },
): Verdict {
  if (bounds.fair && !within(peer, bounds.fair)) return 'unfair';
  return within('atLeast' in bounds.expected ? high : low, bounds.expected) ? 'holds' : 'misses';
}

/** A line of the answer with what it is held against. */
export interface Judged {
  result: Result;
  expected: Bound | Exactly;
  verdict: Verdict;
  /** What a reader wants beside the figures, a line each. */
  notes?: readonly string[];
}
