import { duelRow } from './row.js';
import { sweepDuel } from './sweeps.js';

const OURS = new URL('../sweep/ours-to-kafka.js', import.meta.url);
const GRAPHILE = new URL('../peers/graphile.js', import.meta.url);

export const sweepVsJobs = duelRow({
  name: 'sweep-vs-jobs',
  says: 'due -> DeliveryOverdue on Kafka, to a job per package in graphile-worker',
  unit: 'due/s',
  expected: { atLeast: 5 },
  fair: { atLeast: 300 },
  open: (given) =>
    sweepDuel(given, {
      ours: OURS,
      peerName: 'graphile',
      peer: GRAPHILE,
      goal: 'kafka',
      due: given.quick ? { ours: 10_000, peer: 2_000 } : { ours: 50_000, peer: 5_000 },
    }),
});
