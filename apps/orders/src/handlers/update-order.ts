import type { Fact, Turn } from '#messaging';
import { acceptRequest } from '../domain/accept-order.js';
import type { Order } from '../domain/order.js';
import { sameContent } from '../domain/same-content.js';
import { updateContent } from '../domain/update-order.js';
import type { OrderUpdate } from '../domain/update-order.js';
import type { BuyerKeys } from '../store/buyer-keys.js';
import { contentNow, saveUpdate } from '../store/order-changes.js';
import { lockOrderNamed } from './cancel-orders.js';
import type { CreateOrderRequest } from './create-order.js';
import { updatedFact } from './order-facts.js';
import { readTerms } from './order-terms.js';

/** What a seller asks to be changed. */
export interface UpdateRequest {
  sellerId: string;
  sellerFulfillmentOrderId: string;
  /** Checked, trimmed, known fields only. */
  update: OrderUpdate;
  /** Checks what would be asked for then, as if the order were created so. Throws what the caller is told. */
  checked: (content: object) => CreateOrderRequest;
}

interface Updated {
  answer: { outcome: 'updated' | 'none' } | { outcome: 'refused'; faults: string[] };
  facts: Fact[];
}

/** A seller changes an order on hold, or lets it be shipped: updateFulfillmentOrder (O-4). */
export async function updateBySeller(
  { sellerId, sellerFulfillmentOrderId, update, checked }: UpdateRequest,
  { tx }: Pick<Turn, 'tx'>,
  keys: BuyerKeys,
): Promise<Updated> {
  const order = await lockOrderNamed(tx, sellerId, sellerFulfillmentOrderId);
  if (!order) return { answer: { outcome: 'none' }, facts: [] };
  const before = await contentNow(tx, order.orderId, keys);
  const result = updateContent(order, before, update);
  if (result.outcome === 'refused') return { answer: result, facts: [] };
  const content = checked(result.content);
  if (sameContent(before, content)) return { answer: { outcome: 'updated' }, facts: [] };

  const [at, { purposeOf }] = await Promise.all([tx.now(), readTerms(tx, sellerId)]);
  const { receivedAt, statusUpdatedAt, sandbox, fulfilment } = order;
  const purpose = purposeOf(content, at);
  const plannedSince = fulfilment && at;
  // What the catalogue said when it was ordered.
  const values = new Map(
    order.items.flatMap(({ sellerSku, unitValue }) => (unitValue ? [[sellerSku, unitValue]] : [])),
  );
  const updated: Order = {
    ...acceptRequest(content, { sellerId, purpose, receivedAt, sandbox, plannedSince, values }),
    statusUpdatedAt,
  };
  saveUpdate(tx, { order: updated, content, at }, keys);
  return { answer: { outcome: 'updated' }, facts: [updatedFact(updated, at)] };
}
