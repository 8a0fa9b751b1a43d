import { contractOf, OrderAccepted, TrackingUpdated } from '#contracts';
import { connectKafka, fact, is, Messaging, type Batch, type Fact } from '#messaging';
import { Database, type Tx } from '#postgres';
import type { Contestant } from '../contestants/contestant.js';
import { SERVICE, type Place } from '../stack/bench-stack.js';
import { staged } from './staged-port.js';
import { apply, stateOf, type OrderState } from './state.js';
import { lockStates, SAVE, saveParameters } from './tables.js';

export interface OursSetup extends Place {
  /** Says nothing of what it applies, so that the outbox stays empty. */
  silent?: boolean;
  /** Hands over batches of at most so many records, and not what Kafka happens to send at once. */
  batch?: number;
  /** How many processes share the group: reading begins when each holds its part of the partitions. */
  replicas?: number;
}

/** The real messaging library, with a handler as services write them. */
export async function open(setup: OursSetup): Promise<Contestant> {
  const { logins, brokers, namespace } = setup;
  const [api, worker, ops] = await Promise.all([
    Database.connect(logins.api),
    Database.connect(logins.worker),
    Database.connect(logins.ops),
  ]);
  const kafka = { brokers, clientId: SERVICE, ...setup.kafka };
  let messaging: Messaging | undefined;
  return {
    async start(_round, began) {
      const port = staged(connectKafka(kafka), { ...setup, began });
      messaging = new Messaging(
        { service: SERVICE, namespace, simulated: false, kafka, ask: () => Promise.resolve({}) },
        { api, worker, ops },
        port,
        { info: () => undefined, warn: complain, error: complain },
      );
      messaging.start(
        [
          {
            source: 'orders.events',
            types: [contractOf(OrderAccepted).type],
            handle: async (batch, turn) => {
              const facts = await handle(batch, turn.tx);
              return setup.silent ? [] : facts;
            },
          },
        ],
        [],
      );
    },
    stop: async () => messaging?.stop(),
  };
}

/** Also what the at-most-once peer does with its events, so that only the guarantee differs. */
export async function handle(batch: Batch, tx: Tx): Promise<Fact[]> {
  const events = batch.filter((one) => is(OrderAccepted, one));
  const fresh = new Map<string, OrderState>();
  for (const { data } of events) if (!fresh.has(data.orderId)) fresh.set(data.orderId, stateOf(data));
  const states = new Map((await lockStates(tx, [...fresh.values()])).map((state) => [state.orderId, state]));
  const facts = events.flatMap(({ data, time }) => {
    const state = states.get(data.orderId);
    return state ? [fact(TrackingUpdated, apply(state, data, time), time)] : [];
  });
  await tx.query(SAVE, saveParameters([...states.values()]));
  return facts;
}

function complain(detail: object, message?: string): void {
  process.stderr.write(`ours: ${message ?? ''} ${JSON.stringify(detail)}\n`);
}
