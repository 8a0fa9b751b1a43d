import { setTimeout as sleep } from 'node:timers/promises';
import { DoorError } from '../../door/gateway-client.js';
import { dueDay } from '../plan/fates.js';
import { trackingNumber } from '../plan/tracking-numbers.js';
import { carriers } from '../plan/world-plan.js';
import type { PlannedOrder } from '../plan/world-plan.js';
import { cloudEvent } from './cloud-event.js';
import { inParallel, patiently } from './in-parallel.js';
import type { Parcel } from './ledger.js';
import type { Player, World } from './open-world.js';

/** A shipment as GET /warehouse/shipments shows it. */
interface AskedShipment {
  readonly shipmentId: string;
  readonly sellerId: string;
  readonly sellerFulfillmentOrderId: string;
  readonly carrierCode?: string;
  readonly items: readonly { readonly sellerFulfillmentOrderItemId: string; readonly quantity: number }[];
}

const POLL_MS = 250;
const READ_AT_ONCE = 4;
const DAY = 86_400_000;
/** When the wait of parcels that are to be overdue soon is over. */
const SOON_MS = 4_000;

/** One warehouse looks for what it is asked to ship, takes its time, and picks, ships or fails, as is planned. */
export async function playWarehouse(
  world: World,
  center: string,
  left: (parcel: Parcel) => void,
): Promise<void> {
  const player = world.warehouses.get(center);
  if (!player) throw new RangeError(`nobody plays ${center}`);
  const seen = new Map<string, number>();
  const orders = ordersByName(world);
  while (!world.over) {
    const now = Date.now();
    const ready = (await openShipments(player, center)).filter((asked) => {
      const order = orders.get(nameOf(asked));
      const since = seen.get(asked.shipmentId) ?? now;
      seen.set(asked.shipmentId, since);
      return order !== undefined && now >= since + order.picksAfter;
    });
    for (const { shipmentId } of ready) seen.set(shipmentId, Number.POSITIVE_INFINITY);
    await handle(world, { player, center, left }, ready, orders);
    await sleep(POLL_MS);
  }
}

interface Desk {
  readonly player: Player;
  readonly center: string;
  readonly left: (parcel: Parcel) => void;
}

async function handle(
  world: World,
  { player, center, left }: Desk,
  ready: readonly AskedShipment[],
  orders: Map<string, PlannedOrder>,
): Promise<void> {
  // Where it goes is read from the door, as for a label; what is gone meanwhile was cancelled.
  const read = await inParallel(ready, READ_AT_ONCE, (asked) => addressOf(player, asked));
  const picked = ready.filter((_, nth) => read[nth]);
  if (picked.length === 0) return;
  const update = (asked: AskedShipment, step: object): object =>
    cloudEvent('ShipmentUpdated', {
      order: orderOf(asked),
      shipmentId: asked.shipmentId,
      fulfillmentCenterId: center,
      ...step,
      occurredAt: new Date().toISOString(),
    });
  await report(
    player,
    picked.map((asked) => update(asked, { step: 'picking' })),
  );
  const parcels: Parcel[] = [];
  const outcomes = picked.map((asked) => {
    const order = orders.get(nameOf(asked));
    if (!order) throw new RangeError(`${nameOf(asked)} is no order of this world`);
    const { fails } = order;
    if (fails !== undefined && world.ledger.failsNow(nameOf(asked)))
      return update(asked, { step: 'failed', reason: fails });
    const parcel = parcelOf(world, asked, order, center);
    parcels.push(parcel);
    return shipped(parcel);
  });
  await report(player, outcomes);
  world.ledger.parcels.push(...parcels);
  parcels.forEach(left);
}

function parcelOf(
  { run, ledger }: World,
  asked: AskedShipment,
  { fate }: PlannedOrder,
  center: string,
): Parcel {
  const carrier = carriers.find((one) => one === asked.carrierCode) ?? 'UPS';
  const shippedAt =
    fate.age === undefined ? Date.now() + SOON_MS - dueDay(fate) * DAY : Date.now() - fate.age * DAY;
  return {
    ...orderOf(asked),
    shipmentId: asked.shipmentId,
    items: asked.items,
    center,
    carrier,
    shippedAt,
    fate,
    trackingNumber: trackingNumber(carrier, run, ledger.nextSerial()),
    dueAt: shippedAt + dueDay(fate) * DAY,
  };
}

function shipped({ carrier, trackingNumber: number, center, shippedAt, fate, ...parcel }: Parcel): object {
  const items = parcel.items.map(({ sellerFulfillmentOrderItemId, quantity }) => ({
    sellerFulfillmentOrderItemId,
    quantity,
  }));
  return cloudEvent('OrderShipped', {
    order: orderOf(parcel),
    shipmentId: parcel.shipmentId,
    fulfillmentCenterId: center,
    occurredAt: new Date(shippedAt).toISOString(),
    estimatedDeliveryAt: new Date(shippedAt + fate.promise * DAY).toISOString(),
    packages: [{ packageRef: '1', carrierCode: carrier, trackingNumber: number, items }],
  });
}

async function openShipments({ client }: Player, center: string): Promise<AskedShipment[]> {
  const all: AskedShipment[] = [];
  let nextToken: string | undefined;
  do {
    const query = { fulfillmentCenterId: center, nextToken };
    const page = await patiently(() =>
      client.get<{ shipments: AskedShipment[]; nextToken?: string }>('/warehouse/shipments', query),
    );
    all.push(...page.shipments);
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  return all;
}

async function addressOf({ client }: Player, { shipmentId }: AskedShipment): Promise<boolean> {
  try {
    const { destinationAddress } = await patiently(() =>
      client.get<{ destinationAddress?: object }>(`/warehouse/shipments/${shipmentId}`),
    );
    return destinationAddress !== undefined;
  } catch (error) {
    if (error instanceof DoorError && error.status === 404) return false;
    throw error;
  }
}

async function report({ client }: Player, events: readonly object[]): Promise<void> {
  await patiently(() => client.report(events));
}

function ordersByName({ plan, sellers }: World): Map<string, PlannedOrder> {
  return new Map(plan.orders.map((order) => [`${sellers[order.seller]?.id}/${order.id}`, order]));
}

const nameOf = (asked: { sellerId: string; sellerFulfillmentOrderId: string }): string =>
  `${asked.sellerId}/${asked.sellerFulfillmentOrderId}`;
const orderOf = ({
  sellerId,
  sellerFulfillmentOrderId,
}: {
  sellerId: string;
  sellerFulfillmentOrderId: string;
}) => ({ sellerId, sellerFulfillmentOrderId });
