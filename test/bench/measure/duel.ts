import { interval90, median } from './statistics.js';

/** What one side did in one round. */
export interface Measured {
  /** Units per second. */
  rate: number;
  /** Of all processes that took part, servers included; unknown where /proc does not show them. */
  cpuSecondsPerUnit?: number;
}

export interface Duel {
  ours(round: number): Promise<Measured>;
  peer(round: number): Promise<Measured>;
}

export interface Round {
  ours: Measured;
  peer: Measured;
}

/** Ours and the peer in turn, A B A B, after a warm-up round that does not count. */
export async function rounds(duel: Duel, count: number, tell: (line: string) => void): Promise<Round[]> {
  const done: Round[] = [];
  for (let round = 0; round <= count; round++) {
    const ours = await duel.ours(round);
    const peer = await duel.peer(round);
    if (round > 0) done.push({ ours, peer });
    const name = round === 0 ? 'warm-up' : `round ${round}/${count}`;
    tell(`${name}: ours ${shown(ours)}, peer ${shown(peer)}, ratio ${(ours.rate / peer.rate).toFixed(2)}`);
  }
  return done;
}

function shown({ rate, cpuSecondsPerUnit }: Measured): string {
  const cpu = cpuSecondsPerUnit === undefined ? '' : ` (${(cpuSecondsPerUnit * 1e6).toFixed(0)} us CPU each)`;
  return `${Math.round(rate)}/s${cpu}`;
}

/** One line of the answer, in the shape that `--json` prints. */
export interface Result {
  name: string;
  /** Medians. */
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

export function summary(name: string, unit: string, all: readonly Round[]): Result {
  const ours = median(all.map((round) => round.ours.rate));
  const peer = median(all.map((round) => round.peer.rate));
  return {
    name,
    ours,
    peer,
    ratio: ours / peer,
    interval: interval90(all.map((round) => round.ours.rate / round.peer.rate)),
    unit,
    cpuSecondsPerUnit: {
      ours: medianCpu(all.map((round) => round.ours)),
      peer: medianCpu(all.map((round) => round.peer)),
    },
    rounds: all.length,
  };
}

function medianCpu(all: readonly Measured[]): number | null {
  const known = all.flatMap(({ cpuSecondsPerUnit }) => cpuSecondsPerUnit ?? []);
  return known.length === all.length ? median(known) : null;
}

/** What a row is worth: a peer below its floor ran badly, so beating it says nothing. */
export type Verdict = 'holds' | 'misses' | 'unfair';

/** @param bounds `expected` ratio; `floor` of the peer's rate. A row holds if its interval reaches the bound. */
export function verdict({ peer, interval }: Result, bounds: { expected: number; floor: number }): Verdict {
  if (peer < bounds.floor) return 'unfair';
  return interval[1] >= bounds.expected ? 'holds' : 'misses';
}
