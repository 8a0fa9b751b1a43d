import type { EventCode, Location, TrackingUpdatedReport } from '#contracts';
import type { Situation } from '../../apps/tracking/src/domain/situation.js';
import { day } from '../../apps/tracking/test/heard.js';
import type { Parcel } from '../../apps/tracking/test/heard.js';

/** When the pages are looked at. */
export const NOW = day(20);

interface Scanned {
  code: EventCode;
  at: number;
  location?: Location;
  more?: Partial<TrackingUpdatedReport>;
}

/** A parcel in each situation that a buyer can find it in. */
export interface ParcelCase {
  situation: Situation;
  shippedDay: number;
  parcel: Omit<Parcel, 'number' | 'units'>;
  timeZone?: string;
  scans: Scanned[];
}

export const STREET = '12 Elm Street';
/** What a carrier may write where a town is asked for. */
export const HOSTILE = `<script>alert(x)</script>"'><img src=x onerror=alert(x)>`;

const newark = { city: 'Newark', stateOrRegion: 'NJ', countryCode: 'US' };
const louisville = { city: 'Louisville', stateOrRegion: 'KY', countryCode: 'US' };
const shenzhen = { city: '深圳', stateOrRegion: '广东', countryCode: 'CN' };
const ups = { carrierCode: 'UPS', trackingNumber: '1Z5R89390357567127' };
const started: Scanned[] = [
  { code: 'EVENT_101', at: 15.1 },
  { code: 'EVENT_102', at: 15.4, location: louisville },
  { code: 'EVENT_202', at: 15.9, location: louisville },
  { code: 'EVENT_201', at: 17.2, location: newark },
];

export const CASES: readonly ParcelCase[] = [
  { situation: 'first-day', shippedDay: 19.5, parcel: { ...ups, promisedDay: 23 }, scans: [] },
  { situation: 'unscanned', shippedDay: 18, parcel: { ...ups, promisedDay: 23 }, scans: [] },
  {
    situation: 'delivered-only',
    shippedDay: 18,
    parcel: { carrierCode: 'POSTLINE', promisedDay: 24, detail: 'delivered-only' },
    scans: [],
  },
  { situation: 'untracked', shippedDay: 18, parcel: { promisedDay: 24, detail: 'none' }, scans: [] },
  {
    situation: 'moving',
    shippedDay: 15,
    // No carrier is named: the number tells.
    parcel: { trackingNumber: 'RB123456785GB', promisedDay: 22 },
    timeZone: 'America/New_York',
    scans: [{ code: 'EVENT_203', at: 14.5, location: shenzhen }, ...started],
  },
  {
    situation: 'delayed',
    shippedDay: 15,
    parcel: { carrierCode: HOSTILE, trackingNumber: HOSTILE, promisedDay: 22 },
    scans: [
      ...started,
      { code: 'EVENT_404', at: 18, location: { city: HOSTILE, stateOrRegion: HOSTILE } },
      { code: 'EVENT_402', at: 19, location: { ...newark, city: STREET }, more: { incident: 'customs' } },
    ],
  },
  {
    situation: 'out-for-delivery',
    shippedDay: 15,
    parcel: { ...ups, promisedDay: 20.5, signatureRequired: true },
    timeZone: 'America/New_York',
    scans: [...started, { code: 'EVENT_302', at: 19.8, location: newark }],
  },
  {
    situation: 'attempted',
    shippedDay: 15,
    parcel: { ...ups, promisedDay: 22 },
    scans: [...started, { code: 'EVENT_304', at: 19, location: newark }],
  },
  {
    situation: 'pickup',
    shippedDay: 15,
    parcel: { ...ups, promisedDay: 22 },
    scans: [...started, { code: 'EVENT_801', at: 19, location: newark }],
  },
  {
    situation: 'action',
    shippedDay: 15,
    parcel: { ...ups, promisedDay: 22 },
    scans: [...started, { code: 'EVENT_403', at: 19, location: newark }],
  },
  { situation: 'late', shippedDay: 15, parcel: { ...ups, promisedDay: 18 }, scans: started },
  {
    situation: 'delivered',
    shippedDay: 15,
    parcel: { ...ups, promisedDay: 22 },
    timeZone: 'America/New_York',
    scans: [
      ...started,
      { code: 'EVENT_302', at: 18.5, location: newark },
      { code: 'EVENT_301', at: 18.7, location: newark },
    ],
  },
  {
    situation: 'returning',
    shippedDay: 15,
    parcel: { ...ups, promisedDay: 22 },
    scans: [...started, { code: 'EVENT_407', at: 19, location: newark, more: { incident: 'refused' } }],
  },
  {
    situation: 'returned',
    shippedDay: 15,
    parcel: { ...ups, promisedDay: 22 },
    scans: [...started, { code: 'EVENT_309', at: 19, location: louisville }],
  },
  {
    situation: 'undeliverable',
    shippedDay: 15,
    parcel: { ...ups, promisedDay: 22 },
    scans: [...started, { code: 'EVENT_409', at: 19, location: newark, more: { incident: 'lost' } }],
  },
];
