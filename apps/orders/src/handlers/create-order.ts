import { Injectable } from '@nestjs/common';
import type { Fact, Turn } from '#messaging';
import { acceptRequest } from '../domain/accept-order.js';
import type { OrderRequest } from '../domain/accept-order.js';
import { sameRequest } from '../domain/buyer-data.js';
import type { Destination } from '../domain/own-address.js';
import { BuyerKeys } from '../store/buyer-keys.js';
import { insertOrders } from '../store/orders-accepted.js';
import { findOrders, requestedContents } from '../store/orders-found.js';
import { acceptedFact } from './order-facts.js';
import { readPurposes } from './order-purpose.js';

/** A checked request: trimmed, known fields only. All of it is kept, as it was asked. */
export type CreateOrderRequest = OrderRequest & { destinationAddress: Destination };

interface Created {
  answer: 'accepted' | 'same-again' | 'other-content';
  facts: Fact[];
}

/** A seller asks for an order: createFulfillmentOrder. */
@Injectable()
export class CreateOrder {
  constructor(private readonly keys: BuyerKeys) {}

  async handle(request: CreateOrderRequest, sellerId: string, { tx }: Pick<Turn, 'tx'>): Promise<Created> {
    const [at, purposeOf] = await Promise.all([tx.now(), readPurposes(tx, sellerId)]);
    const order = acceptRequest(request, sellerId, purposeOf(request, at), at);
    const kept = await insertOrders(tx, [{ order, content: request }], this.keys);
    if (kept.has(order.orderId)) return { answer: 'accepted', facts: [acceptedFact(order)] };

    // O-1: the id is taken. The same content answers as the first time and changes nothing.
    const { sellerFulfillmentOrderId } = request;
    const ids = (await findOrders(tx, [{ sellerId, sellerFulfillmentOrderId }])).map(
      (found) => found.orderId,
    );
    const contents = await requestedContents(tx, ids, this.keys);
    const same = [...contents.values()].some((first) => sameRequest(first, request));
    return { answer: same ? 'same-again' : 'other-content', facts: [] };
  }
}
