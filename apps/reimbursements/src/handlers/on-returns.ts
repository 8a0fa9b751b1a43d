import { ReturnReceived, toInstant, UnitDamaged } from '#contracts';
import { is } from '#messaging';
import type { Batch, Fact, Incoming, Turn } from '#messaging';
import { evidence } from '../domain/evidence.js';
import type { Evidence } from '../domain/evidence.js';
import { settleCases } from './settle-cases.js';

/** damages are decided, and what came back changes what was decided. */
export function onReturns(batch: Batch, { tx }: Turn): Promise<Fact[]> {
  const received = batch.filter((incoming) => is(ReturnReceived, incoming));
  const damaged = batch.filter((incoming) => is(UnitDamaged, incoming));
  return settleCases(tx, {
    orders: [...received, ...damaged].map(({ data }) => data),
    shipped: [],
    evidence: [...received.flatMap(receiptsOf), ...damaged.flatMap(damagesOf)],
  });
}

// I-6: claims run per package, and a receipt may hold units of several.
function receiptsOf({ data, time: knownAt }: Incoming<ReturnReceived>): Evidence[] {
  const { orderId, sellerId, receiptId, kind: returnKind, units } = data;
  const receivedAt = toInstant(data.receivedAt);
  return [...Map.groupBy(units, ({ packageId }) => packageId)].map(([packageId, ofPackage]) => {
    const named = ofPackage.map(({ line, ordinal, condition, place }) => ({
      line,
      ordinal,
      condition,
      place,
    }));
    const body = { kind: 'receipt' as const, receiptId, returnKind, receivedAt, units: named };
    return evidence({ orderId, packageId, sellerId, knownAt, body });
  });
}

function damagesOf({ data, time: knownAt }: Incoming<UnitDamaged>): Evidence[] {
  const { orderId, sellerId, damageId, foundAt, cause, faultParty, units } = data;
  const occurredAt = toInstant(data.occurredAt);
  return [...Map.groupBy(units, ({ packageId }) => packageId)].map(([packageId, ofPackage]) => {
    const named = ofPackage.map(({ line, ordinal }) => ({ line, ordinal }));
    const body = { kind: 'damage' as const, damageId, foundAt, cause, faultParty, occurredAt, units: named };
    return evidence({ orderId, packageId, sellerId, knownAt, body });
  });
}
