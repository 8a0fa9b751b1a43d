import { rounds, summary, type Duel } from '../measure/duel.js';
import { verdict, type Bound, type Judged } from '../measure/result.js';
import { median } from '../measure/statistics.js';
import type { BenchStack } from '../stack/bench-stack.js';

/** What a row is measured in. */
export interface Circumstances {
  stack: BenchStack;
  /** Fewer rounds of less work. */
  quick: boolean;
  /** That count, besides the warm-up. */
  rounds: number;
  /** Duels run their peer only, and have no result. */
  peerAlone: boolean;
  /** Folder for CPU profiles of the contestants. */
  profile?: string;
  tell: (line: string) => void;
}

/** One question to the bench; most answer with one line. A row is a file in this folder and an entry in `index.ts`. */
export interface Row {
  name: string;
  says: string;
  measure(circumstances: Circumstances): Promise<Judged[]>;
}

export interface OpenDuel extends Duel {
  close(): Promise<void>;
  /** Called after the last round: what a reader wants beside the figures. */
  notes?(): Promise<string[]> | string[];
}

export interface DuelSpec {
  name: string;
  says: string;
  unit: string;
  /** The ratio that the row's interval must reach. */
  expected: Bound;
  /** In units, of the peer: worse than this, it ran too badly to be compared with. From a first run of it alone. */
  fair: Bound;
  open: (circumstances: Circumstances) => Promise<OpenDuel>;
}

/** A row that is ours against a peer, in turn. */
export function duelRow({ name, says, unit, expected, fair, open }: DuelSpec): Row {
  return {
    name,
    says,
    async measure(given) {
      const duel = await open(given);
      try {
        if (given.peerAlone) return await peerAlone(duel, unit, given);
        const result = summary(name, unit, await rounds(duel, given.rounds, given.tell));
        const notes = await duel.notes?.();
        return [{ result, expected, verdict: verdict(result, { expected, fair }), notes }];
      } finally {
        await duel.close();
      }
    },
  };
}

/** What a floor is set from: the peer, with nothing of ours between its rounds. */
async function peerAlone(duel: Duel, unit: string, { rounds: count, tell }: Circumstances): Promise<[]> {
  const values: number[] = [];
  for (let round = 0; round <= count; round++) values.push((await duel.peer(round)).value);
  tell(`the peer alone: ${Math.round(median(values.slice(1)))} ${unit}`);
  return [];
}
