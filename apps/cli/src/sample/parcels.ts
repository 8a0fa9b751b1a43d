import { editionM } from '#contracts';
import type { Instant } from '#contracts';
import type { Chance } from './random.js';
import type { SampleRow } from './sample-row.js';

export const SECOND = 1000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

/** The sample ships from here on, for half a year; a few parcels leave just before it is looked at. */
const FIRST_DAY = Date.UTC(2025, 0, 6);
const SHIPPING_DAYS = 176;
/** The instant as of which the sample is replayed: nearly all is over, some parcels are still under way. */
export const SAMPLE_AS_OF = Date.UTC(2025, 9, 1);

const carriers = ['NORTHPOST', 'QUICKLINE', 'PARCELWAY'] as const;
const skus = [
  ['MUG-BLUE-350', 18],
  ['LAMP-DESK-LED', 54],
  ['BOOT-HIKE-42', 129],
  ['PAN-IRON-26', 72],
  ['TENT-2P-GREEN', 219],
  ['CABLE-USBC-2M', 12],
  ['CHAIR-FOLD-OAK', 96],
  ['RADIO-DAB-S', 85],
] as const;

/** An ordinary package that arrives two to six days after it ships, before its promise. */
export function ordinaryParcel(orderId: string, trackingNumber: string, chance: Chance): SampleRow {
  const [sku, price] = chance.oneOf(skus);
  const shippedAt =
    FIRST_DAY + chance.whole(0, SHIPPING_DAYS - 1) * DAY + chance.whole(6 * 3600, 20 * 3600) * SECOND;
  const midnight = shippedAt - (shippedAt % DAY);
  return {
    orderId,
    shippedAt,
    // The end of a day, as shops promise it.
    estimatedDeliveryAt: midnight + chance.whole(7, 12) * DAY - SECOND,
    deliveredAt: shippedAt + chance.whole(2 * 24 * 3600, 6 * 24 * 3600) * SECOND,
    sku,
    quantity: chance.next() < 0.85 ? 1 : chance.whole(2, 4),
    unitValue: `${price}.${chance.oneOf(['00', '50', '90', '99'])}`,
    currency: chance.next() < 0.7 ? 'USD' : 'EUR',
    carrier: chance.oneOf(carriers),
    trackingNumber,
    signatureRequired: false,
    purpose: 'customer-order',
    detail: chance.next() < 0.5 ? 'full' : 'delivered-only',
  };
}

/** I-2: the last instant at which a delivery is in time, under the edition that a new database has in force. */
export function dueOf(parcel: Pick<SampleRow, 'shippedAt' | 'estimatedDeliveryAt'>): Instant {
  return Math.max(parcel.estimatedDeliveryAt + editionM.lossWaitDays * DAY, parcel.shippedAt);
}
