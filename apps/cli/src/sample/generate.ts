import { kinds } from './kinds.js';
import type { Kind } from './kinds.js';
import { ordinaryParcel } from './parcels.js';
import { Chance } from './random.js';
import { eventsFile, ordersFile } from './sample-row.js';
import type { SampleEvent, SampleRow } from './sample-row.js';

const SEED = 20_250_106;

/** The bundled sample as the text of its two files: invented parcels, the same on every machine. */
export function generateSample(seed = SEED): { orders: string; events: string } {
  const chance = new Chance(seed);
  const orders = shuffled(
    kinds.flatMap((kind) => Array.from({ length: kind.orders }, () => kind)),
    chance,
  ).map((kind, index) => order(kind, index + 1, chance));
  const rows = orders.flatMap(({ packages }) => packages);
  const events = orders.flatMap((one) => one.events);
  return { orders: ordersFile(rows), events: eventsFile(events.toSorted((a, b) => a.at - b.at)) };
}

function order(kind: Kind, number: number, chance: Chance): { packages: SampleRow[]; events: SampleEvent[] } {
  const orderId = `SAMPLE-${String(number).padStart(4, '0')}`;
  const count = kind.packages?.(chance) ?? 1;
  const first = ordinaryParcel(orderId, trackingNumber(chance), chance);
  const others = Array.from({ length: count - 1 }, () => ({
    ...ordinaryParcel(orderId, trackingNumber(chance), chance),
    // Packages of one order leave within its first days.
    shippedAt: first.shippedAt + chance.whole(1, 60) * 60_000,
    estimatedDeliveryAt: first.estimatedDeliveryAt,
    deliveredAt: (first.deliveredAt ?? first.shippedAt) + chance.whole(61, 600) * 60_000,
    currency: first.currency,
  }));
  const events = kind.happen(first, chance);
  return { packages: [first, ...others], events };
}

function trackingNumber(chance: Chance): string {
  return `MG${String(chance.whole(0, 999_999)).padStart(6, '0')}${String(chance.whole(0, 9_999_999)).padStart(7, '0')}`;
}

function shuffled<T>(items: T[], chance: Chance): T[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = chance.whole(0, last);
    const [a, b] = [items[last], items[other]];
    if (a !== undefined && b !== undefined) [items[last], items[other]] = [b, a];
  }
  return items;
}
