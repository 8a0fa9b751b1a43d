import { pipelineDuel } from './pipeline-duel.js';
import { duelRow } from './row.js';

const NAIVE = new URL('../peers/naive.js', import.meta.url);

export const pipelineVsNaive = duelRow({
  name: 'pipeline-vs-naive',
  says: "the same, to Nest's own transport and a TypeORM transaction per message",
  unit: 'events/s',
  expected: { atLeast: 12 },
  fair: { atLeast: 100 },
  open: (given) => pipelineDuel(given, { peerName: 'naive', peer: NAIVE, enough: given.quick ? 600 : 2_000 }),
});
