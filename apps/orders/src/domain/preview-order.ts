import { add, times } from '#contracts';
import type { Instant, Money, ShippingSpeed } from '#contracts';
import { rowFor } from './network.js';
import type { Network } from './network.js';
import { allocate } from './plan-order.js';
import type { Need, PlannedShipment, Shelves, ShortItem, Way } from './plan-order.js';
import { chargedGrams } from './sku.js';
import type { Sku } from './sku.js';

/** What fulfilment would cost. */
export interface Fees {
  perOrder: Money;
  perUnit: Money;
  transportation: Money;
}

/** O-9: what would become of an order at one speed. */
export interface Preview {
  speed: ShippingSpeed;
  shipments: PlannedShipment[];
  short: ShortItem[];
  /** Whether all of it can be shipped. */
  fulfillable: boolean;
  /** No route leads there at that speed. */
  unreachable: boolean;
  /** Nothing where nothing can be shipped, or no fee is known for the way. */
  fees?: Fees | undefined;
  grams: number;
}

const KILOGRAM = 1_000;

/** O-9: the same allocation that planning makes, of what is available now. Nothing is reserved by it. */
export function previewOrder(
  way: Way,
  needs: readonly Need[],
  shelves: Shelves<Sku>,
  network: Network,
  now: Instant,
): Preview {
  const { shipments, short } = allocate(way, needs, shelves, network, now);
  const weigh = (shipment: PlannedShipment): number => gramsOf(shipment, needs, shelves);
  return {
    speed: way.speed,
    shipments,
    short,
    fulfillable: short.length === 0,
    unreachable: short.length > 0 && short.every(({ reason }) => reason === 'no-route'),
    fees: feesOf(way, shipments, network, weigh),
    grams: shipments.reduce((sum, shipment) => sum + weigh(shipment), 0),
  };
}

/** Grams that a planned shipment is charged by. */
export function gramsOf(
  { items }: Pick<PlannedShipment, 'items'>,
  needs: readonly Need[],
  shelves: Pick<Shelves<Sku>, 'sku'>,
): number {
  return items.reduce((sum, { line, quantity }) => {
    const need = needs.find((one) => one.line === line);
    const sku = need && shelves.sku(need.sku);
    return sum + (sku ? chargedGrams(sku).grams * quantity : 0);
  }, 0);
}

// Per order once, per unit for each, per kilogram begun for each shipment: never a fee for what is not shipped.
function feesOf(
  { speed, countryCode }: Way,
  shipments: readonly PlannedShipment[],
  network: Network,
  gramsOfShipment: (shipment: PlannedShipment) => number,
): Fees | undefined {
  let fees: Fees | undefined;
  for (const shipment of shipments) {
    const from = network.fulfillmentCenters.find(
      (center) => center.fulfillmentCenterId === shipment.fulfillmentCenterId,
    );
    const row = from && rowFor(network.fees, speed, from.countryCode, countryCode);
    if (!row || (fees && fees.perOrder.currency !== row.perOrder.currency)) return undefined;
    const units = shipment.items.reduce((sum, { quantity }) => sum + quantity, 0);
    const perUnit = times(row.perUnit, units);
    const transportation = times(row.perKilogram, Math.ceil(gramsOfShipment(shipment) / KILOGRAM));
    fees = fees
      ? {
          perOrder: fees.perOrder,
          perUnit: add(fees.perUnit, perUnit),
          transportation: add(fees.transportation, transportation),
        }
      : { perOrder: row.perOrder, perUnit, transportation };
  }
  return fees;
}
