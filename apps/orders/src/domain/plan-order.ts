import type { Instant, ShippingSpeed, UnfulfillableReason } from '#contracts';
import { estimate } from './delivery-estimate.js';
import type { Estimate } from './delivery-estimate.js';
import type { FulfillmentCenter, Network } from './network.js';
import { barOf } from './sku.js';
import type { Sku } from './sku.js';

export const fulfillmentPolicies = ['FillOrKill', 'FillAll', 'FillAllAvailable'] as const;
export type FulfillmentPolicy = (typeof fulfillmentPolicies)[number];

/** Units of an order line that are to be shipped and that no shipment holds yet. */
export interface Need {
  line: number;
  sku: string;
  quantity: number;
}

/** How an order is to be fulfilled. */
export interface Fulfilment {
  policy: FulfillmentPolicy;
  speed: ShippingSpeed;
  countryCode: string;
  /** O-9: what it must have: only centres that offer it, and SKUs that can have it, count. */
  features: string[];
  /** Since when it may be planned: when it was created, or its hold ended. */
  since: Instant;
}

/** What lies on the shelves, as the planner sees it. */
export interface Shelves<
  T extends Pick<Sku, 'hazmat' | 'excludedFeatures'> = Pick<Sku, 'hazmat' | 'excludedFeatures'>,
> {
  sku(sku: string): T | undefined;
  available(sku: string, fulfillmentCenterId: string): number;
}

export interface ShortItem extends Need {
  reason: UnfulfillableReason;
}

export interface PlannedLine {
  line: number;
  quantity: number;
}

/** A shipment to be asked for. */
export interface PlannedShipment {
  fulfillmentCenterId: string;
  estimate: Estimate;
  items: PlannedLine[];
}

/** What becomes of the needs of an order. */
export interface Plan {
  shipments: PlannedShipment[];
  /** O-6: what is given up, and why. */
  unfulfillable: ShortItem[];
  /** O-5, FillOrKill: the whole order is given up, with what was asked for and is not under way. */
  killed: boolean;
  /** O-5, FillAll: what is still missing is looked for again when stock comes in, and then in any case. */
  waitsUntil?: Instant | undefined;
}

const HOUR = 3_600_000;
/** So often what is missing is looked for, beside when stock comes in: nobody has to be told of it without fail. */
const LOOK_AGAIN_MS = 600_000;

/**
 * O-5: shares the needs among fulfilment centres, and applies the order's policy to what is missing.
 * @param underWay whether anything of the order was picked or shipped: then it cannot be killed any more
 */
export function planOrder(
  fulfilment: Fulfilment,
  needs: readonly Need[],
  underWay: boolean,
  shelves: Shelves,
  network: Network,
  now: Instant,
): Plan {
  const { shipments, short } = allocate(fulfilment, needs, shelves, network, now);
  const plan = { shipments, unfulfillable: [], killed: false };
  if (short.length === 0) return plan;
  if (fulfilment.policy === 'FillOrKill' && !underWay) {
    return { shipments: [], unfulfillable: killedItems(needs, short), killed: true };
  }
  const deadline = fulfilment.since + network.fillAllWithinHours * HOUR;
  if (fulfilment.policy === 'FillAll' && now < deadline)
    return { ...plan, waitsUntil: Math.min(deadline, now + LOOK_AGAIN_MS) };
  return { ...plan, unfulfillable: short };
}

// What was missing says why; what was there goes with it.
function killedItems(needs: readonly Need[], short: readonly ShortItem[]): ShortItem[] {
  const reasons = new Map(short.map(({ line, reason }) => [line, reason]));
  return needs.map((need) => ({ ...need, reason: reasons.get(need.line) ?? 'order-killed' }));
}

interface Allocation {
  shipments: PlannedShipment[];
  short: ShortItem[];
}

/** Where something goes, how fast, and what it must have. */
export type Way = Pick<Fulfilment, 'speed' | 'countryCode' | 'features'>;

/** One centre that has it all if there is one, the earliest; else the one that has most, then the next. */
export function allocate(
  way: Way,
  needs: readonly Need[],
  shelves: Shelves,
  network: Network,
  now: Instant,
): Allocation {
  const offered = network.fulfillmentCenters.filter(({ features }) =>
    way.features.every((name) => features.includes(name)),
  );
  const reached = reachable({ ...network, fulfillmentCenters: offered }, way, now);
  const nowhere =
    offered.length === 0 ? 'feature-not-offered' : reached.length === 0 ? 'no-route' : undefined;
  const barred = needs.flatMap((need): ShortItem[] => {
    const reason = barOf(shelves.sku(need.sku), way.features) ?? nowhere;
    return reason ? [{ ...need, reason }] : [];
  });
  const out = new Set(barred.map(({ line }) => line));
  let open = needs.filter(({ line }) => !out.has(line));
  const shipments: PlannedShipment[] = [];
  const centers = [...reached];
  while (open.length > 0 && centers.length > 0) {
    const offers = centers.map(({ center }) => takeAt(center, open, shelves));
    const most = Math.max(...offers.map(sumOf));
    if (most === 0) break;
    const at = offers.findIndex((items) => sumOf(items) === most);
    const [{ center, when } = { center: undefined, when: undefined }] = centers.splice(at, 1);
    const items = offers[at];
    if (!center || !when || !items) break;
    shipments.push({ fulfillmentCenterId: center.fulfillmentCenterId, estimate: when, items });
    open = without(open, items);
  }
  return {
    shipments,
    short: [...barred, ...open.map((need): ShortItem => ({ ...need, reason: 'out-of-stock' }))],
  };
}

function reachable(
  network: Network,
  way: Way,
  now: Instant,
): { center: FulfillmentCenter; when: Estimate }[] {
  return network.fulfillmentCenters
    .flatMap((center) => {
      const when = estimate(network, center, way, now);
      return when ? [{ center, when }] : [];
    })
    .sort(
      (a, b) =>
        a.when.latestArrivalAt - b.when.latestArrivalAt ||
        (a.center.fulfillmentCenterId < b.center.fulfillmentCenterId ? -1 : 1),
    );
}

// Lines of one SKU share what lies there.
function takeAt(
  { fulfillmentCenterId }: FulfillmentCenter,
  needs: readonly Need[],
  shelves: Shelves,
): PlannedLine[] {
  const left = new Map<string, number>();
  return needs.flatMap(({ line, sku, quantity }) => {
    const there = left.get(sku) ?? shelves.available(sku, fulfillmentCenterId);
    const taken = Math.max(0, Math.min(there, quantity));
    left.set(sku, there - taken);
    return taken > 0 ? [{ line, quantity: taken }] : [];
  });
}

function without(needs: readonly Need[], items: readonly PlannedLine[]): Need[] {
  const taken = new Map(items.map(({ line, quantity }) => [line, quantity]));
  return needs
    .map((need) => ({ ...need, quantity: need.quantity - (taken.get(need.line) ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
}

const sumOf = (items: readonly PlannedLine[]): number =>
  items.reduce((sum, { quantity }) => sum + quantity, 0);
