import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { PublisherChanged, toIso } from '#contracts';
import { eventually } from '#testing';
import { day, heard, network, orderId, packageId, SELLER, scanned, shipped } from './heard.js';
import { TrackingWorld } from './tracking-world.js';

let world: TrackingWorld;

beforeAll(async () => {
  world = await TrackingWorld.start();
  await world.stack.addPublisher('network');
  await world.publish(
    heard(PublisherChanged, { ...network, revoked: false, topic: 'inbound.network' }, day(0)),
  );
  const ups = { carrierCode: 'UPS', trackingNumber: '1Z' };
  await world.publish(shipped(1, 0, [{ number: 1, units: 1, ...ups }]));
  await world.publish(shipped(2, 0, [{ number: 2, units: 1 }]));
  // Nobody named its carrier.
  await world.publish(shipped(3, 0, [{ number: 3, units: 1, trackingNumber: '1Z5R89390357567128' }]));
  const location = { city: 'Newark', stateOrRegion: 'NJ', countryCode: 'US' };
  await world.reported(scanned(ups, 'EVENT_201', day(1), { location }));
  await world.reported(scanned(ups, 'EVENT_302', day(2)));
  await eventually(
    () => track(1),
    ({ body }) => eventsIn(body).length === 2,
    60_000,
  );
  for (const number of [2, 3])
    await eventually(
      () => track(number),
      ({ status }) => status === 200,
      60_000,
    );
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const track = (packageNumber: unknown, seller = SELLER) =>
  world.seller(seller)('GET', `/fba/outbound/2020-07-01/tracking?packageNumber=${String(packageNumber)}`);
const eventsIn = (body: Record<string, unknown>): unknown[] =>
  (body['payload'] as { trackingEvents: unknown[] } | undefined)?.trackingEvents ?? [];

describe('getPackageTrackingDetails over a real port', () => {
  it('tells where a package is, the latest scan first (T-3, T-6)', async () => {
    expect(await track(1)).toEqual({
      status: 200,
      body: {
        payload: {
          packageNumber: 1,
          trackingNumber: '1Z',
          carrierCode: 'UPS',
          carrierPhoneNumber: '+1 800 742 5877',
          carrierURL: 'https://www.ups.com',
          customerTrackingLink: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/t\/[\w-]{64}$/),
          shipDate: toIso(day(0)),
          estimatedArrivalDate: toIso(day(3)),
          currentStatus: 'OUT_FOR_DELIVERY',
          currentStatusDescription: `The package is in transit since ${toIso(day(0))} (OUT_FOR_DELIVERY).`,
          trackingEvents: [
            {
              eventDate: toIso(day(2)),
              eventAddress: { city: '', state: '', country: '' },
              eventCode: 'EVENT_302',
              eventDescription: 'Out for delivery',
            },
            {
              eventDate: toIso(day(1)),
              eventAddress: { city: 'Newark', state: 'NJ', country: 'US' },
              eventCode: 'EVENT_201',
              eventDescription: 'Arrived at a carrier facility',
            },
          ],
        },
      },
    });
  });

  it('allows a day for the first scan, and leaves out what nobody told (T-1, T-2)', async () => {
    const { body } = await track(2);
    expect(body['payload']).toEqual({
      packageNumber: 2,
      customerTrackingLink: expect.any(String),
      shipDate: toIso(day(0)),
      estimatedArrivalDate: toIso(day(3)),
      currentStatus: 'IN_TRANSIT',
      currentStatusDescription: expect.stringContaining('has not scanned it yet'),
      trackingEvents: [],
    });
  });

  it('warns of a number that cannot be right, and tracks its package all the same (T-5)', async () => {
    const text = 'the check digit of the tracking number 1Z5R89390357567128 is wrong: it is none of UPS';
    const { body } = await world.seller(SELLER)('GET', `/packages/${packageId(3)}`);
    expect(body).toMatchObject({ carrierName: 'UPS', warnings: [{ rule: 'T-5', text }] });
    expect((await track(3)).body['payload']).toMatchObject({
      carrierCode: 'UPS',
      currentStatus: 'IN_TRANSIT',
    });
    const journey = await world.seller(SELLER)('GET', `/internal/journey?orderId=${orderId(3)}`);
    expect(journey.body['entries']).toMatchObject([
      { type: 'TrackingNumberDoubted', text: `package 3: ${text}`, rules: ['T-5'] },
    ]);
  });

  it('has no package of another seller', async () => {
    const [theirs, nobodys] = [await track(1, randomUUID()), await track(99)];
    expect(theirs.status).toBe(404);
    expect(theirs.body).toEqual(nobodys.body);
  });

  it.each(['', '0', '-1', '1.5', 'x', '2147483648', '99999999999', '1&packageNumber=2'])(
    'refuses the number "%s"',
    async (packageNumber) => {
      const { status, body } = await track(packageNumber);
      expect(status).toBe(400);
      expect(body['errors']).toEqual([
        {
          code: 'InvalidInput',
          message: expect.stringContaining('packageNumber must be a whole number from 1 to 2147483647'),
        },
      ]);
    },
  );
});
