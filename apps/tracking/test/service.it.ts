import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { PublisherChanged, toIso } from '#contracts';
import { eventually } from '#testing';
import { day, heard, network, orderId, packageId, received, scanned, SELLER, shipped } from './heard.js';
import { TrackingWorld } from './tracking-world.js';

jest.setTimeout(120_000);

let world: TrackingWorld;
let gateway: ReturnType<TrackingWorld['as']>;
let seller: ReturnType<TrackingWorld['as']>;

beforeAll(async () => {
  world = await TrackingWorld.start();
  await world.stack.addPublisher('network');
  gateway = world.as({ kind: 'service', id: 'gateway' });
  seller = world.seller(SELLER);
});
afterAll(() => world?.stop());

it('follows parcels on a real Kafka, says what is overdue, and answers for it', async () => {
  const registered = { ...network, revoked: false, topic: 'inbound.network' };
  await world.publish(heard(PublisherChanged, registered, day(0)));
  const ups = { carrierCode: 'UPS', trackingNumber: '1Z' };
  await world.reported(scanned(ups, 'EVENT_301', day(11)));
  await world.publish(received({ order: 2, parcel: 2, ordinal: 1 }, day(4)));
  await world.publish(shipped(1, 0, [{ number: 1, units: 1, ...ups }]));
  await world.publish(shipped(2, 0, [{ number: 2, units: 2 }]));

  await eventually(
    async () => (await gateway('GET', '/internal/accounting')).body['rows'] as unknown[],
    (rows) => rows.length === 3,
    60_000,
  );
  await eventually(
    async () => (await seller('GET', `/packages/${packageId(1)}`)).body['scans'] as unknown[],
    (scans) => scans.length === 1,
    60_000,
  );
  await gateway('POST', '/internal/clock', { instant: toIso(day(30)) });
  const swept = await gateway('POST', '/internal/sweep', { until: toIso(day(30)) });
  expect(swept.body).toMatchObject({ handled: 1 });

  const facts = await world.saidOnce(2);
  expect(facts.map(({ type }) => type)).toEqual(['TrackingUpdated', 'DeliveryOverdue']);
  const overdue = facts[1]?.data;
  expect(overdue).toMatchObject({ packageId: packageId(1), cause: 'no-delivery', dueAt: toIso(day(10)) });
  expect(facts[1]?.time).toBe(day(10) + 1);

  const { body } = await gateway('GET', '/internal/accounting?limit=2');
  expect(body).toMatchObject({
    rows: [
      { orderId: orderId(1), place: 'delivered', overdueAt: toIso(day(10)) },
      { orderId: orderId(2), ordinal: 1, place: null, overdueAt: null },
    ],
    next: `${orderId(2)},1,1`,
  });
  const rest = await gateway('GET', `/internal/accounting?after=${String(body['next'])}`);
  expect(rest.body).toMatchObject({ rows: [{ ordinal: 2, place: 'delivered' }], next: null });

  const journey = await gateway('GET', `/internal/journey?orderId=${orderId(1)}`);
  expect((journey.body['entries'] as { type: string }[]).map(({ type }) => type)).toEqual([
    'TrackingUpdated',
    'TrackingUpdated',
    'DeliveryOverdue',
  ]);
  const view = await seller('GET', `/packages/${packageId(1)}`);
  expect(view.body).toMatchObject({
    state: { place: 'delivered' },
    clock: { state: 'overdue', rule: 'I-2' },
  });
  expect((await seller('GET', `/packages/${randomUUID()}`)).status).toBe(404);
  expect((await seller('GET', '/packages/x')).status).toBe(400);
  const metrics = await (await fetch(`${world.service.url}/metrics`)).text();
  expect(metrics).toContain('makegood_tracking_overdue_lateness_seconds_count 1');
});
