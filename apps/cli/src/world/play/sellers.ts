import { setTimeout as sleep } from 'node:timers/promises';
import { DoorError } from '../../door/gateway-client.js';
import type { PlannedOrder, PlannedSeller } from '../plan/world-plan.js';
import { patiently } from './in-parallel.js';
import { receive } from './open-world.js';
import type { PlayedSeller, World } from './open-world.js';

const ORDERS = '/fba/outbound/2020-07-01/fulfillmentOrders';
/** As long as a seller takes to change its mind. */
const SECOND_THOUGHT_MS = 100;
const HELD_MS = 700;

/** Sellers make their orders, so many a second in all, and change their minds about some; late goods arrive at the end. */
export async function playSellers(world: World, rate: number, made: () => void): Promise<void> {
  const began = performance.now();
  const playing: Promise<void>[] = [];
  const failures: unknown[] = [];
  for (const [nth, order] of world.plan.orders.entries()) {
    await sleep(Math.max(0, began + (nth * 1000) / rate - performance.now()));
    if (world.over) break;
    // A failure is not left until all orders are made.
    if (failures.length > 0) break;
    playing.push(playOrder(world, order).then(made, (error: unknown) => void failures.push(error)));
  }
  await Promise.all(playing);
  if (failures.length > 0) throw failures[0];
  await receive(world, 'late', ({ lateReceipts }) => lateReceipts);
}

async function playOrder({ sellers, ledger }: World, order: PlannedOrder): Promise<void> {
  const seller = sellers[order.seller];
  if (!seller) throw new RangeError(`order ${order.id} is of seller ${order.seller}, whom there is not`);
  const { client } = seller;
  await patiently(() => client.post(ORDERS, request(order, seller.plan)));
  ledger.made.push({ sellerId: seller.id, id: order.id });
  if (order.afterwards === 'hold-then-ship') {
    await sleep(HELD_MS);
    await patiently(() => client.put(`${ORDERS}/${order.id}`, { fulfillmentAction: 'Ship' }));
  }
  if (order.afterwards === 'cancel' || order.afterwards === 'hold-then-cancel') {
    await sleep(SECOND_THOUGHT_MS);
    if (await cancelled(seller, order)) ledger.cancelled += 1;
    else ledger.cancelledTooLate += 1;
  }
}

async function cancelled({ client }: PlayedSeller, { id }: PlannedOrder): Promise<boolean> {
  try {
    await patiently(() => client.put(`${ORDERS}/${id}/cancel`, {}));
    return true;
  } catch (error) {
    // O-4: picked already.
    if (error instanceof DoorError && error.status === 400) return false;
    throw error;
  }
}

function request(order: PlannedOrder, { skus }: PlannedSeller): object {
  const { id, speed, policy, address, afterwards } = order;
  const values = new Map(skus.map(({ sellerSku, unitValue }) => [sellerSku, unitValue]));
  return {
    sellerFulfillmentOrderId: id,
    displayableOrderId: id,
    displayableOrderDate: new Date().toISOString(),
    displayableOrderComment: 'Thank you for your order',
    shippingSpeedCategory: speed,
    fulfillmentAction: afterwards.startsWith('hold') ? 'Hold' : 'Ship',
    fulfillmentPolicy: policy,
    destinationAddress: address,
    items: order.items.map((item) => ({ ...item, perUnitDeclaredValue: values.get(item.sellerSku) })),
  };
}
