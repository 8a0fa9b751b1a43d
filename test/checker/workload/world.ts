import type { Expected, ExpectedPackage } from '../expected.js';
import { fates } from './fates.js';
import type { Fate, UnitValue } from './fates.js';
import { Parcel } from './parcel.js';
import { iso } from './planned.js';
import type { PlannedReport } from './planned.js';
import { Random } from './random.js';

export interface WorldWanted {
  readonly seed: number;
  /** The same sellers give the same world. */
  readonly sellers: readonly string[];
  readonly orders: number;
  /** When the first report is sent, epoch milliseconds. */
  readonly startAt: number;
  /** Over how long the orders come in, milliseconds. */
  readonly spreadMs: number;
  /** How long after its first report the clock of a parcel runs out, if it is to, milliseconds. */
  readonly dueAfterMs: { readonly least: number; readonly most: number };
  /** Between two reports of one parcel. */
  readonly stepMs: number;
  /** Before the names of orders: worlds in one namespace must differ in it. */
  readonly prefix?: string;
  /** Share of orders that sellers create over HTTP; the others are registered by an order source. */
  readonly created?: number;
  /** Those that orders may have; all when left out. */
  readonly fates?: readonly Fate[];
}

export interface World {
  /** In the order in which they are to be sent. */
  readonly reports: readonly PlannedReport[];
  readonly expected: Expected;
}

/** Some orders have two parcels, each with a fate of its own (I-6). */
const SECOND_PARCEL = 0.15;

/** A plan that is a function of what is wanted alone. */
export function planWorld(wanted: WorldWanted): World {
  const random = new Random(wanted.seed);
  const reports: PlannedReport[] = [];
  const packages: ExpectedPackage[] = [];
  for (let index = 0; index < wanted.orders; index += 1) {
    const order = planOrder(wanted, random, index);
    reports.push(...order.reports);
    packages.push(...order.packages);
  }
  reports.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return { reports, expected: { packages, poison: new Set(), leftOut: new Set() } };
}

function planOrder(
  wanted: WorldWanted,
  random: Random,
  index: number,
): { reports: PlannedReport[]; packages: ExpectedPackage[] } {
  const among = wanted.fates ?? fates;
  // The first orders go through all fates in turn, so that even a small world has each.
  const fate = among[index] ?? random.pick(among);
  const sellerId = random.pick(wanted.sellers);
  const order = `${wanted.prefix ?? 'W'}${wanted.seed}-${index}`;
  const at = wanted.startAt + Math.floor((wanted.spreadMs * index) / Math.max(1, wanted.orders));
  // The purpose is the order's: a removal shares its order with no other fate.
  const others =
    fate.purpose === undefined && random.chance(SECOND_PARCEL) ? among.filter((one) => !one.purpose) : [];
  const parcels = others.length > 0 ? [fate, random.pick(others)] : [fate];
  const lines = parcels.map((one, line) => ({
    fate: one,
    item: `i${line + 1}`,
    value: valueOf(one, random),
    quantity: one.quantity ?? 1,
  }));
  const isCreated = lines.every((line) => !line.fate.cancelled) && random.chance(wanted.created ?? 0.3);
  const first = (isCreated ? createdOrder : registeredOrder)({ sellerId, order, at, lines });
  const reports = [first];
  const packages: ExpectedPackage[] = [];
  for (const [line, { fate: one, item, value, quantity }] of lines.entries()) {
    const due = at + random.whole(wanted.dueAfterMs.least, wanted.dueAfterMs.most);
    const parcel = new Parcel({
      sellerId,
      order,
      shipmentId: `S${line + 1}`,
      item,
      quantity,
      at,
      timing: one.timing(at, due),
      untracked: one.untracked ?? false,
      step: wanted.stepMs,
    });
    packages.push(one.live(parcel, value ?? { currency: 'USD', minorUnits: 0 }));
    reports.push(...parcel.reports);
  }
  return { reports, packages };
}

function valueOf(fate: Fate, random: Random): UnitValue | null {
  if (fate.value !== undefined) return fate.value;
  return { currency: 'USD', minorUnits: random.whole(100, 20_000) };
}

interface OrderTerms {
  readonly sellerId: string;
  readonly order: string;
  readonly at: number;
  readonly lines: readonly { fate: Fate; item: string; value: UnitValue | null; quantity: number }[];
}

function registeredOrder({ sellerId, order, at, lines }: OrderTerms): PlannedReport {
  const purpose = lines[0]?.fate.purpose;
  const data = {
    sellerId,
    sellerFulfillmentOrderId: order,
    ...(purpose ? { purpose } : {}),
    items: lines.map(({ fate, item, value, quantity }) => ({
      sellerFulfillmentOrderItemId: item,
      sellerSku: 'MUG',
      quantity: quantity + (fate.cancelled ?? 0) + (fate.unshipped ?? 0),
      ...(fate.cancelled ? { cancelledQuantity: fate.cancelled } : {}),
      ...(value ? { unitValue: value } : {}),
    })),
  };
  return { id: `${order}/order`, at, by: 'order-source', kind: 'OrderRegistered', sellerId, order, data };
}

function createdOrder({ sellerId, order, at, lines }: OrderTerms): PlannedReport {
  const purpose = lines[0]?.fate.purpose;
  const data = {
    sellerFulfillmentOrderId: order,
    displayableOrderId: order,
    displayableOrderDate: iso(at),
    displayableOrderComment: 'Thank you',
    shippingSpeedCategory: 'Standard',
    destinationAddress: {
      name: 'A. Buyer',
      addressLine1: '1 Street',
      postalCode: '10001',
      countryCode: 'US',
    },
    ...(purpose ? { purpose } : {}),
    items: lines.map(({ fate, item, value, quantity }) => ({
      sellerSku: 'MUG',
      sellerFulfillmentOrderItemId: item,
      quantity: quantity + (fate.unshipped ?? 0),
      ...(value
        ? {
            perUnitDeclaredValue: {
              currencyCode: value.currency,
              value: (value.minorUnits / 100).toFixed(2),
            },
          }
        : {}),
    })),
  };
  return { id: `${order}/order`, at, by: 'seller', kind: 'CreateFulfillmentOrder', sellerId, order, data };
}
