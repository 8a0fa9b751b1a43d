import { pipelineDuel } from './pipeline-duel.js';
import { duelRow } from './row.js';

const LIBRARY = new URL('../peers/outbox-library.js', import.meta.url);

export const pipelineVsOutboxLibs = duelRow({
  name: 'pipeline-vs-outbox-libs',
  says: 'the same, to pg-transactional-outbox with inbox, outbox and its polling listeners',
  unit: 'events/s',
  expected: { atLeast: 5 },
  fair: { atLeast: 40 },
  open: (given) =>
    pipelineDuel(given, { peerName: 'outbox-library', peer: LIBRARY, enough: given.quick ? 300 : 1_000 }),
});
