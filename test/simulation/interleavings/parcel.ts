import { contractOf, DeliveryOverdue, OrderShipped, toIso } from '#contracts';
import { SELLER } from './lab.js';

export const DAY = 86_400_000;
export const SHIPPED = Date.UTC(2026, 0, 1);
export const PROMISED = SHIPPED + 2 * DAY;
export const DUE = PROMISED + 7 * DAY;

/** A package of one unit, due at {@link DUE}, of an order of its own. */
export function parcel(kind: string, nth: number) {
  const id = (what: string) => `0190a5c8-${what}-7${kind}-8000-${nth.toString(16).padStart(12, '0')}`;
  const [orderId, packageId] = [id('000a'), id('000b')];
  const { packages, ...sample } = contractOf(OrderShipped).sample;
  const [pack] = packages;
  if (!pack) throw new Error('the sample has no package');
  const unit = { line: 1, ordinal: 1, sellerSku: 'MUG', unitValue: { currency: 'USD', minorUnits: 1000 } };
  const shipped: OrderShipped = {
    ...sample,
    orderId,
    sellerId: SELLER,
    shippedAt: toIso(SHIPPED),
    purpose: 'customer-order',
    packages: [
      {
        ...pack,
        packageId,
        packageNumber: Number(kind) * 1_000_000 + nth,
        detail: 'full',
        trackingNumber: `N-${kind}-${nth}`,
        estimatedDeliveryAt: toIso(PROMISED),
        units: [{ ...unit, sellerFulfillmentOrderItemId: 'i1' }],
      },
    ],
  };
  const overdue: DeliveryOverdue = {
    ...contractOf(DeliveryOverdue).sample,
    orderId,
    packageId,
    sellerId: SELLER,
    dueAt: toIso(DUE),
    purpose: 'customer-order',
    detail: 'full',
    cause: 'no-delivery',
    units: [unit],
  };
  return { orderId, packageId, shipped, overdue };
}
