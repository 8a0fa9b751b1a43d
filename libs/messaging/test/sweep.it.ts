import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from '#postgres';
import { eventually } from '#testing';
import { CounterLab } from './counter-lab.js';
import { count } from './counting-service.js';

let lab: CounterLab;

beforeAll(async () => {
  lab = await CounterLab.open();
}, 120_000);

afterAll(() => lab.close(), 60_000);

/** An order is due until its effect counts an event: what was read decides whether the sweep finds it. */
const NEXT_DUE = sql(
  'test_next_due',
  `select min(instant(0)) as due from effect where applied = 0 and numbers = '{}'`,
);
const SWEEP = sql(
  'test_sweep',
  `update effect set numbers = '{-1}' where order_id in (select order_id from effect where applied = 0 and numbers = '{}' limit $1)`,
);

test('a sweep waits until what lies unread has been read (messaging-review 4)', async () => {
  const orders = await lab.start('orders');
  const ids = lab.orderIds(50);
  // The service was down across the due instant; its scans lie on the topic.
  await lab.say(orders, ids, 1);
  await orders.messaging.flush.run(10_000);
  for (const id of ids) {
    await lab.rows(
      `insert into effect (order_id, seller_id, applied, numbers) values ('${id}', '${id}', 0, '{}')`,
    );
  }
  const asked: string[] = [];
  const tracking = await lab.start('tracking', {
    handle: async (batch, tx) => {
      // Reading is slow after an outage.
      await new Promise((resolve) => setTimeout(resolve, 400));
      return count(batch, tx);
    },
    ask: async (owner, path) => {
      asked.push(`${owner} ${path}`);
      return { flushed: true };
    },
    sweeps: [
      {
        name: 'test',
        nextDue: NEXT_DUE,
        barrier: ['orders'],
        handle: async ({ limit }, { tx }) => {
          await tx.query(SWEEP, [limit]);
          return [];
        },
      },
    ],
  });
  const { applied } = await lab.settled(50);
  expect(applied).toBe(50);
  expect(await lab.rows(`select 1 from effect where -1 = any (numbers)`)).toEqual([]);
  expect(asked).toContain('orders /internal/flush');
  await tracking.stop();
}, 60_000);

test('an owner that does not answer delays the sweep, and it is said for how long', async () => {
  const [id] = lab.orderIds(1);
  await lab.rows(
    `insert into effect (order_id, seller_id, applied, numbers) values ('${id}', '${id}', 0, '{}')`,
  );
  let answers = false;
  const tracking = await lab.start('tracking', {
    ask: async () => {
      if (!answers) throw new Error('connection refused');
      return { flushed: true };
    },
    sweeps: [
      {
        name: 'test',
        nextDue: NEXT_DUE,
        barrier: ['returns'],
        handle: async ({ limit }, { tx }) => (await tx.query(SWEEP, [limit]), []),
      },
    ],
  });
  const blocked = await eventually(
    async () => tracking.messaging.sweepState().blockedSeconds,
    (seconds) => seconds > 0.5,
  );
  expect(blocked).toBeGreaterThan(0.5);
  expect(await lab.rows(`select 1 from effect where order_id = '${id}' and numbers = '{}'`)).toHaveLength(1);
  answers = true;
  const swept = await eventually(
    () => lab.rows(`select 1 from effect where order_id = '${id}' and numbers = '{-1}'`),
    (rows) => rows.length > 0,
  );
  expect(swept).toHaveLength(1);
  await tracking.stop();
}, 60_000);
