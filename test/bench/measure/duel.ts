import type { Result } from './result.js';
import { interval90, median } from './statistics.js';

/** What one side did in one round. */
export interface Measured {
  /** A pace (units per second) or a cost (per unit): the row says in which unit. */
  value: number;
  /** Of all processes that took part, servers included; unknown where /proc does not show them. */
  cpuSecondsPerUnit?: number | undefined;
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
    tell(`${name}: ours ${shown(ours)}, peer ${shown(peer)}, ratio ${(ours.value / peer.value).toFixed(2)}`);
  }
  return done;
}

function shown({ value, cpuSecondsPerUnit }: Measured): string {
  const cpu = cpuSecondsPerUnit === undefined ? '' : ` (${(cpuSecondsPerUnit * 1e6).toFixed(0)} us CPU each)`;
  return `${Math.round(value)}${cpu}`;
}

export function summary(name: string, unit: string, all: readonly Round[]): Result {
  const ours = median(all.map((round) => round.ours.value));
  const peer = median(all.map((round) => round.peer.value));
  return {
    name,
    ours,
    peer,
    ratio: ours / peer,
    interval: interval90(all.map((round) => round.ours.value / round.peer.value)),
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
