import { Messaging } from '#messaging';
import { startService } from '#runtime';
import type { Contestant } from '../contestants/contestant.js';
import type { CreateSetup } from '../http/target.js';
import { definitionOf } from './real-service.js';

/**
 * The orders service, hearing nothing: it would hear its own facts as well, and what hearing costs is not what the
 * outbox costs.
 */
export async function open({ env }: CreateSetup): Promise<Contestant> {
  const definition = await definitionOf('orders');
  return {
    async start(_round, began) {
      await startService(
        { ...definition, prepare: (app) => deafen(app.get(Messaging, { strict: false })) },
        env,
      );
      began();
    },
    stop: () => Promise.resolve(),
  };
}

function deafen(messaging: Messaging): void {
  const start = messaging.start.bind(messaging);
  messaging.start = () => start([], []);
}
