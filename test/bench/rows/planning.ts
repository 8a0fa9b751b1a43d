import { bounded } from '../measure/bounded.js';
import type { Measured } from '../measure/duel.js';
import { median } from '../measure/statistics.js';
import { PlanningArena } from '../orders/planning-arena.js';
import type { Row } from './row.js';

const ORDERS = { full: 10_000, quick: 3_000 };

/** From Received to a ShipmentRequested in the outbox and its pieces reserved, by the service's own loop. */
export const planning: Row = {
  name: 'planning',
  says: 'orders of 8 sellers planned by the orders service, two SKUs each, on the shelves of three centres',
  async measure(given) {
    const { quick, rounds, tell } = given;
    const arena = await PlanningArena.open(given);
    try {
      const all: Measured[] = [];
      for (let round = 0; round <= rounds; round++) {
        const one = await arena.round(quick ? ORDERS.quick : ORDERS.full, tell);
        tell(`round ${round}: ${one.value.toFixed(0)} orders/s`);
        if (round > 0) all.push(one);
      }
      const cpu = all.flatMap(({ cpuSecondsPerUnit }) => cpuSecondsPerUnit ?? []);
      return [
        bounded({
          name: 'planning',
          unit: 'orders/s',
          atLeast: 500,
          values: all.map(({ value }) => value),
          cpuSecondsPerUnit: cpu.length > 0 ? median(cpu) : undefined,
        }),
      ];
    } finally {
      await arena.close();
    }
  },
};
