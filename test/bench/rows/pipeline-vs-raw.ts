import { pipelineDuel } from './pipeline-duel.js';
import { duelRow } from './row.js';

const RAW = new URL('../peers/raw.js', import.meta.url);

export const pipelineVsRaw = duelRow({
  name: 'pipeline-vs-raw',
  says: 'consume -> state -> outbox -> relay -> Kafka, to the same moves with no guarantee',
  unit: 'events/s',
  expected: { atLeast: 0.75 },
  fair: { atLeast: 4_000 },
  open: (given) => pipelineDuel(given, { peerName: 'raw', peer: RAW }),
});
