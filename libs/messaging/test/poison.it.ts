import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { contractOf, OrderAccepted, topics, toHeaders, partitionOf } from '#contracts';
import { eventually } from '#testing';
import type { KafkaRecord } from '../kafka/port.js';
import { CounterLab } from './counter-lab.js';
import { numbered, type RunningCounter } from './counting-service.js';

let lab: CounterLab;
let counter: RunningCounter;
const source = 'urn:makegood:test:orders:4d3c1f5e-0000-4000-8000-000000000000';
let nextId = 0;

beforeAll(async () => {
  lab = await CounterLab.open();
  counter = await lab.start('tracking');
}, 120_000);

afterAll(() => lab.close(), 60_000);

/** A record as the relay of orders would send it, before a test spoils it. */
function record(orderId: string, number: number, spoil: Partial<KafkaRecord> = {}): KafkaRecord {
  const { data } = numbered(orderId, number);
  nextId += 1;
  return {
    topic: lab.stack.namespace.topic('orders.events'),
    partition: partitionOf(orderId, topics['orders.events'].partitions),
    key: orderId,
    value: JSON.stringify(data),
    headers: toHeaders({
      id: String(nextId),
      type: contractOf(OrderAccepted).type,
      source,
      subject: orderId,
      time: 1_700_000_000_000,
      tick: nextId,
    }),
    ...spoil,
  };
}

