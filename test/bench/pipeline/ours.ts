import { contractOf, OrderAccepted, TrackingUpdated } from '#contracts';
import { connectKafka, fact, is, Messaging, type Batch, type Fact, type KafkaPort } from '#messaging';
import { Database, type Tx } from '#postgres';
import type { Contestant } from '../contestants/contestant.js';
import { SERVICE, type Place } from '../stack/bench-stack.js';
import { apply, stateOf, type OrderState } from './state.js';
import { lockStates, SAVE, saveParameters } from './tables.js';

/** The real messaging library, with a handler as services write them. */
export async function open(place: Place): Promise<Contestant> {
  const [api, worker, ops] = await Promise.all([
    Database.connect(place.logins.api),
    Database.connect(place.logins.worker),
    Database.connect(place.logins.ops),
  ]);
  const kafka = { brokers: place.brokers, clientId: SERVICE, ...place.kafka };
  let messaging: Messaging | undefined;
  return {
    async start(_round, began) {
      const port = timed(connectKafka(kafka), began);
      messaging = new Messaging(
        {
          service: SERVICE,
          namespace: place.namespace,
          simulated: false,
          kafka,
          ask: () => Promise.resolve({}),
        },
        { api, worker, ops },
        port,
        { info: () => undefined, warn: complain, error: complain },
      );
      const types = [contractOf(OrderAccepted).type];
      messaging.start(
        [{ source: 'orders.events', types, handle: (batch, turn) => handle(batch, turn.tx) }],
        [],
      );
    },
    stop: async () => messaging?.stop(),
  };
}

async function handle(batch: Batch, tx: Tx): Promise<Fact[]> {
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

/** Reading begins when the relay stands ready, and says so: taking over is no part of the pipeline's pace. */
function timed(port: KafkaPort, began: () => void): KafkaPort {
  let ready: () => void = () => undefined;
  const relayReady = new Promise<void>((resolve) => (ready = resolve));
  return {
    send: (records) => port.send(records),
    ranges: (topic) => port.ranges(topic),
    topicExists: (topic) => port.topicExists(topic),
    lastRecords: (topic, groupId) => port.lastRecords(topic, groupId).finally(ready),
    consume: async (options, hooks) => {
      await relayReady;
      return port.consume(options, {
        ...hooks,
        onBatch: (batch, control) => {
          began();
          return hooks.onBatch(batch, control);
        },
      });
    },
    close: () => port.close(),
  };
}

function complain(detail: object, message?: string): void {
  process.stderr.write(`ours: ${message ?? ''} ${JSON.stringify(detail)}\n`);
}
