import type { Tx } from '#postgres';
import { skusNamed } from '../store/skus.js';

/** A line whose SKU is not in its seller's catalogue, and what the seller is told. */
interface UnknownSku {
  sku: string;
  fault: string;
}

/** The lines that name a SKU which the seller has not put into its catalogue. */
export async function unknownSkus(
  tx: Tx,
  sellerId: string,
  items: readonly { sellerSku: string }[],
): Promise<UnknownSku[]> {
  const names = [...new Set(items.map(({ sellerSku }) => sellerSku))].map((sku) => ({ sellerId, sku }));
  const known = new Set((await skusNamed(tx, names)).map(({ sellerSku }) => sellerSku));
  return items.flatMap(({ sellerSku: sku }, line) => {
    if (known.has(sku)) return [];
    return [
      { sku, fault: `items.${line}.sellerSku: ${sku} is not in your catalogue; PUT /catalogue/skus adds it` },
    ];
  });
}
