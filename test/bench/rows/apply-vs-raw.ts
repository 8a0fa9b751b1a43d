import { pipelineDuel } from './pipeline-duel.js';
import { duelRow } from './row.js';

const RAW = new URL('../peers/raw.js', import.meta.url);

export const applyVsRaw = duelRow({
  name: 'apply-vs-raw',
  says: 'consume -> state with exactly one effect, to the same batch writes with no guarantee',
  unit: 'events/s',
  expected: { atLeast: 0.75 },
  fair: { atLeast: 8_000 },
  open: (given) =>
    pipelineDuel(given, { peerName: 'raw', peer: RAW, setup: { silent: true }, until: 'applied' }),
});
