import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DeliveryOverdue } from '#contracts';
import { toIso } from '#contracts';
import type { Fact, Incoming } from '#messaging';
import fc from 'fast-check';
import { overdueUnits } from '../src/domain/overdue.js';
import type { UnitHistory } from '../src/domain/overdue.js';
import { NEXT_DUE } from '../src/store/due-packages.js';
import { day, granted, packageId, received, reversed, scanned, shipped } from './heard.js';
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

const DUE = day(10); // promised on day 3, edition M waits 7 days
const said = (facts: Fact[]): DeliveryOverdue[] => facts.map(({ data }) => data as DeliveryOverdue);
const nextDue = async (): Promise<number | null | undefined> =>
  (await database.worker.transaction((tx) => tx.query<{ due: number | null }>(NEXT_DUE)))[0]?.due;
const ups = { carrierCode: 'UPS', trackingNumber: '1Z' };

describe('DeliveryOverdue (I-2)', () => {
  it('is said once, with due + 1 ms, however late the sweep is', async () => {
    await turns.hear(shipped(1, 0, [{ number: 1, units: 2, ...ups }]));
    expect(await nextDue()).toBe(DUE);
    expect(await turns.sweep(DUE - 1)).toEqual([]);
    const [fact] = await turns.sweep(DUE + 5_000_000);
    expect(fact?.time).toBe(DUE + 1);
    expect(fact?.data).toEqual({
      packageId: packageId(1),
      packageNumber: 1,
      orderId: expect.any(String),
      sellerId: expect.any(String),
      sellerFulfillmentOrderId: 'SO-1',
      marketplaceId: 'US',
      purpose: 'customer-order',
      signatureRequired: false,
      hasNumber: true,
      detail: 'full',
      shippedAt: toIso(day(0)),
      estimatedDeliveryAt: toIso(day(3)),
      dueAt: toIso(DUE),
      cause: 'no-delivery',
      policyVersion: 'M',
      units: [
        { line: 1, ordinal: 1, sellerSku: 'MUG', unitValue: { currency: 'USD', minorUnits: 1999 } },
        { line: 1, ordinal: 2, sellerSku: 'MUG', unitValue: { currency: 'USD', minorUnits: 1999 } },
      ],
    });
    expect(await turns.sweep(day(400))).toEqual([]);
    expect(await nextDue()).toBeUndefined();
  });

  it.each<[string, Incoming[], number]>([
    [
      'delivered exactly at due, heard long after',
      [scanned(ups, 'EVENT_301', DUE, { reportedAt: day(300) })],
      0,
    ],
    ['delivered a millisecond after due, heard before the sweep', [scanned(ups, 'EVENT_301', DUE + 1)], 1],
    ['a unit back at due', [received({ order: 1, parcel: 1, ordinal: 1 }, DUE, 'undelivered')], 0],
    ['a unit back a millisecond after due', [received({ order: 1, parcel: 1, ordinal: 1 }, DUE + 1)], 1],
    ['granted at due', [granted({ order: 1, parcel: 1, ordinal: 1 }, 1, DUE)], 0],
    ['granted after due', [granted({ order: 1, parcel: 1, ordinal: 1 }, 1, DUE + 1)], 1],
  ])('%s', async (_name, events, count) => {
    await turns.hear(shipped(1, 0, [{ number: 1, units: 1, ...ups }]), ...events);
    expect(await turns.sweep(day(20))).toHaveLength(count);
    // An empty list says nothing and closes the timer all the same.
    expect(await nextDue()).toBeUndefined();
  });

  it('is not taken back here by a delivery that is heard later; TrackingUpdated says it', async () => {
    await turns.hear(shipped(1, 0, [{ number: 1, units: 1, ...ups }]));
    expect(await turns.sweep(day(20))).toHaveLength(1);
    const [fact] = await turns.hear(scanned(ups, 'EVENT_301', DUE - 1, { reportedAt: day(21) }));
    expect(fact).toMatchObject({
      time: day(21),
      data: { state: { place: 'delivered', deliveredAt: toIso(DUE - 1) } },
    });
    expect(await turns.sweep(day(400))).toEqual([]);
  });

  it('waits 60 days for a parcel that was turned round, and is then lost-on-return (T-8)', async () => {
    await turns.hear(shipped(1, 0, [{ number: 1, units: 2, ...ups }]), scanned(ups, 'EVENT_407', day(5)));
    await turns.hear(received({ order: 1, parcel: 1, ordinal: 1 }, day(60), 'undelivered'));
    expect(await turns.sweep(day(65) - 1)).toEqual([]);
    const facts = await turns.sweep(day(65));
    expect(facts).toMatchObject([
      { time: day(65) + 1, data: { cause: 'lost-on-return', units: [{ ordinal: 2 }] } },
    ]);
  });

  it('goes package by package: one delivered says nothing of the other (I-6)', async () => {
    await turns.hear(
      shipped(1, 0, [
        { number: 1, units: 1, ...ups },
        { number: 2, units: 1 },
      ]),
      scanned(ups, 'EVENT_301', day(2)),
    );
    expect(said(await turns.sweep(day(20)))).toMatchObject([{ packageId: packageId(2) }]);
  });

  it('takes the oldest due first and at most as many as allowed', async () => {
    const parcels = [5, 1, 4, 2, 3].map((number) => ({ number, units: 1, promisedDay: number }));
    await turns.hear(shipped(1, 0, parcels));
    const first = said(await turns.sweep(day(400), 2));
    const rest = said(await turns.sweep(day(400), 10));
    expect([...first, ...rest].map(({ packageNumber }) => packageNumber)).toEqual([1, 2, 3, 4, 5]);
    expect(first).toHaveLength(2);
  });

  it('is said once when two sweeps run at the same time', async () => {
    const parcels = Array.from({ length: 200 }, (_, at) => ({ number: at + 1, units: 1 }));
    await turns.hear(shipped(1, 0, parcels));
    const sweeps = Array.from({ length: 12 }, () => turns.sweep(day(20), 40));
    const all = said((await Promise.all(sweeps)).flat());
    const rest = said(await turns.sweep(day(20)));
    const ids = [...all, ...rest].map((one) => one.packageId);
    expect(ids).toHaveLength(200);
    expect(new Set(ids).size).toBe(200);
  });
});

