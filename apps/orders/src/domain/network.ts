import type { Money, ShippingSpeed } from '#contracts';

/** Days on which nothing moves. */
export interface Calendar {
  calendarId: string;
  /** ISO weekdays that are free: 6 and 7 in most countries. */
  weekend: number[];
  /** Dates `YYYY-MM-DD` that are free. */
  holidays: string[];
}

/** A warehouse of the network. */
export interface FulfillmentCenter {
  fulfillmentCenterId: string;
  countryCode: string;
  timeZone: string;
  /** What is planned before this time of its day, `HH:MM`, leaves the same day. */
  cutoff: string;
  calendarId: string;
  /** Features of fulfilment that it offers (O-9). */
  features: string[];
}

/** A way from a country to a country at a speed. `*` is any country. */
export interface Route {
  shippingSpeedCategory: ShippingSpeed;
  from: string;
  to: string;
  carrierCode: string;
  /** Business days on the way, of the route's own calendar. */
  days: { least: number; most: number };
  calendarId: string;
}

/** What fulfilment costs: the first row that fits counts. `*` is any country. */
export interface FeeRow {
  shippingSpeedCategory: ShippingSpeed;
  from: string;
  to: string;
  perOrder: Money;
  perUnit: Money;
  /** Per kilogram begun, of the whole shipment. */
  perKilogram: Money;
}

/** A feature that an order may ask for (O-9). */
export interface NetworkFeature {
  featureName: string;
  featureDescription: string;
}

/** What the operator says of its network: data, never constants in code. */
export interface Network {
  calendars: Calendar[];
  fulfillmentCenters: FulfillmentCenter[];
  routes: Route[];
  fees: FeeRow[];
  features: NetworkFeature[];
  /** O-5: for so long a FillAll order waits for what cannot be shipped. */
  fillAllWithinHours: number;
  /** Time zone in which a promise to a country ends its day; of `*` where none is given. */
  timeZones: Record<string, string>;
}

/** The first row for that way; rows of named countries come before `*` only if the operator put them there. */
export function rowFor<T extends Pick<Route, 'shippingSpeedCategory' | 'from' | 'to'>>(
  rows: readonly T[],
  speed: ShippingSpeed,
  from: string,
  to: string,
): T | undefined {
  return rows.find(
    (row) =>
      row.shippingSpeedCategory === speed &&
      (row.from === '*' || row.from === from) &&
      (row.to === '*' || row.to === to),
  );
}

export function timeZoneOf({ timeZones }: Network, countryCode: string): string {
  return timeZones[countryCode] ?? timeZones['*'] ?? 'UTC';
}

const usd = (minorUnits: number): Money => ({ currency: 'USD', minorUnits });
const route = (shippingSpeedCategory: ShippingSpeed, least: number, most: number): Route => ({
  shippingSpeedCategory,
  from: '*',
  to: '*',
  carrierCode: 'UPS',
  days: { least, most },
  calendarId: 'weekdays',
});
const fee = (shippingSpeedCategory: ShippingSpeed, perOrder: number, perUnit: number): FeeRow => ({
  shippingSpeedCategory,
  from: '*',
  to: '*',
  perOrder: usd(perOrder),
  perUnit: usd(perUnit),
  perKilogram: usd(80),
});

/** In force until the operator says something else: one fulfilment centre, all speeds, to anywhere. */
export const DEFAULT_NETWORK: Network = {
  calendars: [{ calendarId: 'weekdays', weekend: [6, 7], holidays: [] }],
  fulfillmentCenters: [
    {
      fulfillmentCenterId: 'FC1',
      countryCode: 'US',
      timeZone: 'UTC',
      cutoff: '14:00',
      calendarId: 'weekdays',
      features: ['BLANK_BOX', 'BLOCK_AMZL', 'PACKING_SLIP', 'SIGNATURE_CONFIRMATION'],
    },
  ],
  routes: [
    route('Standard', 3, 5),
    route('Expedited', 2, 2),
    route('Priority', 1, 1),
    route('ScheduledDelivery', 2, 5),
  ],
  fees: [
    fee('Standard', 395, 100),
    fee('Expedited', 795, 100),
    fee('Priority', 1495, 100),
    fee('ScheduledDelivery', 995, 100),
  ],
  features: [
    { featureName: 'BLANK_BOX', featureDescription: 'Shipped in a box without a brand.' },
    { featureName: 'BLOCK_AMZL', featureDescription: "Never handed to the network's own carrier." },
    { featureName: 'PACKING_SLIP', featureDescription: 'A packing slip lies in the box.' },
    { featureName: 'SIGNATURE_CONFIRMATION', featureDescription: 'The recipient signs for it.' },
  ],
  fillAllWithinHours: 24,
  timeZones: { '*': 'UTC' },
};
