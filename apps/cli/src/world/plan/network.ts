import { centers } from './world-plan.js';

interface Center {
  readonly fulfillmentCenterId: string;
  readonly [field: string]: unknown;
}
interface Network {
  readonly calendars: readonly { readonly calendarId: string }[];
  readonly fulfillmentCenters: readonly Center[];
  readonly routes: readonly object[];
  readonly [field: string]: unknown;
}

const CALENDAR = 'world-weekdays';
const places: Record<(typeof centers)[number], readonly [countryCode: string, timeZone: string]> = {
  'WORLD-EAST': ['US', 'America/New_York'],
  'WORLD-WEST': ['US', 'America/Los_Angeles'],
  'WORLD-EU': ['DE', 'Europe/Berlin'],
};
const ways = [
  ['Standard', 'USPS', 3, 5],
  ['Expedited', 'FEDEX', 2, 2],
  ['Priority', 'UPS', 1, 1],
] as const;

/** The network with the world's warehouses and carriers in it; the same when they are there already. */
export function withWorld(network: Network): Network {
  const known = new Set(network.fulfillmentCenters.map((one) => one.fulfillmentCenterId));
  const missing = centers.filter((center) => !known.has(center));
  if (missing.length === 0) return network;
  const added = missing.map((fulfillmentCenterId): Center => {
    const [countryCode, timeZone] = places[fulfillmentCenterId];
    const features = ['BLANK_BOX', 'SIGNATURE_CONFIRMATION'];
    return { fulfillmentCenterId, countryCode, timeZone, cutoff: '16:00', calendarId: CALENDAR, features };
  });
  const routes = ways.map(([shippingSpeedCategory, carrierCode, least, most]) => ({
    shippingSpeedCategory,
    from: '*',
    to: '*',
    carrierCode,
    days: { least, most },
    calendarId: CALENDAR,
  }));
  const calendars = network.calendars.some(({ calendarId }) => calendarId === CALENDAR)
    ? network.calendars
    : [...network.calendars, { calendarId: CALENDAR, weekend: [6, 7], holidays: [] }];
  return {
    ...network,
    calendars,
    fulfillmentCenters: [...network.fulfillmentCenters, ...added],
    // Rows are looked at in their order: these come first.
    routes: [...routes, ...network.routes],
  };
}
