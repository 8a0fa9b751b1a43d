import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { PublisherChanged, contractOf, fromHeaders, toHeaders, toIso } from '#contracts';
import type { DeliveryOverdue } from '#contracts';
import type { Incoming } from '#messaging';
import { Names } from '#messaging';
import { IDENTITY_HEADER, identitySigner, startService } from '#runtime';
import type { RunningService } from '#runtime';
import { eventually, identityKeys, testStack } from '#testing';
import type { TestStack } from '#testing';
import { tracking } from '../src/tracking.js';
import { day, heard, network, orderId, packageId, received, scanned, SELLER, shipped } from './heard.js';

jest.setTimeout(120_000);

let stack: TestStack;
let names: Names;
let service: RunningService;
const sign = identitySigner(identityKeys().private.gateway);

beforeAll(async () => {
  stack = await testStack({ simulated: true });
  names = new Names(stack.namespace.name);
  await stack.addPublisher('network');
  service = await startService(tracking, stack.env('tracking'));
});
afterAll(async () => {
  await service?.stop();
  await stack?.close();
});

async function ask(kind: 'service' | 'seller', method: string, path: string, body?: object) {
  const principal =
    kind === 'seller'
      ? { kind, id: SELLER, sellerId: SELLER, scopes: [] }
      : { kind, id: 'gateway', scopes: [] };
  const headers = {
    [IDENTITY_HEADER]: await sign(principal, 'tracking'),
    'content-type': 'application/json',
  };
  const answer = await fetch(`${service.url}${path}`, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

let tick = 0;
async function publish(topic: string, event: Incoming): Promise<void> {
  const { type, subject, key } = contractOf(event.contract.class);
  tick += 1;
  const isReport = event.publisher !== undefined;
  const envelope = {
    id: String(tick),
    type,
    source: `test-${topic}`,
    subject: subject(event.data),
    time: event.time,
  };
  const headers = toHeaders(isReport ? envelope : { ...envelope, tick });
  const value = JSON.stringify(event.data);
  const record = {
    topic: names.onBroker(topic),
    key: key(event.data),
    value,
    headers,
    timestamp: event.time,
  };
  await stack.kafka().send([record]);
}

async function factsSaid(
  count: number,
): Promise<{ type: string; time: number | undefined; data: unknown }[]> {
  const said: { type: string; time: number | undefined; data: unknown }[] = [];
  const listening = await stack.kafka().consume(
    { groupId: names.onBroker('test.listener'), topics: [names.onBroker('tracking.events')], concurrency: 1 },
    {
      onJoin: () => undefined,
      onBatch: async (batch, control) => {
        for (const { headers, value } of batch.records) {
          const { envelope } = fromHeaders(headers);
          if (envelope)
            said.push({ type: envelope.type, time: envelope.time, data: JSON.parse(String(value)) });
        }
        control.resolve(batch.lastOffset);
      },
      onGap: () => undefined,
      onCrash: () => undefined,
    },
  );
  const found = await eventually(
    async () => said,
    (all) => all.length >= count,
  );
  await listening.stop();
  return found;
}

it('follows parcels on a real Kafka, says what is overdue, and answers for it', async () => {
  const registered = { ...network, revoked: false, topic: 'inbound.network' };
  await publish('gateway.events', heard(PublisherChanged, registered, day(0)));
  const ups = { carrierCode: 'UPS', trackingNumber: '1Z' };
  await publish('inbound.network', scanned(ups, 'EVENT_301', day(11)));
  await publish('returns.events', received({ order: 2, parcel: 2, ordinal: 1 }, day(4)));
  await publish('orders.events', shipped(1, 0, [{ number: 1, units: 1, ...ups }]));
  await publish('orders.events', shipped(2, 0, [{ number: 2, units: 2 }]));

  await eventually(
    async () => (await ask('service', 'GET', '/internal/accounting')).body['rows'] as unknown[],
    (rows) => rows.length === 3,
    60_000,
  );
  await eventually(
    async () => (await ask('seller', 'GET', `/packages/${packageId(1)}`)).body['scans'] as unknown[],
    (scans) => scans.length === 1,
    60_000,
  );
  await ask('service', 'POST', '/internal/clock', { instant: toIso(day(30)) });
  const swept = await ask('service', 'POST', '/internal/sweep', { until: toIso(day(30)) });
  expect(swept.body).toMatchObject({ handled: 1 });

  const facts = await factsSaid(2);
  expect(facts.map(({ type }) => type)).toEqual([
    'makegood.TrackingUpdated.v1',
    'makegood.DeliveryOverdue.v1',
  ]);
  const overdue = facts[1]?.data as DeliveryOverdue;
  expect(overdue).toMatchObject({ packageId: packageId(1), cause: 'no-delivery', dueAt: toIso(day(10)) });
  expect(facts[1]?.time).toBe(day(10) + 1);

  const { body } = await ask('service', 'GET', '/internal/accounting?limit=2');
  expect(body).toMatchObject({
    rows: [
      { orderId: orderId(1), place: 'delivered', overdueAt: toIso(day(10)) },
      { orderId: orderId(2), ordinal: 1, place: null, overdueAt: null },
    ],
    next: `${orderId(2)},1,1`,
  });
  const rest = await ask('service', 'GET', `/internal/accounting?after=${String(body['next'])}`);
  expect(rest.body).toMatchObject({ rows: [{ ordinal: 2, place: 'delivered' }], next: null });

  const journey = await ask('service', 'GET', `/internal/journey?orderId=${orderId(1)}`);
  expect((journey.body['entries'] as { type: string }[]).map(({ type }) => type)).toEqual([
    'TrackingUpdated',
    'TrackingUpdated',
    'DeliveryOverdue',
  ]);
  const view = await ask('seller', 'GET', `/packages/${packageId(1)}`);
  expect(view.body).toMatchObject({
    state: { place: 'delivered' },
    clock: { state: 'overdue', rule: 'I-2' },
  });
  expect((await ask('seller', 'GET', `/packages/${randomUUID()}`)).status).toBe(404);
  expect((await ask('seller', 'GET', '/packages/x')).status).toBe(400);
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  expect(metrics).toContain('makegood_tracking_overdue_lateness_seconds_count 1');
});
