import { duelRow } from './row.js';
import { sweepDuel } from './sweeps.js';

const OURS = new URL('../sweep/ours.js', import.meta.url);
const ONE_STATEMENT = new URL('../peers/one-statement.js', import.meta.url);

export const sweepVsSql = duelRow({
  name: 'sweep-vs-sql',
  says: 'the overdue sweep of 100,000 due among 5,000,000 open packages, to one SQL statement with the same effects',
  unit: 'due/s',
  expected: { atLeast: 0.6 },
  fair: { atLeast: 3_000 },
  open: (given) => {
    const due = given.quick ? 10_000 : 100_000;
    return sweepDuel(given, {
      ours: OURS,
      peerName: 'one-statement',
      peer: ONE_STATEMENT,
      goal: 'outbox',
      due: { ours: due, peer: due },
    });
  },
});
