import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { toIso } from '#contracts';
import type { Publisher } from '#messaging';
import { accountingPage } from '../src/store/accounting.js';
import { knownPackage, knownPackagesOfOrder } from '../src/store/known-packages.js';
import { policyVersions } from '../src/store/policies.js';
import { journeyEntries } from '../src/http/journey-entries.js';
import { packageView } from '../src/http/package-view.js';
import { day, network, orderId, packageId, received, scanned, SELLER, shipped } from './heard.js';
import type { TrackingDatabase } from './tracking-database.js';
import { trackingDatabase } from './tracking-database.js';
import { TrackingTurns } from './tracking-turns.js';

// A namespace of its own is made first, on servers that other tests share.
jest.setTimeout(120_000);

let database: TrackingDatabase;
let turns: TrackingTurns;
beforeAll(async () => {
  database = await trackingDatabase();
});
beforeEach(async () => {
  await database.clear();
  turns = new TrackingTurns(database.worker);
});
afterAll(() => database?.close());

const ups = { carrierCode: 'UPS', trackingNumber: '1Z' };
const dhl: Publisher = { ...network, name: 'dhl', role: 'carrier', scope: { carrierCodes: ['DHL'] } };
const one = shipped(1, 0, [{ number: 1, units: 2, ...ups }]);

describe('a shipment', () => {
  it('said again with another number, as orders does that was restored from a backup, takes that number', async () => {
    const two = shipped(2, 0, [{ number: 2, units: 1 }]);
    const numbered = (said: typeof two, packageNumber: number): typeof two => ({
      ...said,
      data: { ...said.data, packages: said.data.packages.map((each) => ({ ...each, packageNumber })) },
    });
    await turns.hear(one, two);
    await turns.hear(numbered(two, 1), numbered(one, 7), numbered(one, 8));
    const numberOf = (id: string) => database.worker.transaction((tx) => knownPackage(tx, id));
    expect(await numberOf(packageId(1))).toMatchObject({ shipped: { packageNumber: 8 } });
    expect(await numberOf(packageId(2))).toMatchObject({ shipped: { packageNumber: 1 } });
  });
});

describe('a report of a scan', () => {
  it('is said with the state after it, and its time is the report’s (Words)', async () => {
    await turns.hear(one);
    const facts = await turns.hear(
      scanned(ups, 'EVENT_201', day(1), { reportedAt: day(4) }),
      scanned(ups, 'EVENT_301', day(2), { reportedAt: day(3) }),
    );
    expect(facts).toMatchObject([
      { time: day(4), data: { scan: { status: 'IN_TRANSIT' }, state: { place: 'in-transit' } } },
      { time: day(3), data: { state: { place: 'delivered', deliveredAt: toIso(day(2)) } } },
    ]);
    expect(facts[0]?.data).toMatchObject({
      units: [
        { line: 1, ordinal: 1 },
        { line: 1, ordinal: 2 },
      ],
    });
  });

  it('heard again, in the same batch or another, is nothing new (T-4)', async () => {
    const scan = scanned(ups, 'EVENT_301', day(2));
    expect(await turns.hear(one, scan, scan)).toHaveLength(1);
    expect(await turns.hear(scanned({ packageId: packageId(1) }, 'EVENT_301', day(2)))).toEqual([]);
    expect(turns.parked).toEqual([]);
  });

  it.each([
    ['of another carrier: not-yours, and holds nothing', { by: dhl }, 'not-yours', undefined],
    ['of the future', { reportedAt: day(2) - 300_001 }, 'claimed-in-future', packageId(1)],
  ])('%s', async (_name, more, reason, subject) => {
    const facts = await turns.hear(one, scanned(ups, 'EVENT_301', day(2), more));
    expect(facts).toEqual([]);
    expect(turns.parked).toMatchObject([{ reason, subject }]);
  });

  it('of a shipment with several packages must say which', async () => {
    const reference = { sellerId: SELLER, orderId: orderId(1), shipmentId: 'S-1' };
    await turns.hear(
      shipped(1, 0, [
        { number: 1, units: 1 },
        { number: 2, units: 1 },
      ]),
      scanned(reference, 'EVENT_301', day(1)),
      scanned({ ...reference, packageRef: '9' }, 'EVENT_301', day(1)),
      scanned({ ...reference, sellerId: network.publisherId }, 'EVENT_301', day(1)),
    );
    expect(turns.parked).toMatchObject([
      { reason: 'ambiguous-package', subject: orderId(1) },
      { reason: 'unknown-package', subject: orderId(1) },
      { reason: 'not-yours', subject: undefined },
    ]);
  });

  it('waits for its package, and is handled when that is known', async () => {
    const early = scanned(ups, 'EVENT_301', day(2));
    expect(await turns.hear(early)).toEqual([]);
    expect(turns.waiting).toEqual(['tracking:UPS:1Z']);
    expect(await turns.hear(one)).toMatchObject([
      { time: early.time, data: { state: { place: 'delivered' } } },
    ]);
    expect(turns.waiting).toEqual([]);
  });

  it('of before the shipment of its number waits on: the number is not yet its package’s (Words)', async () => {
    await turns.hear(scanned(ups, 'EVENT_102', day(0) - 1), one);
    expect(turns.waiting).toEqual(['tracking:UPS:1Z']);
    const byId = await turns.hear(scanned({ packageId: packageId(1) }, 'EVENT_102', day(0) - 1));
    expect(byId).toMatchObject([{ data: { state: { place: 'in-transit' } } }]);
  });

  it('moves to the package whose number it was, when that is heard of late', async () => {
    await turns.hear(one, scanned(ups, 'EVENT_301', day(9)));
    const facts = await turns.hear(shipped(2, 8, [{ number: 2, units: 1, ...ups }]));
    expect(facts).toMatchObject([
      { data: { packageId: packageId(1), state: { place: 'in-transit' } } },
      { data: { packageId: packageId(2), state: { place: 'delivered' } } },
    ]);
    expect((await turns.sweep(day(100))).map(({ data }) => data)).toMatchObject([
      { packageId: packageId(1) },
    ]);
  });
});

