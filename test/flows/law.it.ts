import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { databaseUrlFor, dropNamespace, freePort, namespace } from '#local-stack';
import { AS_OF, parcelsCsv, parcelsEvents, parcelsOutcome } from './parcels.js';
import { Installation, jsonOf, ready, testServers } from './run-command.js';

const NAME = `law-${process.pid}`;

interface Accounting {
  shipped: number;
  addsUp: boolean;
  unaccountedCount: number;
  unaccounted: { sellerFulfillmentOrderId: string; line: number; ordinal: number; why: string }[];
}

let place: Installation;
let database: pg.Client;
let stack: ChildProcess | undefined;

beforeAll(async () => {
  place = new Installation({ MAKEGOOD_PORT: String(await freePort()) });
  writeFileSync(place.file('orders.csv'), parcelsCsv);
  writeFileSync(place.file('events.jsonl'), parcelsEvents);
  const files = [place.file('orders.csv'), '--events', place.file('events.jsonl')];
  const ran = await place.run('replay', ...files, '--as-of', AS_OF, '--json', '--keep', '--namespace', NAME);
  if (ran.code !== 0) throw new Error(`the replay failed: ${ran.stderr}`);
  // Served once for all commands below; each of them would start the services for itself otherwise.
  const started = place.begin('start', '--namespace', NAME);
  stack = started.child;
  await ready(started.output);
  const { databaseUrl } = testServers();
  database = new pg.Client({ connectionString: databaseUrlFor(databaseUrl, namespace(NAME).database) });
  await database.connect();
  // Rows go missing here as a disk would lose them: no key of another table keeps them.
  await database.query('set session_replication_role = replica');
}, 300_000);

afterAll(async () => {
  await database?.end();
  if (stack?.kill('SIGTERM')) await once(stack, 'close');
  await dropNamespace(testServers(), namespace(NAME));
  place.close();
}, 60_000);

const accounting = () => place.run('accounting', '--namespace', NAME, '--json');

describe('a kept replay', () => {
  it('gives the same numbers by its accounting', async () => {
    const ran = await accounting();
    expect(jsonOf<Accounting>(ran)).toMatchObject({
      shipped: parcelsOutcome.units,
      addsUp: true,
      unaccountedCount: 0,
      amountGranted: parcelsOutcome.amountGranted,
      amountReversed: parcelsOutcome.amountReversed,
    });
    expect(ran.code).toBe(0);
  }, 120_000);

  it('tells where a parcel is, by its order and by its tracking number', async () => {
    const ran = await place.run('journey', 'LATE', '--namespace', NAME);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/orders[^]*tracking[^]*reimbursements[^]*R-1[^]*R-8/);
    const unknown = await place.run('journey', 'NOBODY', '--namespace', NAME);
    expect([unknown.code, unknown.stdout]).toEqual([1, '']);
    expect(unknown.stderr).toMatch(/Nothing is known of "NOBODY"/);
  }, 120_000);
});

describe('the law: no unit is unaccounted for', () => {
  it('holds: nothing is parked and nothing waits', async () => {
    const ran = await place.run('parked', '--namespace', NAME, '--json');
    expect(jsonOf(ran)).toEqual({ parked: [], waiting: [] });
  }, 120_000);

  it.each([
    ['orders', 'NEVER', /orders never shipped it/],
    ['tracking', 'NEVER', /tracking does not know it; no service claims its place/],
    ['returns', 'RETURNED', /no service claims its place/],
    ['reimbursements', 'NEVER', /reimbursements does not know it/],
  ])(
    'is broken by a row that %s lost, and the unit of %s is named',
    async (service, order, why) => {
      const lost = await loseUnit(service, order);
      try {
        const ran = await accounting();
        expect(ran.code).toBe(1);
        const { unaccounted, unaccountedCount } = jsonOf<Accounting>(ran);
        expect(unaccountedCount).toBe(1);
        expect(unaccounted).toEqual([
          expect.objectContaining({ ...lost.unit, why: expect.stringMatching(why) }),
        ]);
      } finally {
        await lost.giveBack();
      }
    },
    120_000,
  );

  it('holds again once every row is back', async () => {
    expect(jsonOf<Accounting>(await accounting()).unaccountedCount).toBe(0);
  }, 120_000);
});

interface Lost {
  unit: { orderId: string; line: number; ordinal: number };
  giveBack(): Promise<void>;
}

/** Deletes the row of an order's last unit from one service's tables, as no code of ours would. */
async function loseUnit(service: string, order: string): Promise<Lost> {
  const { rows } = await database.query<{ order_id: string; line: number; ordinal: number }>(
    `select u.order_id, u.line, u.ordinal from orders.unit u join orders.orders using (order_id)
     where seller_fulfillment_order_id = $1 order by u.line desc, u.ordinal desc limit 1`,
    [order],
  );
  const [unit] = rows;
  if (!unit) throw new Error(`no unit of ${order}`);
  const kept = await database.query<Record<string, unknown>>(
    `delete from ${service}.unit where (order_id, line, ordinal) = ($1, $2, $3) returning to_jsonb(unit) as row`,
    [unit.order_id, unit.line, unit.ordinal],
  );
  expect(kept.rowCount).toBe(1);
  return {
    unit: { orderId: unit.order_id, line: unit.line, ordinal: unit.ordinal },
    giveBack: async () => {
      const table = `${service}.unit`;
      await database.query(`insert into ${table} select * from jsonb_populate_record(null::${table}, $1)`, [
        kept.rows[0]?.row,
      ]);
    },
  };
}
