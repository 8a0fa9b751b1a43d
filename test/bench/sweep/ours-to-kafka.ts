import { connectKafka, Messaging } from '#messaging';
import { Database } from '#postgres';
import type { Contestant } from '../contestants/contestant.js';
import { SERVICE, type Place } from '../stack/bench-stack.js';
import { OVERDUE } from './ours.js';

/** The sweep of tracking with the relay beside it, as in the service's process. It runs when told, not by itself. */
export async function open(place: Place): Promise<Contestant> {
  const [api, worker, ops] = await Promise.all([
    Database.connect(place.logins.api),
    Database.connect(place.logins.worker),
    Database.connect(place.logins.ops),
  ]);
  const kafka = { brokers: place.brokers, clientId: SERVICE, ...place.kafka };
  const messaging = new Messaging(
    { service: SERVICE, namespace: place.namespace, simulated: true, kafka, ask: () => Promise.resolve({}) },
    { api, worker, ops },
    connectKafka(kafka),
    { info: () => undefined, warn: complain, error: complain },
  );
  messaging.start([], [OVERDUE]);
  let sweeping: Promise<number> = Promise.resolve(0);
  return {
    async start(_round, began) {
      const now = await worker.transaction((tx) => tx.now());
      began();
      sweeping = messaging.sweepUntil(now);
      // Heard by stop().
      sweeping.catch(() => undefined);
    },
    stop: async () => void (await sweeping),
  };
}

function complain(detail: object, message: string): void {
  process.stderr.write(`    ours: ${message} ${JSON.stringify(detail)}\n`);
}
