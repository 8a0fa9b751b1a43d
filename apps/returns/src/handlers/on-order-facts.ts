import { Injectable } from '@nestjs/common';
import { OrderAccepted, OrderShipped, OrderUpdated, toInstant } from '#contracts';
import { is } from '#messaging';
import type { OrderContent } from '#contracts';
import type { Batch, Fact, Incoming, Turn } from '#messaging';
import { countToShip, findOrders, lockNewOrders, saveItems, saveUnits } from '../store/heard-orders.js';
import type { KnownOrder, UnitOfOrder } from '../store/heard-orders.js';
import { OrdersByName } from './find-orders.js';
import { readAll } from './on-reports.js';
import { waitKey } from './read-report.js';
import { settleReports } from './settle-reports.js';

/** Orders, their items and their shipped units become known; reports that waited for them are decided. */
@Injectable()
export class OnOrderFacts {
  async handle(batch: Batch, turn: Turn): Promise<Fact[]> {
    const accepted = batch.filter(
      (incoming) => is(OrderAccepted, incoming) || is(OrderUpdated, incoming),
    ) as Incoming<OrderContent>[];
    const shipped = batch.filter((incoming) => is(OrderShipped, incoming));
    // An accepted order has no units yet: only a shipment can make a report true.
    const woken = await turn.waiting.wake(shipped.flatMap(({ data }) => keysOf(data)));
    const orders = lastOfEach<KnownOrder>([...accepted, ...shipped].map(({ data }) => data));
    if (orders.length === 0) return [];
    lockNewOrders(turn.tx, orders);
    saveItems(
      turn.tx,
      lastOfEach(accepted.map(({ data }) => data)).flatMap((order) =>
        order.items.map((item) => ({ item, order })),
      ),
    );
    saveUnits(turn.tx, shipped.flatMap(unitsOf));
    countToShip(turn.tx, orders);
    return woken.length === 0 ? [] : decideWoken(woken, turn);
  }
}

async function decideWoken(woken: Batch, turn: Turn): Promise<Fact[]> {
  const { ofOrders } = readAll(woken, turn);
  const orders = new OrdersByName();
  orders.add(
    await findOrders(
      turn.tx,
      ofOrders.flatMap(({ claim }) => claim.order ?? []),
    ),
  );
  return settleReports(ofOrders, orders, turn);
}

function keysOf({ orderId, sellerId, sellerFulfillmentOrderId }: KnownOrder): string[] {
  return [waitKey.byId(orderId), waitKey.bySeller(sellerId, sellerFulfillmentOrderId)];
}

/** What was said last of each order. */
function lastOfEach<T extends KnownOrder>(orders: readonly T[]): T[] {
  return [...new Map(orders.map((order) => [order.orderId, order])).values()];
}

function unitsOf({ data, time }: Incoming<OrderShipped>): UnitOfOrder[] {
  const { shipmentId, fulfillmentCenterId, shippedAt, packages } = data;
  return packages.flatMap(({ packageId, carrierCode, trackingNumber, units }) =>
    units.map(({ line, ordinal }) => ({
      order: data,
      line,
      ordinal,
      packageId,
      shipmentId,
      fulfillmentCenterId,
      carrierCode,
      trackingNumber,
      shippedAt: toInstant(shippedAt),
      knownAt: time,
    })),
  );
}
