import { OrderShipped, toInstant } from '#contracts';
import { is } from '#messaging';
import type { Batch, Fact, Incoming, Turn } from '#messaging';
import type { ShippedUnit } from '../domain/shipped-unit.js';
import { settleCases } from './settle-cases.js';

/** One row per shipped unit; what was claimed before is decided now. */
export function onOrders(batch: Batch, { tx }: Turn): Promise<Fact[]> {
  const shipped = batch.filter((incoming) => is(OrderShipped, incoming));
  return settleCases(tx, {
    orders: shipped.map(({ data }) => data),
    shipped: shipped.flatMap(unitsOf),
    evidence: [],
  });
}

function unitsOf({ data, time }: Incoming<OrderShipped>): ShippedUnit[] {
  const { orderId, sellerId, sellerFulfillmentOrderId, marketplaceId, purpose, shippedAt, packages } = data;
  return packages.flatMap(
    ({ packageId, packageNumber, signatureRequired, detail, estimatedDeliveryAt, units }) =>
      units.map(({ line, ordinal, sellerSku, unitValue }) => ({
        orderId,
        line,
        ordinal,
        sellerId,
        sellerFulfillmentOrderId,
        packageId,
        packageNumber,
        marketplaceId,
        purpose,
        sellerSku,
        value:
          unitValue === undefined ? null : { currency: unitValue.currency, minorUnits: unitValue.minorUnits },
        signatureRequired,
        detail,
        shippedAt: toInstant(shippedAt),
        estimatedDeliveryAt: toInstant(estimatedDeliveryAt),
        knownAt: time,
      })),
  );
}
