import { toInstant } from '#contracts';
import type {
  DamagedItemReport,
  ReturnedItemReport,
  ReturnReceivedReport,
  UnitDamagedReport,
} from '#contracts';
import { damageClaim, returnClaim } from '../src/domain/claims.js';
import type { DamageClaim, Reporter, ReturnClaim } from '../src/domain/claims.js';
import type { OrderItem, ReturnedOrder } from '../src/domain/order.js';
import type { Unit } from '../src/domain/unit.js';
import { lastStep } from '../src/domain/unit.js';

/** Orders, units and claims for the tests of this service: one order of two mugs and a plate, shipped on 3 January. */
export const orderId = '0190a000-0000-7000-8000-00000000000a';
export const sellerId = '0190a000-0000-7000-8000-00000000000b';
export const shippedAt = toInstant('2026-01-03T10:00:00.000Z');
export const day = (n: number): string => `2026-01-${String(n).padStart(2, '0')}T12:00:00.000Z`;

export const network: Reporter = {
  publisherId: '0190a000-0000-7000-8000-0000000000f1',
  name: 'wms',
  role: 'network',
  scope: {},
};

export function unit(line: number, ordinal: number, more: Partial<Unit> = {}): Unit {
  return {
    line,
    ordinal,
    packageId: '0190a000-0000-7000-8000-0000000000c1',
    shipmentId: 'S-1',
    fulfillmentCenterId: 'FC-1',
    carrierCode: 'UPS',
    trackingNumber: '1Z',
    shippedAt,
    knownAt: shippedAt,
    steps: [],
    damages: [],
    ...more,
  };
}

export const mugs: OrderItem = {
  line: 1,
  sellerFulfillmentOrderItemId: 'mug',
  sellerSku: 'MUG',
  quantity: 2,
  cancelledQuantity: 0,
};
export const plate: OrderItem = {
  line: 2,
  sellerFulfillmentOrderItemId: 'plate',
  sellerSku: 'PLATE',
  quantity: 1,
  cancelledQuantity: 0,
};

export function order(more: Partial<ReturnedOrder> = {}): ReturnedOrder {
  return {
    orderId,
    sellerId,
    sellerFulfillmentOrderId: 'SO-1',
    items: [mugs, plate],
    units: [unit(1, 1), unit(1, 2), unit(2, 1)],
    accepted: new Map(),
    ...more,
  };
}

type ReturnFields = Partial<Omit<ReturnReceivedReport, 'items'>> & { items?: Partial<ReturnedItemReport>[] };

/** A report of one mug, sellable, received on 20 January, unless said otherwise; recorded when it occurred. */
export function returned(fields: ReturnFields = {}, reporter: Reporter = network): ReturnClaim {
  const report: ReturnReceivedReport = {
    order: { sellerId, orderId },
    receiptId: 'R-1',
    fulfillmentCenterId: 'FC-1',
    occurredAt: day(20),
    kind: 'buyer-return',
    ...fields,
    items: (fields.items ?? [{}]).map((item) => ({
      ...(item.sellerSku === undefined ? { sellerFulfillmentOrderItemId: 'mug' } : {}),
      condition: 'Sellable',
      ...item,
    })),
  };
  return returnClaim(report, toInstant(report.occurredAt), reporter);
}

type DamageFields = Partial<Omit<UnitDamagedReport, 'items'>> & { items?: Partial<DamagedItemReport>[] };

/** A report of one mug found crushed in return inspection, carrier at fault, on 21 January, unless said otherwise. */
export function damaged(fields: DamageFields = {}, reporter: Reporter = network): DamageClaim {
  const report: UnitDamagedReport = {
    order: { sellerId, orderId },
    occurredAt: day(21),
    foundAt: 'return-inspection',
    cause: 'crushed',
    faultParty: 'carrier',
    ...fields,
    items: (fields.items ?? [{}]).map((item) => ({ sellerFulfillmentOrderItemId: 'mug', ...item })),
  };
  return damageClaim(report, toInstant(report.occurredAt), reporter);
}

/** Places by unit, as `1/1 restocked`; a unit that no centre has is left out. */
export function placesOf({ units }: ReturnedOrder): string[] {
  return units
    .filter((one) => one.steps.length > 0)
    .map((one) => `${one.line}/${one.ordinal} ${lastStep(one)?.place}`);
}

/** Damaged units, as `1/1 carrier`. */
export function damagesOf({ units }: ReturnedOrder): string[] {
  return units.flatMap((one) =>
    one.damages.map(({ faultParty }) => `${one.line}/${one.ordinal} ${faultParty}`),
  );
}