function without(headers: KafkaRecord['headers'], name: string): KafkaRecord['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}

interface ParkedRow {
  reason: string;
  kind: string;
  subject: string | null;
}

const parkedOf = (orderId: string) =>
  lab.rows<ParkedRow>(
    `select reason, kind, subject from parked where convert_from(key, 'UTF8') = '${orderId}' order by id`,
  );

describe('a record that cannot be taken is put aside and the rest goes on', () => {
  const valid = (orderId: string): OrderAccepted => numbered(orderId, 1).data as OrderAccepted;

  test.each<[string, string, (orderId: string, good: KafkaRecord) => Partial<KafkaRecord>]>([
    ['bad JSON', 'not-json', () => ({ value: '{"orderId":' })],
    [
      'JSON with a NUL',
      'breaks-contract',
      (id) => ({ value: JSON.stringify({ ...valid(id), marketplaceId: 'a\u0000b' }) }),
    ],
    [
      'a broken contract',
      'breaks-contract',
      (id) => ({ value: JSON.stringify({ ...valid(id), items: 'none' }) }),
    ],
    ['no value', 'no-value', () => ({ value: null })],
    [
      '5 MB',
      'too-large',
      () => ({ value: JSON.stringify({ padding: 'x'.repeat(800_000) }) + ' '.repeat(300_000) }),
    ],
    [
      'a missing header',
      'unreadable-headers',
      (_, good) => ({ headers: without(good.headers, 'ce_source') }),
    ],
    ['no tick', 'unreadable-headers', (_, good) => ({ headers: without(good.headers, 'ce_tick') })],
    [
      'a handler’s TypeError',
      'handler-failed',
      (id) => ({ value: JSON.stringify({ ...valid(id), purpose: 'removal' }) }),
    ],
  ])(
    '%s',
    async (_, reason, spoil) => {
      const [bad, good] = [randomUUID(), randomUUID()];
      // In the order of sending: a tick below the one before it would be taken for a repetition.
      const [first, spoilt, last] = [record(good, 1), record(bad, 1), record(good, 2)];
      await lab.stack.kafka().send([first, { ...spoilt, ...spoil(bad, spoilt) }, last]);
      const parked = await eventually(
        () => parkedOf(bad),
        (rows) => rows.length > 0,
      );
      expect(parked).toEqual([expect.objectContaining({ reason, kind: 'poison' })]);
      const numbers = await eventually(
        () => lab.rows<{ numbers: number[] }>(`select numbers from effect where order_id = '${good}'`),
        ([row]) => row?.numbers.length === 2,
      );
      expect(numbers).toEqual([{ numbers: [1, 2] }]);
    },
    30_000,
  );

  test('a type that is not heard is passed over', async () => {
    const id = randomUUID();
    const unknown = record(id, 1);
    await lab.stack
      .kafka()
      .send([
        { ...unknown, headers: { ...unknown.headers, ce_type: 'makegood.OrderAccepted.v99' } },
        record(id, 2),
      ]);
    const rows = await eventually(
      () => lab.rows<{ numbers: number[] }>(`select numbers from effect where order_id = '${id}'`),
      (found) => found.length > 0,
    );
    expect(rows).toEqual([{ numbers: [2] }]);
    expect(await parkedOf(id)).toEqual([]);
  }, 30_000);
});

test('what follows a parked event waits behind it; a redrive takes the head first (messaging-review 16)', async () => {
  const id = randomUUID();
  const poison = record(id, 1);
  const failing = {
    ...poison,
    value: JSON.stringify({ ...numbered(id, 1).data, purpose: 'removal' }),
  };
  await lab.stack.kafka().send([failing, record(id, 2), record(id, 3)]);
  const parked = await eventually(
    () => parkedOf(id),
    (rows) => rows.length === 3,
  );
  expect(parked.map(({ kind }) => kind)).toEqual(['poison', 'follower', 'follower']);

  const [last] = await lab.rows<{ id: number }>(
    `select max(id) as id from parked where convert_from(key, 'UTF8') = '${id}'`,
  );
  expect(await counter.messaging.desk.request('redrive', last!.id, 'test')).toMatch(
    /stays parked: handler-failed/,
  );
  expect(await lab.rows(`select 1 from effect where order_id = '${id}'`)).toEqual([]);

  // The cause is mended: here by mending the bytes, elsewhere by a new version of the handler.
  const mended = Buffer.from(poison.value as string).toString('hex');
  await lab.rows(
    `update parked set value = '\\x${mended}' where kind = 'poison' and convert_from(key, 'UTF8') = '${id}'`,
  );
  expect(await counter.messaging.desk.request('redrive', last!.id, 'test')).toBe('redriven: 3');
  expect(await lab.rows(`select numbers from effect where order_id = '${id}'`)).toEqual([
    { numbers: [1, 2, 3] },
  ]);
}, 30_000);

test('a discarded event stays on record and lets its followers be redriven', async () => {
  const id = randomUUID();
  await lab.stack.kafka().send([record(id, 1, { value: 'nonsense' }), record(id, 2)]);
  await eventually(
    () => parkedOf(id),
    (rows) => rows.length === 2,
  );
  const rows = await lab.rows<{ id: number }>(
    `select id from parked where convert_from(key, 'UTF8') = '${id}' order by id`,
  );
  expect(await counter.messaging.desk.request('discard', rows[0]!.id, 'test')).toBe('discarded');
  expect(await counter.messaging.desk.request('discard', rows[0]!.id, 'test')).toBe(
    'it is not parked any more',
  );
  expect(await counter.messaging.desk.request('redrive', rows[1]!.id, 'test')).toBe('redriven: 1');
  expect(await lab.rows(`select numbers from effect where order_id = '${id}'`)).toEqual([{ numbers: [2] }]);
  expect(await lab.rows(`select state from parked where id = ${rows[0]!.id}`)).toEqual([
    { state: 'discarded' },
  ]);
}, 30_000);

test('what was put aside is pointed to on dead-letters', async () => {
  const [parked] = await lab.rows<{ n: number }>('select count(*)::int as n from parked');
  const letters = await eventually(
    () => lab.readAll('dead-letters'),
    (records) => records.length >= parked!.n,
  );
  expect(letters.length).toBe(parked!.n);
  expect(JSON.parse(letters[0]!.record.value!.toString())).toMatchObject({
    service: 'tracking',
    topic: 'orders.events',
    reason: expect.any(String),
  });
}, 30_000);

test('a record that is put aside, and read again from offset 0, is pointed to once on dead-letters', async () => {
  const orderId = randomUUID();
  await lab.stack.kafka().send([record(orderId, 1, { value: '{' })]);
  await eventually(
    () => parkedOf(orderId),
    (rows) => rows.length === 1,
  );
  const [before] = await lab.rows<{ id: number }>('select coalesce(max(id), 0)::int as id from outbox');
  await lab.rows(`update consumer_offset set next = 0 where topic = 'orders.events'`);
  const other = randomUUID();
  const partition = partitionOf(orderId, topics['orders.events'].partitions);
  // The partition is gone back to when its next record comes.
  await lab.stack.kafka().send([record(other, 1, { partition, value: '{' })]);
  await eventually(
    () => parkedOf(other),
    (rows) => rows.length === 1,
  );
  const again = await lab.rows<{ subject: string }>(
    `select subject from outbox where id > ${before?.id ?? 0} and type = 'makegood.RecordParked.v1'`,
  );
  expect([await parkedOf(orderId), again]).toEqual([[expect.anything()], [{ subject: other }]]);
}, 60_000);
