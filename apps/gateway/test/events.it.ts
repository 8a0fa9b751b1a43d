import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ceType, contractOf, inboundTopic, TrackingUpdatedReport, UnitDamagedReport } from '#contracts';
import { connectKafka, type KafkaRecord } from '#messaging';
import { Door, OPERATOR, type Publisher } from './door.js';

jest.setTimeout(60_000);

let door: Door;
let carrier: Publisher & { authorization: string };
const ONE = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const scan = contractOf(TrackingUpdatedReport);

beforeAll(async () => {
  door = await Door.open();
  carrier = await door.addPublisher('ups', 'carrier');
});
afterAll(() => door.close());

const event = (more: object = {}) => ({
  specversion: '1.0',
  id: 'e-1',
  source: '/carriers/ups',
  type: ceType(TrackingUpdatedReport),
  time: '2026-01-05T08:30:00.000Z',
  data: scan.sample,
  ...more,
});
const send = (type: string, body: unknown, headers: Record<string, string> = {}) =>
  door.post('/events', body, { 'content-type': type, authorization: carrier.authorization, ...headers });
const topic = () => door.stack.namespace.topic('inbound.gateway');

async function published(): Promise<bigint> {
  return (await door.stack.kafka().ranges(topic())).reduce((sum, { high }) => sum + high, 0n);
}

async function lastOf(key: string): Promise<{ headers: Record<string, string>; data: unknown }> {
  const records = await door.stack.kafka().lastRecords(topic(), `${topic()}-${Math.random()}`);
  const found = records.find(({ record }) => record.key?.toString() === key);
  if (found === undefined) throw new Error(`no record has the key ${key}`);
  const headers = Object.entries(found.record.headers).map(([name, value]) => [
    name,
    value?.toString() ?? '',
  ]);
  return {
    headers: Object.fromEntries(headers) as Record<string, string>,
    data: JSON.parse(found.record.value?.toString() ?? ''),
  };
}

describe('reports over HTTP', () => {
  test.each<[string, () => ReturnType<typeof send>, number]>([
    ['structured', () => send(ONE, event()), 1],
    ['batch', () => send(BATCH, [event(), event({ id: 'e-2' })]), 2],
    [
      'binary',
      () =>
        send('application/json', scan.sample, {
          'ce-specversion': '1.0',
          'ce-id': 'e-1',
          'ce-source': '/carriers/ups',
          'ce-type': ceType(TrackingUpdatedReport),
          'ce-time': '2026-01-05T08:30:00.000Z',
        }),
      1,
    ],
  ])('%s: on Kafka in binary mode, stamped with who sent it', async (_, work, count) => {
    const before = await published();
    const answer = await work();
    expect([answer.status, answer.body]).toEqual([202, { accepted: count }]);
    expect(await published()).toBe(before + BigInt(count));
    const { headers, data } = await lastOf(scan.key(scan.sample));
    expect(data).toEqual(scan.sample);
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: expect.stringMatching(/^e-[12]$/),
      ce_source: '/carriers/ups',
      ce_type: 'makegood.report.TrackingUpdated.v1',
      ce_time: '2026-01-05T08:30:00.000Z',
      makegood_publisher: carrier.publisherId,
    });
  });

  test('who sent it is the gateway’s to say', async () => {
    await send(ONE, event({ makegood_publisher: 'forged', publisher: 'forged' }), {
      makegood_publisher: 'forged',
    });
    const { headers } = await lastOf(scan.key(scan.sample));
    expect(headers['makegood_publisher']).toBe(carrier.publisherId);
    expect(JSON.stringify(headers)).not.toContain('forged');
  });

  test.each<[string, () => ReturnType<typeof send>, number, RegExp]>([
    [
      'one fault among many',
      () => send(BATCH, [event(), event({ data: {} }), event()]),
      400,
      /events\[1]\.data\.rawCode/,
    ],
    [
      'what a carrier may not report',
      () =>
        send(BATCH, [
          event(),
          event({ type: ceType(UnitDamagedReport), data: contractOf(UnitDamagedReport).sample }),
        ]),
      403,
      /events\[1]: a carrier may report UnitDamaged only when found in-transit/,
    ],
    ['no JSON', () => send(ONE, '{'), 400, /not JSON/],
    [
      '1,001 events',
      () =>
        send(
          BATCH,
          Array.from({ length: 1_001 }, () => event()),
        ),
      400,
      /1001 events/,
    ],
    [
      'no publisher',
      async () => send(ONE, event(), await door.bearer(OPERATOR)),
      403,
      /operator may not call this/,
    ],
    ['nobody', () => send(ONE, event(), { authorization: '' }), 403, /missing/],
  ])('%s: nothing is published', async (_, work, status, reason) => {
    const before = await published();
    const answer = await work();
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toMatch(reason);
    expect(await published()).toBe(before);
  });

  test('3 MB in one request', async () => {
    const note = 'x'.repeat(3_000);
    const events = Array.from({ length: 1_000 }, (_, i) =>
      event({ id: `big-${i}`, data: { ...scan.sample, note } }),
    );
    const before = await published();
    expect((await send(BATCH, events)).status).toBe(202);
    expect(await published()).toBe(before + 1_000n);
  });

  test('from a revoked publisher: refused at once', async () => {
    const gone = await door.addPublisher('gone', 'carrier');
    const headers = await door.bearer(OPERATOR);
    expect((await send(ONE, event(), { authorization: gone.authorization })).status).toBe(202);
    await door.call(`/admin/publishers/${gone.publisherId}`, { method: 'DELETE', headers });
    expect((await send(ONE, event(), { authorization: gone.authorization })).status).toBe(403);
  });
});

test('a publisher on Kafka writes its own topic and nothing else', async () => {
  if (carrier.kafka === null) return;
  const { username, password } = carrier.kafka;
  const kafka = connectKafka({ brokers: door.stack.servers.brokers, clientId: 'ups', username, password });
  const record = (name: string): KafkaRecord => ({
    topic: door.stack.namespace.topic(name),
    key: 'k',
    value: '{}',
    headers: {},
  });
  await kafka.send([record(inboundTopic('ups'))]);
  await expect(kafka.send([record('inbound.gateway')])).rejects.toThrow(/authoriz/i);
  await expect(kafka.send([record('orders.events')])).rejects.toThrow(/authoriz/i);
  await kafka.close();
});

test('Kafka away: 503, when to come back, and no claim that anything was taken', async () => {
  const away = await Door.open({ KAFKA_BROKERS: '127.0.0.1:9' });
  try {
    // Its topic is made through the same Kafka, so the publisher is written as the registry would have it.
    const { status } = await away.post(
      '/admin/publishers',
      { name: 'ups', role: 'carrier' },
      await away.bearer(OPERATOR),
    );
    expect(status).toBe(503);
    const owner = await away.stack.database('gateway', 'owner');
    const seller = await away.addSeller('As a publisher');
    await owner.transaction(async (tx) => {
      await tx.query(
        `insert into registry_publisher (publisher_id, name, role, scope, topic) values ($1, 'ups', 'carrier', '{}', 'inbound.ups')`,
        [seller.sellerId],
      );
      await tx.query(`update registry_credential set kind = 'publisher' where client_id = $1`, [
        seller.clientId,
      ]);
    });
    const { authorization } = await away.bearer({
      client_id: seller.clientId,
      client_secret: seller.clientSecret,
    });
    const answer = await away.post('/events', event(), { 'content-type': ONE, authorization });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(answer.body).toEqual({
      errors: [{ code: 'ServiceUnavailable', message: expect.stringContaining('did not confirm') }],
    });
  } finally {
    await away.close();
  }
});
