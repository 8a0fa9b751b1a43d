import { OrderAccepted, TrackingUpdated, contractOf, type Service } from '#contracts';
import { Database, migrate, sellerTable, sql, type RoleLogin, type Tx } from '#postgres';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { connectKafka } from '../kafka/kafkajs.js';
import type { KafkaPort } from '../kafka/port.js';
import { fact, type Fact } from '../fact.js';
import { is, type Batch } from '../incoming.js';
import { Messaging, type Subscription } from '../messaging.js';
import type { MessagingSettings } from '../settings.js';
import type { Sweep } from '../time/sweeper.js';
import { MessagingTables } from '../index.js';

/** A table whose effects are not idempotent: a second application shows. */
class Counting1700000000002 implements MigrationInterface {
  readonly name = 'Counting1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table effect (order_id uuid primary key, seller_id uuid not null, applied int not null, numbers int[] not null);
      ${sellerTable('effect')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table effect');
  }
}

const STUB = sql(
  'effect_stub',
  `insert into effect (order_id, seller_id, applied, numbers)
   select distinct on (o) o, $2::uuid, 0, '{}'::int[] from unnest($1::uuid[]) as o order by o on conflict do nothing`,
);
const LOCK = sql(
  'effect_lock',
  `select order_id as "orderId", applied, numbers from effect where order_id = any ($1::uuid[]) order by order_id for update`,
);
const SAVE = sql(
  'effect_save',
  `update effect set applied = e.applied, numbers = e.numbers
   from jsonb_to_recordset($1) as e ("orderId" uuid, applied int, numbers int[]) where effect.order_id = e."orderId"`,
);

interface Effect {
  orderId: string;
  applied: number;
  numbers: number[];
}

export const SELLER = '0190a5c8-0000-7000-8000-000000000001';

/** Which event of its order an OrderAccepted of these tests is: carried in a field that any text may fill. */
export function numberOf(data: OrderAccepted): number {
  return Number(data.sellerFulfillmentOrderId);
}

/** One event of a test: the `number`th of its order. */
export function numbered(orderId: string, number: number, time = 1_700_000_000_000): Fact {
  const sample = contractOf(OrderAccepted).sample;
  return fact(
    OrderAccepted,
    { ...sample, orderId, sellerId: SELLER, sellerFulfillmentOrderId: String(number) },
    time,
  );
}

/**
 * Applies each event once, in order, and says so on its own topic. A removal order is an error of the handler.
 */
export async function count(batch: Batch, tx: Tx): Promise<Fact[]> {
  const orders = batch.flatMap((incoming) => (is(OrderAccepted, incoming) ? [incoming] : []));
  const ids = [...new Set(orders.map(({ data }) => data.orderId))];
  await tx.query(STUB, [ids, SELLER]);
  const effects = new Map((await tx.query<Effect>(LOCK, [ids])).map((row) => [row.orderId, row]));
  const facts: Fact[] = [];
  for (const { data, time } of orders) {
    if (data.purpose === 'removal')
      throw new TypeError(`the handler cannot take ${data.sellerFulfillmentOrderId}`);
    const effect = effects.get(data.orderId)!;
    effect.applied += 1;
    effect.numbers.push(numberOf(data));
    facts.push(applied(data, effect.applied, time));
  }
  await saveAll(tx, [...effects.values()]);
  return facts;
}

async function saveAll(tx: Tx, effects: readonly Effect[]): Promise<void> {
  await tx.query(SAVE, [JSON.stringify(effects)]);
}

/** Calls back after each transaction that applied something, as close to its commit as can be. */
function announceCommits(worker: Database, committed: (events: number) => void): void {
  const transaction = worker.transaction.bind(worker);
  worker.transaction = async (work, options) => {
    let events = 0;
    const result = await transaction(async (tx) => {
      const watched: Tx = {
        now: () => tx.now(),
        query: (statement, values) => {
          if (statement === SAVE) events += 1;
          return tx.query(statement, values);
        },
        send: (statement, values) => tx.send(statement, values),
      };
      return work(watched);
    }, options);
    if (events > 0) committed(events);
    return result;
  };
}

function applied(data: OrderAccepted, times: number, time: number): Fact {
  const sample = contractOf(TrackingUpdated).sample;
  return fact(
    TrackingUpdated,
    {
      ...sample,
      packageId: data.orderId,
      orderId: data.orderId,
      scan: { ...sample.scan, rawCode: `${times}:${data.sellerFulfillmentOrderId}` },
    },
    time,
  );
}

export interface CountingEnvironment {
  /** postgres://host:port/database */
  databaseUrl: string;
  brokers: string[];
  namespace: string;
  username?: string;
  password?: string;
  login(service: Service, role: RoleLogin['role']): { user: string; password: string };
}

/** Where a test may look in or break things. */
export interface CountingHooks {
  handle?: (batch: Batch, tx: Tx) => Promise<Fact[]>;
  /** After each batch has been committed, with its events. */
  committed?: (events: number) => void;
  kafka?: (port: KafkaPort) => KafkaPort;
  /** What it hears; by default `tracking` counts orders.events and `orders` hears nothing. */
  subscriptions?: Subscription[];
  sweeps?: Sweep[];
  /** How another service answers when this one asks it to catch up. */
  ask?: MessagingSettings['ask'];
}

export interface RunningCounter {
  messaging: Messaging;
  worker: Database;
  stop(): Promise<void>;
}

/** Runs the service in this process: `tracking`, or `orders` as the one that only says. */
export async function startCounter(
  service: 'orders' | 'tracking',
  env: CountingEnvironment,
  hooks: CountingHooks = {},
): Promise<RunningCounter> {
  const handle = hooks.handle ?? count;
  const login = (role: RoleLogin['role']): RoleLogin => ({
    url: env.databaseUrl,
    ...env.login(service, role),
    schema: service,
    role,
    poolSize: 5,
  });
  await migrate(login('owner'), [MessagingTables, Counting1700000000002]);
  const [api, worker, ops] = await Promise.all([
    Database.connect(login('api')),
    Database.connect(login('worker')),
    Database.connect(login('ops')),
  ]);
  const { brokers, username, password } = env;
  const port = connectKafka({ brokers, clientId: service, username, password });
  const kafka = hooks.kafka?.(port) ?? port;
  if (hooks.committed) announceCommits(worker, hooks.committed);
  const quiet = () => undefined;
  const messaging = new Messaging(
    {
      service,
      namespace: env.namespace,
      simulated: false,
      kafka: { brokers, clientId: service },
      ask: hooks.ask ?? (async () => ({ flushed: true })),
    },
    { api, worker, ops },
    kafka,
    process.env.MAKEGOOD_TEST_LOG ? console : { info: quiet, warn: quiet, error: quiet },
  );
  const counting: Subscription = {
    source: 'orders.events',
    types: [contractOf(OrderAccepted).type],
    handle: (batch, turn) => handle(batch, turn.tx),
  };
  messaging.start(hooks.subscriptions ?? (service === 'tracking' ? [counting] : []), hooks.sweeps ?? []);
  return {
    messaging,
    worker,
    stop: async () => {
      await messaging.stop();
      await Promise.all([api.close(), worker.close(), ops.close()]);
    },
  };
}
