import { toInstant } from '#contracts';
import { readRows } from '../replay/read-rows.js';
import { dueOf } from './parcels.js';

/** A parcel of the sample whose journey is worth a look: it arrived after it had been made good. */
export function exampleOrder(orders: string): string | undefined {
  return readRows(orders, {}).rows.find((row) => {
    const due = dueOf({ shippedAt: row.shippedAt, estimatedDeliveryAt: toInstant(row.estimatedDeliveryAt) });
    return row.deliveredAt !== undefined && row.deliveredAt > due && row.purpose === 'customer-order';
  })?.orderId;
}
