import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { editionM, TrackingUpdated } from '#contracts';
import type { Incoming } from '#messaging';
import fc from 'fast-check';
import { day, granted, packageId, published, received, reversed, scanned, SELLER, shipped } from './heard.js';
import type { TrackingDatabase } from './tracking-database.js';
import { trackingDatabase } from './tracking-database.js';
import { TrackingTurns } from './tracking-turns.js';

const ups = { carrierCode: 'UPS', trackingNumber: '1Z' };
const owner = (order: number) => ({
  sellerId: SELLER,
  sellerFulfillmentOrderId: `SO-${order}`,
  shipmentId: 'S-1',
});

/** One story with everything that can meet: several ways to name a package, a reused number, returns, grants. */
const story: Incoming[] = [
  shipped(1, 0, [
    { number: 1, units: 2, ...ups },
    { number: 2, units: 1 },
  ]),
  shipped(2, 5, [{ number: 3, units: 3, ...ups }]),
  shipped(3, 1, [{ number: 4, units: 2 }]),
  scanned(ups, 'EVENT_201', day(1)),
  scanned(ups, 'EVENT_301', day(6)),
  scanned({ packageId: packageId(1) }, 'EVENT_408', day(4)),
  scanned({ sellerId: SELLER, packageNumber: 2 }, 'EVENT_301', day(2)),
  scanned({ ...owner(1), packageRef: '2' }, 'EVENT_304', day(2), {
    rawCode: 'A',
    corrects: { rawCode: 'EVENT_301', occurredAt: '2026-01-04T00:00:00.000Z' },
  }),
  scanned(owner(3), 'EVENT_409', day(3)),
  scanned({ packageId: packageId(4) }, 'EVENT_201', day(3)),
  received({ order: 1, parcel: 1, ordinal: 1 }, day(20), 'undelivered'),
  received({ order: 2, parcel: 3, ordinal: 1 }, day(9)),
  received({ order: 2, parcel: 3, ordinal: 1, receiptId: 'R-2' }, day(8)),
  granted({ order: 3, parcel: 4, ordinal: 1 }, 1, day(4)),
  reversed({ order: 3, parcel: 4, ordinal: 1 }, 1, day(30)),
  published(1, day(4), { ...editionM, version: '2', lossWaitDays: 2 }),
];

// A namespace of its own is made first, on servers that other tests share.
jest.setTimeout(120_000);

let database: TrackingDatabase;
beforeAll(async () => {
  database = await trackingDatabase();
});
afterAll(() => database?.close());

async function rowsAfter(turns: TrackingTurns): Promise<unknown> {
  const { worker } = database;
  const overdue = await turns.sweep(day(400));
  const tables = await worker.transaction(async (tx) => ({
    states: await tx.query('select * from package_state order by package_id'),
    units: await tx.query(
      'select order_id, line, ordinal, package_id, place, place_since, returned_at, reimbursed from unit order by 1, 2, 3',
    ),
    scans: await tx.query(
      'select scan_id, package_id, content from scan where moved_to is null order by scan_id',
    ),
  }));
  return { ...tables, overdue: overdue.map(({ data, time }) => ({ data, time })), waiting: turns.waiting };
}

describe('tracking, whatever the order in which it hears', () => {
  it('comes to the same, of any arrival order, any batches and any repetition (T-4, design 2)', async () => {
    await database.clear();
    const inOrder = new TrackingTurns(database.worker);
    await inOrder.hear(...story);
    const expected = await rowsAfter(inOrder);
    expect(expected).toMatchObject({ waiting: [], overdue: [{}, {}, {}] });

    const reports = story.filter(({ publisher }) => publisher);
    const arrivals = fc
      .tuple(fc.subarray(reports), fc.infiniteStream(fc.nat()))
      .map(([again, random]) =>
        [...story, ...again].map((event) => ({ event, at: Number(random.next().value) })),
      )
      .map((all) => all.sort((a, b) => a.at - b.at).map(({ event }) => event));
    await fc.assert(
      fc.asyncProperty(arrivals, fc.boolean(), async (events, oneByOne) => {
        await database.clear();
        const turns = new TrackingTurns(database.worker);
        if (oneByOne) for (const event of events) await turns.batch([event]);
        else await turns.hear(...events);
        expect(await rowsAfter(turns)).toEqual(expected);
        expect(turns.parked).toEqual([]);
        await lastFactsSayTheState(turns);
      }),
      { numRuns: 40 },
    );
  });
});

/** Whoever follows the facts of a package in order ends with the package's state. */
async function lastFactsSayTheState(turns: TrackingTurns): Promise<void> {
  const said = new Map<string, unknown>();
  for (const { data, contract } of turns.facts) {
    if ((contract.class as unknown) !== TrackingUpdated) continue;
    const { packageId: id, state } = data as TrackingUpdated;
    said.set(id, [state.place, state.status, state.deliveredAt && Date.parse(state.deliveredAt)]);
  }
  const rows = await database.worker.transaction((tx) =>
    tx.query<{ id: string; place: string; status: string; at: number | null }>(
      `select package_id as id, place, status, delivered_at as at from package_state where exists (
         select from scan where scan.package_id = package_state.package_id and moved_to is null)`,
    ),
  );
  expect(rows.length).toBe(4);
  for (const { id, place, status, at } of rows)
    expect(said.get(id)).toEqual([place, status, at ?? undefined]);
}