describe('what others are told', () => {
  it('accounts for every unit in order, without a place once it is handed over', async () => {
    await turns.hear(
      shipped(2, 0, [{ number: 2, units: 1 }]),
      one,
      scanned(ups, 'EVENT_301', day(2)),
      received({ order: 1, parcel: 1, ordinal: 1 }, day(8)),
    );
    await turns.sweep(day(50));
    const before = { orderId: orderId(0), line: 0, ordinal: 0 };
    const page = await database.worker.transaction((tx) => accountingPage(tx, { after: before, limit: 10 }));
    expect(page).toMatchObject([
      { orderId: orderId(1), ordinal: 1, place: null, since: day(8), overdueAt: null },
      { orderId: orderId(1), ordinal: 2, place: 'delivered', since: day(2), overdueAt: null },
      { orderId: orderId(2), ordinal: 1, place: 'in-transit', since: day(0), overdueAt: day(10) },
    ]);
    const after = { orderId: orderId(1), line: 1, ordinal: 1 };
    expect(await database.worker.transaction((tx) => accountingPage(tx, { after, limit: 1 }))).toMatchObject([
      { ordinal: 2 },
    ]);
  });

  it('tells the journey: each scan as reported and as it counts, and what the clock said', async () => {
    await turns.hear(
      one,
      scanned(ups, 'EVENT_301', day(11), { location: { city: 'Troy', countryCode: 'US' } }),
    );
    await turns.sweep(day(50));
    const known = await database.worker.transaction((tx) => knownPackagesOfOrder(tx, orderId(1)));
    const entries = known.flatMap(journeyEntries);
    expect(entries).toMatchObject([
      {
        kind: 'report',
        at: toIso(day(11)),
        text: 'network scanned package 1: DELIVERED, EVENT_301 at Troy, US',
      },
      { kind: 'fact', type: 'TrackingUpdated', text: 'package 1 is delivered (DELIVERED)', rules: ['T-4'] },
      { kind: 'fact', type: 'DeliveryOverdue', at: toIso(day(10) + 1), rules: ['I-2'] },
    ]);
  });

  it('shows a package to its seller, and to no other (row-level security)', async () => {
    await turns.hear(one, scanned(ups, 'EVENT_301', day(2)));
    const view = (sellerId: string) =>
      database.api.transaction(
        async (tx) => {
          const known = await knownPackage(tx, packageId(1));
          return known && packageView(known, 'https://parcels', await policyVersions(tx), day(3));
        },
        { sellerId },
      );
    expect(await view(SELLER)).toMatchObject({
      state: { place: 'delivered', deliveredAt: toIso(day(2)) },
      clock: { state: 'stopped', rule: 'I-2' },
      customerTrackingLink: 'https://parcels',
      warnings: [],
      scans: [{ eventCode: 'EVENT_301' }],
    });
    expect(await view(network.publisherId)).toBeUndefined();
  });
});
