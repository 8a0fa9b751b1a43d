import { naturalKey, toInstant } from '#contracts';
import type { Instant, OrderShippedReport, Policy, ShippedPackageReport } from '#contracts';
import { idAt } from './ids.js';
import type { Order, OrderItem } from './order.js';
import { moved } from './planned-order.js';
import { promiseOf } from './promise.js';
import { sameContent } from './same-content.js';
import type { Package, Shipment } from './shipment.js';
import { detailOf, quantities, shipmentContent } from './shipment-content.js';

type ShipRefusal = 'conflicting-content' | 'unknown-item' | 'exceeds-ordered' | 'no-promise';

/** What becomes of a shipped report. A refusal is a value; the whole report is taken or nothing of it. */
export type Shipping =
  | { outcome: 'shipped'; shipment: Shipment; order: Order }
  | { outcome: 'known' }
  | { outcome: 'refused'; reason: ShipRefusal; detail: string };

interface ShippedReport {
  /** Trimmed and without faults. */
  report: OrderShippedReport;
  /** The report's own instant: the timestamp of its record. */
  at: Instant;
  /** The promise of the shipment that was asked for under that name, an ISO 8601 instant. */
  planned?: string | undefined;
  /** Content of the shipment of that name that the order already has. */
  earlier?: object | undefined;
}

/**
 * O-11: what a warehouse shipped becomes packages of units; each unit goes into one package and never moves. A parcel
 * that left before the warehouse knew that its order is cancelled is on its way all the same.
 */
export function ship(
  order: Order,
  { report, at, planned, earlier }: ShippedReport,
  policy: Policy,
): Shipping {
  if (earlier !== undefined) {
    if (sameContent(earlier, shipmentContent(report))) return { outcome: 'known' };
    return refused(
      'conflicting-content',
      `shipment ${report.shipmentId} was reported before with other content`,
    );
  }
  const shipped = quantities(report.packages.flatMap(({ items }) => items));
  const refusal = refuseQuantities(order, shipped);
  if (refusal) return refusal;

  const shipmentKey = naturalKey.shipped({ orderId: order.orderId, shipmentId: report.shipmentId });
  const taken = new Map(order.items.map((item) => [item.sellerFulfillmentOrderItemId, { ...item }]));
  const packages: Package[] = [];
  for (const [position, reported] of report.packages.entries()) {
    const promise = packagePromise(order, report, reported, { policy, planned });
    if (!promise) {
      return refused(
        'no-promise',
        `packages.${position}: neither package, shipment, items nor order has a promise`,
      );
    }
    packages.push({
      packageId: idAt(at, ['package', shipmentKey, position]),
      packageRef: reported.packageRef,
      carrierCode: reported.carrierCode,
      trackingNumber: reported.trackingNumber,
      detail: detailOf(reported),
      signatureRequired: reported.signatureRequired ?? order.signatureRequired,
      estimatedDeliveryAt: promise.at,
      promisedBy: promise.from,
      units: [...quantities(reported.items)].flatMap(([id, quantity]) => takeUnits(taken.get(id), quantity)),
    });
  }
  const { shipmentId, fulfillmentCenterId, occurredAt } = report;
  const shipment = {
    shipmentKey,
    shipmentId,
    fulfillmentCenterId,
    shippedAt: toInstant(occurredAt),
    packages,
  };
  return {
    outcome: 'shipped',
    shipment,
    order: moved({ ...order, items: [...taken.values()], heldUntil: undefined }, at),
  };
}

function refuseQuantities(
  { items, cancelledAt }: Order,
  shipped: ReadonlyMap<string, number>,
): Shipping | undefined {
  const known = new Map(items.map((item) => [item.sellerFulfillmentOrderItemId, item]));
  const unknown = [...shipped.keys()].filter((id) => !known.has(id));
  if (unknown.length > 0) return refused('unknown-item', `the order has no item ${unknown.join(', ')}`);
  const over = [...shipped].flatMap(([id, quantity]) => {
    const item = known.get(id);
    const cancelled = cancelledAt === undefined ? item?.cancelledQuantity : 0;
    const left = item ? item.quantity - (cancelled ?? 0) - item.shippedQuantity : 0;
    return quantity > left ? [`item ${id}: ${quantity} reported, ${left} left to ship`] : [];
  });
  return over.length > 0 ? refused('exceeds-ordered', over.join('; ')) : undefined;
}

function packagePromise(
  order: Order,
  report: OrderShippedReport,
  reported: ShippedPackageReport,
  { policy, planned }: { policy: Policy; planned?: string | undefined },
) {
  const inside = new Set(reported.items.map((item) => item.sellerFulfillmentOrderItemId));
  const items = order.items.filter((item) => inside.has(item.sellerFulfillmentOrderItemId));
  return promiseOf(
    {
      own: reported.estimatedDeliveryAt,
      shipment: report.estimatedDeliveryAt ?? planned,
      items: items.map((item) => item.estimatedDeliveryAt),
      order: order.estimatedDeliveryAt,
    },
    order.destinationTimeZone ?? policy.destinationTimeZoneDefault,
  );
}

// O-11: the lowest free ordinals first. Counts the item up, so that the next package goes on from there.
function takeUnits(item: OrderItem | undefined, quantity: number): Package['units'] {
  if (!item) return [];
  const { line, sellerFulfillmentOrderItemId, sellerSku, unitValue, shippedQuantity: first } = item;
  item.shippedQuantity += quantity;
  // It left: what was cancelled or given up of it was not, after all.
  const unshipped = item.quantity - item.shippedQuantity;
  item.cancelledQuantity = Math.min(item.cancelledQuantity, unshipped);
  item.unfulfillableQuantity = Math.min(item.unfulfillableQuantity, unshipped - item.cancelledQuantity);
  return Array.from({ length: quantity }, (_, nth) => ({
    line,
    ordinal: first + 1 + nth,
    sellerFulfillmentOrderItemId,
    sellerSku,
    ...(unitValue && { unitValue }),
  }));
}

function refused(reason: ShipRefusal, detail: string): Shipping {
  return { outcome: 'refused', reason, detail };
}
