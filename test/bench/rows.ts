import { Spawned } from './contestants/spawned.js';
import type { Duel } from './measure/duel.js';
import { PipelineArena } from './pipeline/arena.js';
import type { BenchStack } from './stack/bench-stack.js';

/** What a row is measured in. */
export interface Circumstances {
  stack: BenchStack;
  quick: boolean;
  /** Folder for CPU profiles of the contestants. */
  profile?: string;
  tell: (line: string) => void;
}

export interface OpenDuel extends Duel {
  close(): Promise<void>;
}

/** One line of the bench. */
export interface Row {
  name: string;
  says: string;
  unit: string;
  /** The ratio that the row's interval must reach. */
  expected: number;
  /** Of the peer, in units: below it, it ran too badly to be compared with. From a first run of the peer alone. */
  floor: number;
  open(circumstances: Circumstances): Promise<OpenDuel>;
}

const OURS = new URL('./pipeline/ours.js', import.meta.url);
const RAW = new URL('./peers/raw.js', import.meta.url);
const NAIVE = new URL('./peers/naive.js', import.meta.url);

export const rows: readonly Row[] = [
  {
    name: 'pipeline-vs-raw',
    says: 'consume -> state -> outbox -> relay -> Kafka, to the same moves with no guarantee',
    unit: 'events/s',
    expected: 0.7,
    floor: 4_000,
    open: (given) => pipelines(given, 'raw', RAW),
  },
  {
    name: 'pipeline-vs-naive',
    says: "the same, to Nest's own transport and a TypeORM transaction per message",
    unit: 'events/s',
    expected: 10,
    floor: 100,
    open: (given) => pipelines(given, 'naive', NAIVE, given.quick ? 1_500 : 3_000),
  },
];

/** @param enough events of the peer's round, when it need not read all. */
async function pipelines(given: Circumstances, name: string, peer: URL, enough?: number): Promise<OpenDuel> {
  const { stack, quick, profile, tell } = given;
  const arena = await PipelineArena.open(stack, quick ? 24_000 : 60_000, tell);
  const [ours, other] = await Promise.all([
    Spawned.open('ours', OURS, stack.place, profile),
    Spawned.open(name, peer, stack.place, profile),
  ]);
  return {
    ours: (round) => arena.round(ours, round),
    peer: (round) => arena.round(other, round, enough),
    close: async () => {
      await Promise.all([ours.close(), other.close()]);
      await arena.close();
    },
  };
}
