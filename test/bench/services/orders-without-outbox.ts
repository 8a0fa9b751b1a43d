import { Turns } from '#messaging';
import { Database } from '#postgres';
import { startService, type RunningService } from '#runtime';
import type { Contestant } from '../contestants/contestant.js';
import type { CreateSetup } from '../http/target.js';
import { definitionOf } from './real-service.js';

/** As many connections as the service has for requests. */
const POOL = 8;

/** The same service, but what a command has to say is dropped: no outbox row, nothing to relay. */
export async function open({ env, place }: CreateSetup): Promise<Contestant> {
  const definition = await definitionOf('orders');
  let running: RunningService | undefined;
  return {
    async start(_round, began) {
      running = await startService(definition, env);
      const database = await Database.connect({ ...place.logins.api, poolSize: POOL });
      running.app.get(Turns, { strict: false }).command = async (asker, work) => {
        const { answer } = await database.transaction((tx) => work({ tx }), { sellerId: asker.sellerId });
        return answer;
      };
      began();
    },
    stop: () => Promise.resolve(),
  };
}
