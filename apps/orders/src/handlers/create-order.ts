import { Inject, Injectable } from '@nestjs/common';
import type { Money } from '#contracts';
import type { Fact, Turn } from '#messaging';
import { CONFIG } from '#runtime';
import { acceptRequest } from '../domain/accept-order.js';
import type { OrderRequest } from '../domain/accept-order.js';
import { sameRequest } from '../domain/buyer-data.js';
import type { Destination } from '../domain/own-address.js';
import { BuyerKeys } from '../store/buyer-keys.js';
import { sandboxSku } from '../domain/sku.js';
import type { OrdersConfig } from '../orders.config.js';
import { insertOrders } from '../store/orders-accepted.js';
import { findOrders, requestedContents } from '../store/orders-found.js';
import { keepSkus } from '../store/skus.js';
import { acceptedFact } from './order-facts.js';
import { namedSkus } from './known-skus.js';
import { readTerms } from './order-terms.js';

/** A checked request: trimmed, known fields only. All of it is kept, as it was asked. */
export type CreateOrderRequest = OrderRequest & { destinationAddress: Destination };

type Answer =
  { outcome: 'accepted' | 'same-again' | 'other-content' } | { outcome: 'refused'; faults: string[] };

interface Created {
  answer: Answer;
  facts: Fact[];
}

/** Where stock is kept elsewhere, the catalogue is too. */
const NOTHING = { unknown: [], values: new Map<string, Money>() };

/** A seller asks for an order: createFulfillmentOrder. */
@Injectable()
export class CreateOrder {
  constructor(
    @Inject(CONFIG) private readonly config: Pick<OrdersConfig, 'orderPlanning'>,
    private readonly keys: BuyerKeys,
  ) {}

  async handle(request: CreateOrderRequest, sellerId: string, { tx }: Pick<Turn, 'tx'>): Promise<Created> {
    const planned = this.config.orderPlanning === 'here';
    const [at, { sandbox, purposeOf }, { unknown, values }] = await Promise.all([
      tx.now(),
      readTerms(tx, sellerId),
      planned ? namedSkus(tx, sellerId, request.items) : NOTHING,
    ]);
    if (sandbox)
      keepSkus(
        tx,
        unknown.map(({ sku }) => sandboxSku(sellerId, sku)),
        at,
      );
    else if (unknown.length > 0) {
      const faults = unknown.map(({ fault }) => fault);
      return { answer: { outcome: 'refused', faults }, facts: [] };
    }
    const order = acceptRequest(request, {
      sellerId,
      purpose: purposeOf(request, at),
      receivedAt: at,
      sandbox,
      plannedSince: planned ? at : undefined,
      values,
    });
    const kept = await insertOrders(tx, [{ order, content: request }], this.keys);
    if (kept.has(order.orderId)) return { answer: { outcome: 'accepted' }, facts: [acceptedFact(order)] };

    // O-1: the id is taken. The same content answers as the first time and changes nothing.
    const { sellerFulfillmentOrderId } = request;
    const ids = (await findOrders(tx, [{ sellerId, sellerFulfillmentOrderId }])).map(
      (found) => found.orderId,
    );
    const contents = await requestedContents(tx, ids, this.keys);
    const same = [...contents.values()].some((first) => sameRequest(first, request));
    return { answer: { outcome: same ? 'same-again' : 'other-content' }, facts: [] };
  }
}
