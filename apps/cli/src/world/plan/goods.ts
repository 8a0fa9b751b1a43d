import type { Chance } from '../../sample/random.js';
import type { SkuRow } from '../../stock/catalogue-rows.js';
import { centers } from './world-plan.js';
import type { PlannedOrder, PlannedReceipt } from './world-plan.js';

/** How much of it there is: as much as is asked for and more, less than that, or none of it may ship yet (O-6). */
export type Supply = 'plenty' | 'scarce' | 'under-review';

interface Good {
  readonly sku: SkuRow;
  readonly supply: Supply;
  /** How often it is asked for, against the others. */
  readonly weight: number;
}

const good = (
  sellerSku: string,
  title: string,
  [lengthMm, widthMm, heightMm, weightGrams]: readonly [number, number, number, number],
  value: string,
  more: Partial<Good> = {},
): Good => ({
  sku: {
    sellerSku,
    title,
    lengthMm,
    widthMm,
    heightMm,
    weightGrams,
    unitValue: { currencyCode: 'USD', value },
    ...(more.supply === 'under-review' && { dangerousGoods: true }),
  },
  supply: 'plenty',
  weight: 4,
  ...more,
});

export const goods: readonly Good[] = [
  good('MUG', 'Mug, 350 ml', [120, 100, 100, 410], '18.00'),
  good('LAMP', 'Desk lamp, LED', [420, 180, 90, 1250], '54.90'),
  good('BOOT', 'Hiking boot', [340, 280, 130, 1600], '129.00'),
  good('CABLE', 'Cable, 2 m', [150, 110, 30, 80], '12.00'),
  good('CAMERA', 'Cinema camera', [300, 220, 200, 3200], '6400.00', { weight: 1 }),
  good('TENT', 'Tent, two persons', [520, 180, 180, 2900], '219.00', { supply: 'scarce', weight: 3 }),
  good('POWERBANK', 'Power bank, 20 Ah', [160, 80, 30, 390], '49.00', { supply: 'under-review', weight: 1 }),
];

const drawn = goods.flatMap((one) => Array.from({ length: one.weight }, () => one));

/** A good that is asked for, more often those that are asked for often. */
export function anyGood(chance: Chance): Good {
  return chance.oneOf(drawn);
}

const SPARE = 12;

/** What lies in the warehouses at first, and what arrives late, given what will be asked for. */
export function suppliesOf(
  orders: readonly PlannedOrder[],
  chance: Chance,
): { receipts: PlannedReceipt[]; lateReceipts: PlannedReceipt[] } {
  const asked = new Map<string, number>();
  for (const { sellerSku, quantity } of orders.flatMap(({ items }) => items))
    asked.set(sellerSku, (asked.get(sellerSku) ?? 0) + quantity);
  const first: Lot[] = [];
  const late: Lot[] = [];
  for (const { sku, supply } of goods) {
    const demand = asked.get(sku.sellerSku) ?? 0;
    const enough = supply === 'scarce' ? Math.floor(demand / 2) : demand + SPARE;
    const shares = centers.map(() => 1 + chance.whole(0, 3));
    first.push(...shared(sku.sellerSku, enough, shares));
    if (supply === 'scarce') late.push(...shared(sku.sellerSku, Math.ceil((demand - enough) / 2), shares));
  }
  return { receipts: byCenter(first), lateReceipts: byCenter(late) };
}

interface Lot {
  readonly center: string;
  readonly sellerSku: string;
  readonly quantity: number;
}

function shared(sellerSku: string, quantity: number, shares: readonly number[]): Lot[] {
  const all = shares.reduce((sum, share) => sum + share, 0);
  let left = quantity;
  return centers.flatMap((center, nth) => {
    const last = nth === centers.length - 1;
    const part = last ? left : Math.floor((quantity * (shares[nth] ?? 0)) / all);
    left -= part;
    return part > 0 ? [{ center, sellerSku, quantity: part }] : [];
  });
}

function byCenter(lots: readonly Lot[]): PlannedReceipt[] {
  return [...Map.groupBy(lots, ({ center }) => center)].map(([center, of]) => ({
    center,
    items: of.map(({ sellerSku, quantity }) => ({ sellerSku, quantity })),
  }));
}
