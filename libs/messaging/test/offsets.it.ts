import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventually } from '#testing';
import { CounterLab } from './counter-lab.js';
import type { RunningCounter } from './counting-service.js';

let lab: CounterLab;
let orders: RunningCounter;
let total = 0;

beforeAll(async () => {
  lab = await CounterLab.open();
  orders = await lab.start('orders');
  const counter = await lab.start('tracking');
  total += await lab.say(orders, lab.orderIds(60), 3);
  await lab.settled(total);
  await counter.stop();
}, 120_000);

afterAll(() => lab.close(), 60_000);

test('the database’s offset counts, not Kafka’s: below it, at the end of an idle partition (messaging-review 7)', async () => {
  const counter = await lab.start('tracking');
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  total += await lab.say(orders, lab.orderIds(30), 1);
  await lab.settled(total);
  await counter.stop();
  // Kafka's commit is at the end; the database goes back, and nothing new is ever sent.
  await lab.rows(
    `update consumer_offset set next = 0; delete from mark; update effect set applied = 0, numbers = '{}'`,
  );
  const again = await lab.start('tracking');
  expect(await lab.settled(total)).toEqual({ applied: total, disordered: [] });
  await again.stop();
}, 90_000);

test('a database ahead of Kafka halts the partition and says why: nothing is swallowed (messaging-review 6)', async () => {
  await lab.rows(
    `update consumer_offset set next = next + 20 where topic = 'orders.events' and "partition" = 0`,
  );
  const counter = await lab.start('tracking');
  const troubles = await eventually(
    async () => counter.messaging.troubles(),
    (list) => list.some((one) => one.includes('orders.events/0')),
  );
  expect(troubles).toEqual([
    expect.stringMatching(
      /^orders\.events\/0: the database has read up to \d+, Kafka ends at \d+: the topic was recreated/,
    ),
  ]);
  await counter.stop();
  await lab.rows(
    `update consumer_offset set next = next - 20 where topic = 'orders.events' and "partition" = 0`,
  );
}, 60_000);

test('a running consumer swallows nothing of a topic that was made again under it: it halts (messaging-review 6)', async () => {
  const counter = await lab.start('tracking');
  await eventually(
    async () => counter.messaging.troubles(),
    (list) => list.length === 0,
  );
  // What a new topic looks like from here: its records lie below what the database has read.
  await lab.rows(`update consumer_offset set next = next + 1000 where topic = 'orders.events'`);
  const said = await lab.say(orders, lab.orderIds(60), 1);
  const troubles = await eventually(
    async () => counter.messaging.troubles(),
    (list) => list.length > 0,
  );
  expect(troubles).toContainEqual(expect.stringMatching(/Kafka ends at \d+: the topic was recreated/));
  await counter.stop();
  await lab.rows(`update consumer_offset set next = next - 1000 where topic = 'orders.events'`);
  const again = await lab.start('tracking');
  total += said;
  expect(await lab.settled(total)).toEqual({ applied: total, disordered: [] });
  await again.stop();
}, 60_000);

test('a hole below a batch is noticed and gone back to (messaging-review 6)', async () => {
  const counter = await lab.start('tracking');
  await eventually(
    async () => counter.messaging.troubles(),
    (list) => list.length === 0,
  );
  // As a restored row would look to a consumer that already reads on.
  await lab.rows(`update consumer_offset set next = greatest(0, next - 5)`);
  total += await lab.say(orders, lab.orderIds(60), 1);
  expect(await lab.settled(total)).toEqual({ applied: total, disordered: [] });
  const rows = await lab.rows<{ n: number }>('select count(*)::int as n from consumer_offset where next < 0');
  expect(rows).toEqual([{ n: 0 }]);
  await counter.stop();
}, 60_000);
