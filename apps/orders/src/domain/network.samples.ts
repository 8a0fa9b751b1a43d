import { DEFAULT_NETWORK } from './network.js';
import type { FulfillmentCenter, Network } from './network.js';

const center = (fulfillmentCenterId: string, more: Partial<FulfillmentCenter> = {}): FulfillmentCenter => ({
  fulfillmentCenterId,
  countryCode: 'US',
  timeZone: 'UTC',
  cutoff: '14:00',
  calendarId: 'weekdays',
  features: ['BLANK_BOX'],
  ...more,
});

/** Two centres in the US, one in Germany; from there to Germany it takes longer than at home. */
export const twoCountries: Network = {
  ...DEFAULT_NETWORK,
  calendars: [
    { calendarId: 'weekdays', weekend: [6, 7], holidays: ['2026-12-25'] },
    { calendarId: 'always', weekend: [], holidays: [] },
  ],
  fulfillmentCenters: [
    center('FC-A'),
    center('FC-B', { features: ['BLANK_BOX', 'SIGNATURE_CONFIRMATION'] }),
    center('FC-DE', { countryCode: 'DE', timeZone: 'Europe/Berlin' }),
  ],
  routes: [
    {
      shippingSpeedCategory: 'Standard',
      from: 'DE',
      to: 'US',
      carrierCode: 'DHL',
      days: { least: 7, most: 12 },
      calendarId: 'weekdays',
    },
    {
      shippingSpeedCategory: 'Standard',
      from: 'DE',
      to: 'DE',
      carrierCode: 'AMZL',
      days: { least: 1, most: 2 },
      calendarId: 'weekdays',
    },
    {
      shippingSpeedCategory: 'Standard',
      from: 'US',
      to: 'US',
      carrierCode: 'UPS',
      days: { least: 3, most: 5 },
      calendarId: 'weekdays',
    },
  ],
  timeZones: { US: 'America/New_York', '*': 'UTC' },
};
