import { DeliveryOverdue, toInstant, TrackingUpdated } from '#contracts';
import { is } from '#messaging';
import type { Batch, Fact, Incoming, Turn } from '#messaging';
import { evidence } from '../domain/evidence.js';
import type { Evidence } from '../domain/evidence.js';
import type { OrderCase } from '../store/order-cases.js';
import { settleCases } from './settle-cases.js';

/** R-1, I-4: overdue packages are decided, and deliveries change what was decided. */
export function onTracking(batch: Batch, { tx }: Turn): Promise<Fact[]> {
  const heard = batch.flatMap((incoming) => evidenceOf(incoming));
  return settleCases(tx, {
    orders: heard.map(({ order }) => order),
    shipped: [],
    evidence: heard.map(({ told }) => told),
  });
}

interface Heard {
  order: OrderCase;
  told: Evidence;
}

// Most scans change nothing here. A correction may withdraw a delivery, so that is kept too (T-4).
function tellsOfDelivery({ data }: Incoming<TrackingUpdated>): boolean {
  return data.state.deliveredAt !== undefined || data.scan.corrects !== undefined;
}

function evidenceOf(incoming: Incoming): Heard[] {
  const knownAt = incoming.time;
  if (is(DeliveryOverdue, incoming)) {
    const { orderId, packageId, sellerId, cause, dueAt, units } = incoming.data;
    const named = units.map(({ line, ordinal }) => ({ line, ordinal }));
    const body = { kind: 'overdue' as const, cause, dueAt: toInstant(dueAt), units: named };
    return [{ order: incoming.data, told: evidence({ orderId, packageId, sellerId, knownAt, body }) }];
  }
  if (!is(TrackingUpdated, incoming) || !tellsOfDelivery(incoming)) return [];
  const { orderId, packageId, sellerId, scan, state } = incoming.data;
  const deliveredAt = state.deliveredAt === undefined ? null : toInstant(state.deliveredAt);
  const body = { kind: 'delivery' as const, scanId: scan.scanId, deliveredAt };
  return [{ order: incoming.data, told: evidence({ orderId, packageId, sellerId, knownAt, body }) }];
}
