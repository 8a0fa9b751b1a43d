import { describe, expect, test } from '@jest/globals';
import { toInstant, toIso } from '#contracts';
import { addWorkingDays, dateIn, estimate } from './delivery-estimate.js';
import { twoCountries } from './network.samples.js';

const [atHome] = twoCountries.fulfillmentCenters;
const inGermany = twoCountries.fulfillmentCenters[2]!;
const toUs = { speed: 'Standard', countryCode: 'US', features: [] } as const;
const dates = (now: string, center = atHome!) => {
  const when = estimate(twoCountries, center, toUs, toInstant(now));
  return when && { ship: toIso(when.latestShipAt), arrival: toIso(when.latestArrivalAt) };
};

describe('when a shipment leaves and arrives (O-9, O-10)', () => {
  test.each([
    // Monday 2 March 2026; New York is at UTC-5, and from the 8th at UTC-4.
    ['2026-03-02T13:59:59.999Z', '2026-03-02T23:59:59.999Z', '2026-03-10T03:59:59.999Z'],
    ['2026-03-02T14:00:00Z', '2026-03-03T23:59:59.999Z', '2026-03-11T03:59:59.999Z'],
    // Friday after the cutoff: Monday.
    ['2026-03-06T14:00:00Z', '2026-03-09T23:59:59.999Z', '2026-03-17T03:59:59.999Z'],
    ['2026-03-07T09:00:00Z', '2026-03-09T23:59:59.999Z', '2026-03-17T03:59:59.999Z'],
    // Thursday after the cutoff, and Friday is a holiday.
    ['2026-12-24T14:00:00Z', '2026-12-28T23:59:59.999Z', '2027-01-05T04:59:59.999Z'],
  ])('planned at %s', (now, ship, arrival) => expect(dates(now)).toEqual({ ship, arrival }));

  test('the cutoff and the day are those of the centre', () => {
    // 14:00 in Berlin is 13:00 UTC in winter.
    expect(dates('2026-03-02T12:59:00Z', inGermany)?.ship).toBe('2026-03-02T22:59:59.999Z');
    expect(dates('2026-03-02T13:00:00Z', inGermany)?.ship).toBe('2026-03-03T22:59:59.999Z');
  });

  test('leaves at once on the same day, and arrives at the start of a day at the earliest', () => {
    const now = toInstant('2026-03-02T10:00:00Z');
    const when = estimate(twoCountries, atHome!, toUs, now)!;
    expect(when).toMatchObject({ carrierCode: 'UPS', earliestShipAt: now });
    expect(toIso(when.earliestArrivalAt)).toBe('2026-03-05T05:00:00.000Z');
  });

  test('no route, no estimate; a carrier that the order excludes is no route', () => {
    const way = { speed: 'Standard', countryCode: 'DE' } as const;
    expect(estimate(twoCountries, atHome!, { ...way, features: [] }, 0)).toBeUndefined();
    expect(estimate(twoCountries, inGermany, { ...way, features: [] }, 0)).toMatchObject({
      carrierCode: 'AMZL',
    });
    expect(estimate(twoCountries, inGermany, { ...way, features: ['BLOCK_AMZL'] }, 0)).toBeUndefined();
  });
});

test.each([
  ['2026-03-06', 0, '2026-03-06'],
  ['2026-03-07', 0, '2026-03-09'],
  ['2026-03-06', 1, '2026-03-09'],
  ['2026-12-24', 1, '2026-12-28'],
])('%s and %i working days', (from, days, to) =>
  expect(addWorkingDays(twoCountries.calendars[0]!, from, days)).toBe(to),
);

test('the date is that of the wall clock there', () => {
  const at = toInstant('2026-03-02T04:30:00Z');
  expect([dateIn('UTC', at), dateIn('America/New_York', at)]).toEqual(['2026-03-02', '2026-03-01']);
});
