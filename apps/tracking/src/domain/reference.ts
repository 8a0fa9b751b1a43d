import type { Instant, PackageReference } from '#contracts';

/** A package as its OrderShipped names it: enough to tell whether a reference means it. */
export interface NamedPackage {
  packageId: string;
  packageNumber: number;
  packageRef?: string | undefined;
  orderId: string;
  sellerId: string;
  sellerFulfillmentOrderId: string;
  shipmentId: string;
  carrierCode?: string | undefined;
  trackingNumber?: string | undefined;
  shippedAt: Instant;
}

/** The four ways to name a package (Words, "order id"), each with the key under which a report waits for it. */
export type Naming =
  | { way: 'id'; packageId: string; key: string }
  | { way: 'seller-number'; sellerId: string; packageNumber: number; key: string }
  | { way: 'tracking'; carrierCode: string; trackingNumber: string; occurredAt: Instant; key: string }
  | {
      way: 'shipment';
      sellerId: string;
      order: OrderName;
      shipmentId: string;
      packageRef?: string;
      key: string;
    };

export type OrderName = { orderId: string } | { sellerFulfillmentOrderId: string };

export type Resolved<P> =
  | { found: P }
  | { unknown: true }
  | { impossible: 'ambiguous-package' | 'unknown-package' | 'not-yours'; among: P[] };

export const keyOf = {
  id: (packageId: string): string => `package:${packageId}`,
  sellerNumber: (sellerId: string, number: number): string => `seller-number:${sellerId}:${number}`,
  tracking: (carrier: string, number: string): string => `tracking:${carrier}:${number}`,
  shipment: (sellerId: string, order: string, shipment: string): string =>
    `shipment:${sellerId}:${order}:${shipment}`,
  shipmentOf: (orderId: string, shipment: string): string => `shipment-of:${orderId}:${shipment}`,
} as const;

/** All keys that become known with a package. */
export function keysOfPackage(named: NamedPackage): string[] {
  const keys = [
    keyOf.id(named.packageId),
    keyOf.sellerNumber(named.sellerId, named.packageNumber),
    keyOf.shipment(named.sellerId, named.sellerFulfillmentOrderId, named.shipmentId),
    keyOf.shipmentOf(named.orderId, named.shipmentId),
  ];
  const { carrierCode, trackingNumber } = named;
  if (carrierCode !== undefined && trackingNumber !== undefined)
    keys.push(keyOf.tracking(carrierCode, trackingNumber));
  return keys;
}

/** Which of the four ways a reference takes; its contract has checked that it is exactly one. */
export function namingOf(reference: PackageReference, occurredAt: Instant): Naming {
  const { packageId, sellerId, packageNumber, carrierCode, trackingNumber, shipmentId } = reference;
  if (packageId !== undefined) return { way: 'id', packageId, key: keyOf.id(packageId) };
  if (carrierCode !== undefined && trackingNumber !== undefined) {
    return {
      way: 'tracking',
      carrierCode,
      trackingNumber,
      occurredAt,
      key: keyOf.tracking(carrierCode, trackingNumber),
    };
  }
  if (sellerId !== undefined && packageNumber !== undefined) {
    return {
      way: 'seller-number',
      sellerId,
      packageNumber,
      key: keyOf.sellerNumber(sellerId, packageNumber),
    };
  }
  if (sellerId !== undefined && shipmentId !== undefined)
    return shipmentNaming(sellerId, shipmentId, reference);
  throw new TypeError('a PackageReference that names no package passed its contract');
}

function shipmentNaming(sellerId: string, shipmentId: string, reference: PackageReference): Naming {
  const { orderId, sellerFulfillmentOrderId: own, packageRef } = reference;
  const common = {
    way: 'shipment',
    sellerId,
    shipmentId,
    ...(packageRef !== undefined && { packageRef }),
  } as const;
  if (orderId !== undefined)
    return { ...common, order: { orderId }, key: keyOf.shipmentOf(orderId, shipmentId) };
  if (own === undefined)
    throw new TypeError('a PackageReference by shipment without an order passed its contract');
  return {
    ...common,
    order: { sellerFulfillmentOrderId: own },
    key: keyOf.shipment(sellerId, own, shipmentId),
  };
}

/**
 * The package that is meant, among those that match the naming's key.
 * Carrier + number: numbers are reused, so the latest package shipped at or before occurredAt.
 * Shipment: OrderShipped names all its packages at once, so what it does not name never comes.
 */
export function resolve<P extends NamedPackage>(naming: Naming, candidates: readonly P[]): Resolved<P> {
  if (naming.way === 'shipment') return resolveInShipment(naming, candidates);
  const matching =
    naming.way === 'tracking' ? candidates.filter((one) => one.shippedAt <= naming.occurredAt) : candidates;
  const found = matching.reduce<P | undefined>(
    (best, one) => (best && !isLater(one, best) ? best : one),
    undefined,
  );
  return found ? { found } : { unknown: true };
}

function isLater(a: NamedPackage, b: NamedPackage): boolean {
  return a.shippedAt > b.shippedAt || (a.shippedAt === b.shippedAt && a.packageId > b.packageId);
}

function resolveInShipment<P extends NamedPackage>(
  naming: Extract<Naming, { way: 'shipment' }>,
  candidates: readonly P[],
): Resolved<P> {
  if (candidates.length === 0) return { unknown: true };
  const own = candidates.filter((one) => one.sellerId === naming.sellerId);
  if (own.length === 0) return { impossible: 'not-yours', among: [] };
  const meant =
    naming.packageRef === undefined ? own : own.filter((one) => one.packageRef === naming.packageRef);
  const [found, another] = meant;
  if (!found) return { impossible: 'unknown-package', among: own };
  return another ? { impossible: 'ambiguous-package', among: own } : { found };
}
