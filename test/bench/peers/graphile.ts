import { Logger, run, runMigrations, type JobHelpers, type Runner } from 'graphile-worker';
import kafkajs, { type Producer } from 'kafkajs';
import pg from 'pg';
import { contractOf, dataSchema, DeliveryOverdue, partitionOf, toHeaders, toIso, topics } from '#contracts';
import { rowTypes, sessionOptions, type RoleLogin } from '#postgres';
import type { Contestant } from '../contestants/contestant.js';
import type { Place } from '../stack/bench-stack.js';

// A job per package, due when the package is, with the settings that graphile-worker's own page on performance gives
// for its best figures: 24 jobs at once, a local queue of 500, completion in batches. A job decides its package in one
// prepared statement and sends one fact; a crash in between loses the fact, which ours never does. Only the jobs that
// are due are in its table, where a service would have one for each open package.

const CONCURRENCY = 24;
const OUTPUT = 'tracking.events';
const CONTRACT = contractOf(DeliveryOverdue);

const ADD = `
  select count(*) from package_state s, graphile_worker.add_job('overdue', json_build_object('packageId', s.package_id))
  where s.next_due_at <= clock_now()`;

const DECIDE = {
  name: 'graphile_decide',
  text: `
    with due as (
      select s.package_id, s.next_due_at as due_at, s.next_due_cause as cause, s.policy_version
      from package_state s
      where s.package_id = $1 and s.next_due_at <= clock_now() and not exists (
        select from parked k where k.state = 'parked' and k.subject in (s.package_id::text, s.order_id::text))
      for update
    ), missing as (
      select array_agg(u.line) as lines, array_agg(u.ordinal) as ordinals, array_agg(u.seller_sku) as skus,
        array_agg(u.value_currency) as currencies, array_agg(coalesce(u.value_minor, 0)) as minors
      from due d join unit u on u.package_id = $1
      where (u.returned_at is null or u.returned_at > d.due_at) and (not u.reimbursed or not exists (
        select from reimbursed_unit r
        where r.package_id = u.package_id and r.line = u.line and r.ordinal = u.ordinal
          and r.granted_at <= d.due_at and (r.reversed_at is null or r.reversed_at > d.due_at)))
    ), decided as (
      update package_state s
      set next_due_at = null, next_due_cause = null, decided_due_at = d.due_at,
        overdue_cause = case when m.lines is not null then d.cause end,
        overdue_lines = m.lines, overdue_ordinals = m.ordinals
      from due d, missing m where s.package_id = $1
    )
    select d.due_at as "dueAt", d.cause, d.policy_version as "policyVersion", p.package_id as "packageId",
      p.package_number as "packageNumber", p.order_id as "orderId", p.seller_id as "sellerId",
      p.seller_fulfillment_order_id as "sellerFulfillmentOrderId", p.marketplace_id as "marketplaceId", p.purpose,
      p.signature_required as "signatureRequired", p.has_number as "hasNumber", p.detail,
      p.shipped_at as "shippedAt", p.estimated_delivery_at as "estimatedDeliveryAt",
      m.lines, m.ordinals, m.skus, m.currencies, m.minors
    from due d, missing m, package p where p.package_id = $1 and m.lines is not null`,
};

type Instants = 'dueAt' | 'shippedAt' | 'estimatedDeliveryAt';

interface Decided extends Omit<DeliveryOverdue, Instants | 'units'>, Record<Instants, number> {
  lines: number[];
  ordinals: number[];
  skus: string[];
  currencies: string[];
  minors: number[];
}

export async function open(place: Place): Promise<Contestant> {
  await runMigrations({ pgPool: poolOf(place.logins.owner, 2), logger: silent() });
  const pool = poolOf(place.logins.owner, CONCURRENCY + 1);
  const kafka = new kafkajs.Kafka({
    clientId: 'graphile',
    brokers: place.brokers,
    sasl: place.kafka && { mechanism: 'scram-sha-256', ...place.kafka },
    logLevel: kafkajs.logLevel.NOTHING,
  });
  const producer = kafka.producer();
  await producer.connect();
  let runner: Runner | undefined;
  return {
    async start(_round, began) {
      await pool.query(ADD);
      began();
      runner = await run({
        pgPool: pool,
        logger: silent(),
        noHandleSignals: true,
        taskList: { overdue: (payload, helpers) => decide(payload, helpers, producer, place.namespace) },
        preset: {
          worker: {
            concurrentJobs: CONCURRENCY,
            maxPoolSize: CONCURRENCY + 1,
            localQueue: { size: 500 },
            completeJobBatchDelay: 0,
            failJobBatchDelay: 0,
          },
        },
      });
    },
    stop: async () => runner?.stop(),
  };
}

async function decide(
  payload: unknown,
  { withPgClient }: JobHelpers,
  producer: Producer,
  namespace: string,
): Promise<void> {
  const { packageId } = payload as { packageId: string };
  const { rows } = await withPgClient((client) =>
    client.query<Decided>({ ...DECIDE, values: [packageId], types: rowTypes }),
  );
  for (const row of rows)
    await producer.send({ topic: `${namespace}.${OUTPUT}`, acks: -1, messages: [message(row)] });
}

function message({ lines, ordinals, skus, currencies, minors, ...row }: Decided) {
  const data = {
    ...row,
    shippedAt: toIso(row.shippedAt),
    estimatedDeliveryAt: toIso(row.estimatedDeliveryAt),
    dueAt: toIso(row.dueAt),
    units: lines.map((line, at) => ({
      line,
      ordinal: ordinals[at],
      sellerSku: skus[at],
      unitValue: { currency: currencies[at], minorUnits: minors[at] },
    })),
  };
  return {
    partition: partitionOf(row.orderId, topics[OUTPUT].partitions),
    key: row.orderId,
    value: JSON.stringify(data),
    headers: toHeaders({
      id: row.packageId,
      type: CONTRACT.type,
      source: 'urn:bench:graphile',
      subject: row.packageId,
      time: row.dueAt + 1,
      dataschema: dataSchema(CONTRACT),
    }),
  };
}

function poolOf({ url, user, password, schema }: RoleLogin, max: number): pg.Pool {
  const { hostname, port, pathname } = new URL(url);
  const pool = new pg.Pool({
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    user,
    password,
    max,
    options: sessionOptions(schema),
  });
  // The namespace is dropped under it at the end; what a job needs of it fails by itself.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function silent(): Logger {
  return new Logger(() => () => undefined);
}
