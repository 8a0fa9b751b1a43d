import { setTimeout as sleep } from 'node:timers/promises';
import { services } from '#contracts';
import pg from 'pg';
import { Grants } from '../latency/grants.js';
import { OwnServices } from '../services/own-services.js';
import { ORDERS, promiseOf, Shipments } from '../latency/shipments.js';
import { bounded } from '../measure/bounded.js';
import { percentile } from '../measure/statistics.js';
import type { Judged } from '../measure/result.js';
import type { Circumstances, Row } from './row.js';

const PER_SECOND = 500;
/** From the shipments on Kafka until the first is due: all must be known by then. */
const LEAD_MS = { full: 6_000, quick: 4_000 };
const PATIENCE_MS = 60_000;
/** After a start there is much to compile and to join, and the relays back off. */
const SETTLE_MS = { full: 15_000, quick: 8_000 };

/** How many of the shipments of a round both services know. */
const KNOWN = `
  select least(
    (select count(*) from tracking.package where estimated_delivery_at >= $1),
    (select count(*) from reimbursements.unit where estimated_delivery_at >= $1))::int as known`;

interface Round {
  p50: number;
  p99: number;
}

interface Parts {
  running: OwnServices;
  shipments: Shipments;
  grants: Grants;
  database: pg.Client;
}

/**
 * Packages fall due at a steady pace, whatever the services do: an open loop. The time of each is from its due until a
 * reader of the database sees its reimbursement. Between lie two services, the barrier over all four, two relays.
 */
export const overdueToGranted: Row = {
  name: 'overdue-to-granted',
  says: `due -> reimbursement committed, at ${PER_SECOND} packages/s, five real services; and what they take at rest`,
  async measure(given) {
    const stack = await given.stack.apart([...services]);
    const database = new pg.Client({ connectionString: stack.databaseUrl });
    database.on('error', () => undefined);
    await database.connect();
    let running: OwnServices | undefined;
    try {
      running = await OwnServices.open(stack, given.profile);
      given.tell('five services are up');
      const shipments = new Shipments(stack.kafka, stack.namespace.topic(ORDERS));
      const parts = { running, shipments, grants: new Grants(database), database };
      const rounds: Round[] = [];
      for (let round = 0; round <= given.rounds; round++) {
        const one = await measureRound(given, parts);
        given.tell(`round ${round}: p50 ${one.p50.toFixed(0)} ms, p99 ${one.p99.toFixed(0)} ms`);
        if (round > 0) rounds.push(one);
      }
      return [...latencies(rounds), ...(await atRest(given, running))];
    } finally {
      await running?.close();
      await database.end();
      await stack.drop();
    }
  },
};

async function measureRound(
  { quick, tell }: Circumstances,
  { running, shipments, grants, database }: Parts,
): Promise<Round> {
  const packages = PER_SECOND * (quick ? 3 : 10);
  const first = Date.now() + (quick ? LEAD_MS.quick : LEAD_MS.full);
  const dues = await shipments.ship(
    Array.from({ length: packages }, (_, at) => first + (at * 1000) / PER_SECOND),
  );
  await sleep(first - Date.now());
  const { rows } = await database.query<{ known: number }>(KNOWN, [new Date(promiseOf(first))]);
  const unknown = packages - (rows[0]?.known ?? 0);
  if (unknown > 0)
    tell(`${unknown} shipments were not read when the first was due: this round is worth little`);
  const granted = await grants.await(dues, PATIENCE_MS);
  running.check();
  const took = [...dues].map(([order, due]) => (granted.get(order) ?? Infinity) - due);
  return { p50: percentile(took, 50), p99: percentile(took, 99) };
}

function latencies(rounds: readonly Round[]): Judged[] {
  return [
    bounded({
      name: 'overdue-to-granted',
      unit: 'ms, p50',
      atMost: 50,
      values: rounds.map(({ p50 }) => p50),
    }),
    bounded({
      name: 'overdue-to-granted-p99',
      unit: 'ms, p99',
      atMost: 200,
      values: rounds.map(({ p99 }) => p99),
    }),
  ];
}

/** The part of one core that everything takes while nothing happens. */
async function atRest({ quick, rounds, tell }: Circumstances, running: OwnServices): Promise<Judged[]> {
  await sleep(quick ? SETTLE_MS.quick : SETTLE_MS.full);
  const values: number[] = [];
  const parts: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = Date.now();
    const before = await running.cpuSeconds();
    await sleep(quick ? 3_000 : 6_000);
    const after = await running.cpuSeconds();
    if (!before || !after)
      throw new Error('CPU time at rest needs Linux, and Kafka and Postgres on this machine');
    const seconds = (Date.now() - began) / 1000;
    const each = [...after].map(
      ([name, end]) => [name, (100 * (end - (before.get(name) ?? NaN))) / seconds] as const,
    );
    values.push(each.reduce((sum, [, share]) => sum + share, 0));
    parts.push(each.map(([name, share]) => `${name} ${share.toFixed(1)}`).join(', '));
    tell(`at rest: ${values.at(-1)?.toFixed(1)} % of a core: ${parts.at(-1)}`);
  }
  return [
    bounded({
      name: 'idle-cpu',
      unit: '% of a core',
      atMost: 10,
      values,
      notes: [`at rest, last round: ${parts.at(-1)}`],
    }),
  ];
}
