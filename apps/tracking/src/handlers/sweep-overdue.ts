import { DeliveryOverdue, toIso } from '#contracts';
import type { OverdueUnit } from '#contracts';
import { fact } from '#messaging';
import type { Due, Fact, Turn } from '#messaging';
import { Histogram } from 'prom-client';
import { decideDue } from '../store/due-packages.js';
import type { OverduePackage } from '../store/due-packages.js';

const lateness = new Histogram({
  name: 'makegood_tracking_overdue_lateness_seconds',
  help: 'How long after its due the oldest package of each sweep was decided (I-2: within 1 s).',
  buckets: [0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 3600, 86_400],
});

/**
 * Packages whose timer has run out are decided once, on what had occurred by their due, and those with units still
 * missing are said to be overdue. The fact carries due + 1 ms, however late the sweep is (I-2).
 */
export async function sweepOverdue({ until, limit }: Due, { tx }: Turn): Promise<Fact[]> {
  const overdue = await decideDue(tx, until, limit);
  const [oldest] = overdue;
  if (oldest) lateness.observe(Math.max(0, (await tx.now()) - oldest.dueAt) / 1000);
  return overdue.map((one) => fact(DeliveryOverdue, deliveryOverdue(one), one.dueAt + 1));
}

function deliveryOverdue(one: OverduePackage): DeliveryOverdue {
  return {
    packageId: one.packageId,
    packageNumber: one.packageNumber,
    orderId: one.orderId,
    sellerId: one.sellerId,
    sellerFulfillmentOrderId: one.sellerFulfillmentOrderId,
    marketplaceId: one.marketplaceId,
    purpose: one.purpose,
    signatureRequired: one.signatureRequired,
    hasNumber: one.hasNumber,
    detail: one.detail,
    shippedAt: toIso(one.shippedAt),
    estimatedDeliveryAt: toIso(one.estimatedDeliveryAt),
    dueAt: toIso(one.dueAt),
    cause: one.cause,
    policyVersion: one.policyVersion,
    units: one.lines
      .map((line, at) => missingUnit(one, line, at))
      .sort((a, b) => a.line - b.line || a.ordinal - b.ordinal),
  };
}

function missingUnit(
  { ordinals, skus, currencies, minors }: OverduePackage,
  line: number,
  at: number,
): OverdueUnit {
  const [ordinal, sellerSku, currency, minorUnits] = [ordinals[at], skus[at], currencies[at], minors[at]];
  if (ordinal === undefined || sellerSku === undefined)
    throw new Error('the lists of units differ in length');
  if (typeof currency !== 'string' || minorUnits === undefined) return { line, ordinal, sellerSku };
  return { line, ordinal, sellerSku, unitValue: { currency, minorUnits } };
}
