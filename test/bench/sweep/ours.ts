import { Sweeper, type Sweep } from '#messaging';
import { Database } from '#postgres';
import { sweepOverdue } from '../../../apps/tracking/src/handlers/sweep-overdue.js';
import { NEXT_DUE } from '../../../apps/tracking/src/store/due-packages.js';
import type { Contestant } from '../contestants/contestant.js';
import { SERVICE, type Place } from '../stack/bench-stack.js';

/** The sweep of tracking: its handler and its statements, by the sweeper that runs it, up to the outbox. */
export async function open(place: Place): Promise<Contestant> {
  const database = await Database.connect(place.logins.worker);
  const sweeper = overdueSweeper(database);
  let sweeping: Promise<number> = Promise.resolve(0);
  return {
    async start(_round, began) {
      const now = await database.transaction((tx) => tx.now());
      began();
      sweeping = sweeper.sweepUntil(now);
      // Heard by stop().
      sweeping.catch(() => undefined);
    },
    stop: async () => void (await sweeping),
  };
}

export const OVERDUE: Sweep = { name: 'overdue', nextDue: NEXT_DUE, barrier: [], handle: sweepOverdue };

/** Nobody has to be waited for: no other service writes here. */
export function overdueSweeper(database: Database): Sweeper {
  const silent = () => undefined;
  return new Sweeper(SERVICE, [OVERDUE], database, { passes: () => Promise.resolve(true) }, silent, {
    info: silent,
    warn: complain,
    error: complain,
  });
}

function complain(detail: object, message: string): void {
  process.stderr.write(`    ours: ${message} ${JSON.stringify(detail)}\n`);
}
