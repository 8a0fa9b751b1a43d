import { toInstant, toIso } from '#contracts';
import type { OrderShippedReport, ShippedPackageReport, TrackingDetail } from '#contracts';
import { spellPromise } from './promise.js';
import { canonical } from './same-content.js';

/** T-2: what is known of a journey when the warehouse does not say: all of it with a number, else nothing. */
export function detailOf({ detail, trackingNumber }: ShippedPackageReport): TrackingDetail {
  return detail ?? (trackingNumber === undefined ? 'none' : 'full');
}

/**
 * What a shipment says, in one spelling, to tell the same one from another. How the order was named and in which
 * sequence the packages were listed says nothing about what was shipped.
 */
export function shipmentContent(report: OrderShippedReport): object {
  const { shipmentId, fulfillmentCenterId, occurredAt, estimatedDeliveryAt } = report;
  const packages = report.packages.map(packageContent).sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
  return {
    shipmentId,
    fulfillmentCenterId,
    occurredAt: toIso(toInstant(occurredAt)),
    estimatedDeliveryAt: estimatedDeliveryAt && spellPromise(estimatedDeliveryAt),
    packages,
  };
}

/** Units per item id, however often the item is listed. */
export function quantities(items: ShippedPackageReport['items']): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { sellerFulfillmentOrderItemId: id, quantity } of items)
    sums.set(id, (sums.get(id) ?? 0) + quantity);
  return sums;
}

function packageContent(reported: ShippedPackageReport): object {
  const { packageRef, carrierCode, trackingNumber, signatureRequired, estimatedDeliveryAt } = reported;
  return {
    packageRef,
    carrierCode,
    trackingNumber,
    detail: detailOf(reported),
    signatureRequired,
    estimatedDeliveryAt: estimatedDeliveryAt && spellPromise(estimatedDeliveryAt),
    items: Object.fromEntries(quantities(reported.items)),
  };
}

/** What a trimmed report still has wrong that its schema cannot say; empty when it can be judged. */
export function shipmentFaults(report: OrderShippedReport): string[] {
  const faults: string[] = [];
  const { orderId, sellerFulfillmentOrderId } = report.order;
  if (!orderId && !sellerFulfillmentOrderId) faults.push('order.sellerFulfillmentOrderId is blank');
  if (!report.shipmentId) faults.push('shipmentId is blank');
  if (!report.fulfillmentCenterId) faults.push('fulfillmentCenterId is blank');
  const refs = new Set<string>();
  report.packages.forEach(({ packageRef, items }, index) => {
    // A scan names a package by this; two of one name could never be told apart.
    if (packageRef && refs.has(packageRef)) faults.push(`packages.${index}.packageRef is given twice`);
    if (packageRef) refs.add(packageRef);
    items.forEach((item, nth) => {
      if (!item.sellerFulfillmentOrderItemId) {
        faults.push(`packages.${index}.items.${nth}.sellerFulfillmentOrderItemId is blank`);
      }
    });
  });
  return faults;
}