describe('a package that is held', () => {
  const contradiction = scanned(ups, 'EVENT_201', day(2), { rawCode: 'X', incident: 'other' });

  it('is not decided while a report about it is parked, and is when that is settled', async () => {
    await turns.hear(
      shipped(1, 0, [
        { number: 1, units: 1, ...ups },
        { number: 2, units: 1 },
      ]),
      scanned(ups, 'EVENT_201', day(2), { rawCode: 'X' }),
      contradiction,
    );
    expect(turns.parked).toMatchObject([{ reason: 'conflicting-content', subject: packageId(1) }]);
    await database.worker.transaction((tx) =>
      tx.query(
        `insert into parked (topic, "partition", record_offset, record_at, headers, subject, kind, reason)
         values ('inbound.network', 0, 0, clock_now(), '{}', $1, 'impossible', 'conflicting-content')`,
        [packageId(1)],
      ),
    );
    expect(said(await turns.sweep(day(20)))).toMatchObject([{ packageId: packageId(2) }]);
    expect(await nextDue()).toBeUndefined();
    await database.worker.transaction((tx) => tx.query(`update parked set state = 'discarded'`));
    expect(await nextDue()).toBe(DUE);
    expect(said(await turns.sweep(day(20)))).toMatchObject([{ packageId: packageId(1), dueAt: toIso(DUE) }]);
  });
});

describe('the sweep in SQL', () => {
  it('leaves out the same units as the rule (domain/overdue)', async () => {
    const near = fc.integer({ min: -2, max: 2 }).map((ms) => DUE + ms);
    const history = fc.record({
      returnedAt: fc.option(near, { nil: undefined }),
      grants: fc.array(
        fc
          .tuple(near, fc.option(near, { nil: undefined }))
          .map(([grantedAt, reversedAt]) => ({ grantedAt, reversedAt })),
        { maxLength: 2 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(history, { minLength: 1, maxLength: 8 }), async (histories) => {
        await database.clear();
        const units = histories.map((one, at): UnitHistory => ({ ...one, line: 1, ordinal: at + 1 }));
        await turns.hear(shipped(1, 0, [{ number: 1, units: units.length }]), ...units.flatMap(eventsOf));
        const [fact] = said(await turns.sweep(day(20)));
        const expected = overdueUnits(units, DUE).map(({ ordinal }) => ordinal);
        expect((fact?.units ?? []).map(({ ordinal }) => ordinal)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});

let grant = 0;
function eventsOf({ ordinal, returnedAt, grants }: UnitHistory): Incoming[] {
  const of = { order: 1, parcel: 1, ordinal };
  const back = returnedAt === undefined ? [] : [received(of, returnedAt, 'undelivered')];
  const money = grants.flatMap(({ grantedAt, reversedAt }) => {
    grant += 1;
    return [
      granted(of, grant, grantedAt),
      ...(reversedAt === undefined ? [] : [reversed(of, grant, reversedAt)]),
    ];
  });
  return [...back, ...money];
}
