import type { Tx } from '#postgres';
import type { HazmatState, Sku } from '../domain/sku.js';
import { keepSkus, skusNamed } from '../store/skus.js';
import { wakeShortages } from '../store/shortages.js';

/** A SKU as its seller describes it: whether it may be shipped as dangerous goods is for the operator to say. */
export type DescribedSku = Omit<Sku, 'sellerId' | 'hazmat'> & { dangerousGoods: boolean };

/** O-6: keeps SKUs; those newly declared as dangerous goods go to review, and a review stays what it was. */
export async function putSkus(tx: Tx, sellerId: string, described: readonly DescribedSku[]): Promise<void> {
  const known = await skusNamed(
    tx,
    described.map(({ sellerSku: sku }) => ({ sellerId, sku })),
  );
  const states = new Map(known.map(({ sellerSku, hazmat }) => [sellerSku, hazmat]));
  const skus = described.map(({ dangerousGoods, ...sku }): Sku => {
    const before = states.get(sku.sellerSku) ?? 'none';
    return { ...sku, sellerId, hazmat: dangerousGoods && before === 'none' ? 'pending' : before };
  });
  keepSkus(tx, skus, await tx.now());
}

/** O-6: the outcome of a review. Orders that wait for the SKU are planned again. @returns false when there is none */
export async function reviewSku(
  tx: Tx,
  sellerId: string,
  sku: string,
  hazmat: HazmatState,
): Promise<boolean> {
  const [known] = await skusNamed(tx, [{ sellerId, sku }]);
  if (!known) return false;
  keepSkus(tx, [{ ...known, hazmat }], await tx.now());
  wakeShortages(tx, [{ sellerId, sku }]);
  return true;
}
