import { Database } from '#postgres';
import { bounded } from '../measure/bounded.js';
import { median } from '../measure/statistics.js';
import { SweepArena } from '../sweep/arena.js';
import { OVERDUE, overdueSweeper } from '../sweep/ours.js';
import type { Row } from './row.js';
import { sweepArena } from './sweeps.js';

const TICKS = 1_000;
const FEW = 5_000;

/** What a service asks twice a second when nothing is due must cost the same however many packages are open. */
export const sweepIdle: Row = {
  name: 'sweep-idle',
  says: `an idle tick of the overdue sweep at 5,000,000 open packages; median of ${TICKS.toLocaleString('en-US')} a round`,
  async measure(given) {
    const arena = await SweepArena.open(given.stack);
    const database = await Database.connect(arena.place.logins.worker);
    try {
      await arena.fill(FEW, given.tell);
      await arena.rest();
      const few = await ticks(database);
      await sweepArena(given);
      await arena.rest();
      const values: number[] = [];
      for (let round = 0; round <= given.rounds; round++) {
        const value = await ticks(database);
        given.tell(`round ${round}: ${value.toFixed(3)} ms`);
        if (round > 0) values.push(value);
      }
      const beside = `at ${FEW.toLocaleString('en-US')} open packages: ${few.toFixed(2)} ms`;
      return [bounded({ name: 'sweep-idle', unit: 'ms', atMost: 2, values, notes: [beside] })];
    } finally {
      await database.close();
    }
  },
};

/** @returns the median of so many, in milliseconds. */
async function ticks(database: Database): Promise<number> {
  const sweeper = overdueSweeper(database);
  const took: number[] = [];
  for (let tick = 0; tick < TICKS; tick++) {
    const began = performance.now();
    await sweeper.look(OVERDUE);
    took.push(performance.now() - began);
  }
  return median(took);
}
