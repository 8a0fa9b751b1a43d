import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { partitionOf, topics, toHeaders } from '#contracts';
import type { Database } from '#postgres';
import { eventually } from '#testing';
import { RecordBatchWriter } from '../kafka/record-batch.js';
import { BETWEEN, between, writeOutbox } from '../relay/outbox.js';
import { readSnapshot } from '../relay/snapshot.js';
import { emptyOldSlots } from '../relay/truncate.js';
import { CounterLab } from './counter-lab.js';
import { numbered } from './counting-service.js';
import { saidBy } from '../relay/outbox.js';

let lab: CounterLab;
let outbox: Database;

beforeAll(async () => {
  lab = await CounterLab.open();
  outbox = await lab.stack.database('orders', 'worker');
}, 120_000);

afterAll(() => lab.close(), 60_000);

const one = (number: number) => saidBy('orders', numbered('0190a5c8-0000-7000-8000-00000000000a', number));

interface RelayState {
  tick: number;
  prev: string;
  cur: string;
}
const TICK = `update relay set prev = cur, cur = pg_current_snapshot(), tick = tick + 1 where tick = $1
              returning tick, prev::text, cur::text`;

const state = async (): Promise<RelayState> =>
  (
    await outbox.transaction((tx) => tx.query<RelayState>('select tick, prev::text, cur::text from relay'))
  )[0]!;

const batchOf = ({ prev, cur }: RelayState): Promise<{ body: string }[]> =>
  outbox.transaction((tx) => tx.query(BETWEEN, between(readSnapshot(prev), readSnapshot(cur))));

const numbersIn = (rows: { body: string }[]): string[] =>
  rows.map(({ body }) => (JSON.parse(body) as { sellerFulfillmentOrderId: string }).sellerFulfillmentOrderId);

describe('ticks on a real Postgres', () => {
  test('a row that was in flight at a tick, and commits before the select, comes in the next batch only (messaging-review 1)', async () => {
    let commit: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    const slow = outbox.transaction(async (tx) => {
      writeOutbox(tx, [one(1)]);
      await held;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await outbox.transaction(async (tx) => writeOutbox(tx, [one(2)]));
    const before = await state();
    const [first] = await outbox.transaction((tx) => tx.query<RelayState>(TICK, [before.tick]));
    commit();
    await slow;
    expect(numbersIn(await batchOf(first!))).toEqual(['2']);
    const [second] = await outbox.transaction((tx) => tx.query<RelayState>(TICK, [first!.tick]));
    expect(numbersIn(await batchOf(second!))).toEqual(['1']);
    // And the first batch is still the same when a crash makes it go out again.
    expect(numbersIn(await batchOf(first!))).toEqual(['2']);
  });

  test('two ticks that meet: the second updates nothing, so the snapshot never goes backwards (messaging-review 2)', async () => {
    const { tick } = await state();
    let commit: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    const first = outbox.transaction(async (tx) => {
      const rows = await tx.query(TICK, [tick]);
      await held;
      return rows;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = outbox.transaction((tx) => tx.query(TICK, [tick]));
    await new Promise((resolve) => setTimeout(resolve, 50));
    commit();
    expect([(await first).length, (await second).length]).toEqual([1, 0]);
  });

  test('ids follow the order of writing within a transaction: the identity has no cache (messaging-review 13)', async () => {
    const { tick } = await state();
    await outbox.transaction(async (tx) => {
      for (let number = 10; number < 20; number++) writeOutbox(tx, [one(number)]);
    });
    const [ticked] = await outbox.transaction((tx) => tx.query<RelayState>(TICK, [tick]));
    expect(numbersIn(await batchOf(ticked!))).toEqual(Array.from({ length: 10 }, (_, at) => String(10 + at)));
  });
});

test('sent outbox partitions are emptied, but none with a row that may go out again (messaging-review 11)', async () => {
  const session = await outbox.session();
  const rowsOf = async () =>
    (await session.query<{ n: number }>('select count(*)::int as n from outbox')).rows[0]!.n;
  await session.query('update relay set prev = pg_current_snapshot(), cur = pg_current_snapshot()');
  await session.query('truncate outbox_0, outbox_1, outbox_2, outbox_3');
  const old = (await session.query<{ s: string }>('select pg_current_snapshot()::text as s')).rows[0]!.s;
  // Slots other than the one being written.
  const slot = (Math.floor(Date.now() / 30_000) + 2) % 4;
  await session.query(
    `insert into outbox (slot, topic, key, type, subject, at, body) values ($1, 'orders.events', 'k', 't', 's', now(), '{}')`,
    [slot],
  );
  await emptyOldSlots(session, readSnapshot(old));
  expect(await rowsOf()).toBe(1);
  const fresh = (await session.query<{ s: string }>('select pg_current_snapshot()::text as s')).rows[0]!.s;
  await emptyOldSlots(session, readSnapshot(fresh));
  expect(await rowsOf()).toBe(0);
  await session.end();
});

describe('the relay process', () => {
  test('a tick of 12,000 events of one partition goes out in requests that the broker takes (messaging-review 9, 10)', async () => {
    const orders = await lab.start('orders');
    const [id] = lab.orderIds(1);
    const write = jest.spyOn(RecordBatchWriter.prototype, 'write');
    const expected = await lab.say(orders, [id!], 12_000, 12_000);
    expect(await orders.messaging.flush.run(30_000)).toBe(true);
    // Not by kafkajs's encoder, which takes ten times as long.
    expect(write.mock.calls.flatMap(([records]) => records)).toHaveLength(expected);
    const sent = await lab.heardFrom('orders.events');
    expect(sent.filter(({ key }) => key?.toString() === id).length).toBe(expected);
    await orders.stop();
  }, 60_000);

  test('a database older than Kafka is refused (messaging-review 5)', async () => {
    const { tick } = await state();
    const [row] = await outbox.transaction((tx) =>
      tx.query<{ incarnation: string }>('select incarnation from relay'),
    );
    await lab.stack.kafka().send([
      {
        topic: lab.stack.namespace.topic('orders.events'),
        partition: partitionOf('x', topics['orders.events'].partitions),
        key: 'x',
        value: '{}',
        headers: toHeaders({
          id: '1',
          type: 'makegood.OrderAccepted.v1',
          source: `urn:makegood:${lab.stack.namespace.name}:orders:${row!.incarnation}`,
          subject: 'x',
          time: 0,
          tick: tick + 1_000,
        }),
      },
    ]);
    const orders = await lab.start('orders');
    const troubles = await eventually(
      async () => orders.messaging.troubles(),
      (list) => list.length > 0,
    );
    expect(troubles).toEqual([
      expect.stringMatching(/already holds tick \d+ of this outbox.*admin -- incarnation new/),
    ]);
    await orders.stop();
  }, 60_000);
});
