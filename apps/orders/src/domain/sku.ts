import type { Money, UnfulfillableReason } from '#contracts';

/** O-6: how far the review of dangerous goods is. */
export const hazmatStates = ['none', 'pending', 'cleared', 'blocked'] as const;
export type HazmatState = (typeof hazmatStates)[number];

/** What the network must know of a SKU to ship it. */
export interface Sku {
  sellerId: string;
  sellerSku: string;
  title: string;
  /** Millimetres of the packed piece. */
  lengthMm: number;
  widthMm: number;
  heightMm: number;
  weightGrams: number;
  /** Declared value of one piece, where an order does not say it. */
  unitValue?: Money | undefined;
  hazmat: HazmatState;
  /** Warn when fewer pieces than this are available. */
  lowStockAt?: number | undefined;
  /** Features that it cannot have, whatever the fulfilment centre offers (O-9). */
  excludedFeatures: string[];
}

/** A SKU as a sandbox makes it when it is first named. */
export function sandboxSku(sellerId: string, sellerSku: string): Sku {
  const size = { lengthMm: 100, widthMm: 100, heightMm: 100, weightGrams: 500 };
  return { sellerId, sellerSku, title: sellerSku, ...size, hazmat: 'none', excludedFeatures: [] };
}

/** What keeps every order from having the SKU; nothing when it can be shipped. */
export function barOf(
  sku: Pick<Sku, 'hazmat' | 'excludedFeatures'> | undefined,
  features: readonly string[],
): UnfulfillableReason | undefined {
  if (!sku) return 'not-in-catalogue';
  if (features.some((name) => sku.excludedFeatures.includes(name))) return 'feature-not-offered';
  if (sku.hazmat === 'pending') return 'hazmat-pending';
  return sku.hazmat === 'blocked' ? 'hazmat-blocked' : undefined;
}

export type SkuWarning = 'stock-low' | 'out-of-stock' | 'under-review' | 'blocked';

/** O-6: what a seller is warned of before an order fails. */
export function warningsOf(
  { hazmat, lowStockAt }: Pick<Sku, 'hazmat' | 'lowStockAt'>,
  left: number,
): SkuWarning[] {
  const stock: SkuWarning[] = left <= 0 ? ['out-of-stock'] : left < (lowStockAt ?? 0) ? ['stock-low'] : [];
  if (hazmat === 'pending') return [...stock, 'under-review'];
  return hazmat === 'blocked' ? [...stock, 'blocked'] : stock;
}

const CUBIC_MM_PER_GRAM = 5_000;

/** What a parcel of one piece is charged by: its weight, or its volume at 5,000 cm³ per kilogram if that is more. */
export function chargedGrams({ lengthMm, widthMm, heightMm, weightGrams }: Sku): {
  grams: number;
  by: 'Package' | 'Dimensional';
} {
  const volume = Math.ceil((lengthMm * widthMm * heightMm) / CUBIC_MM_PER_GRAM);
  return volume > weightGrams ? { grams: volume, by: 'Dimensional' } : { grams: weightGrams, by: 'Package' };
}
