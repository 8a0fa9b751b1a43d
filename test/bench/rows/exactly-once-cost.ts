import { pipelineDuel } from './pipeline-duel.js';
import { duelRow } from './row.js';

const AT_MOST_ONCE = new URL('../pipeline/at-most-once.js', import.meta.url);

export const exactlyOnceCost = duelRow({
  name: 'exactly-once-cost',
  says: 'batches of 1,000 with offset row and marks, to the same handler and tables at most once',
  unit: 'events/s',
  expected: { atLeast: 0.92 },
  fair: { atLeast: 6_000 },
  open: (given) =>
    pipelineDuel(given, {
      peerName: 'at-most-once',
      peer: AT_MOST_ONCE,
      setup: { silent: true, batch: 1_000 },
      until: 'applied',
    }),
});
