import type { Money } from '#contracts';
import type { Tx } from '#postgres';
import { skusNamed } from '../store/skus.js';

/** A line whose SKU is not in its seller's catalogue, and what the seller is told. */
interface UnknownSku {
  sku: string;
  fault: string;
}

/** What a seller's catalogue says of the lines of an order. */
interface Named {
  /** The lines whose SKU is not in it. */
  unknown: UnknownSku[];
  /** Values of one piece, by SKU, where it says one. */
  values: ReadonlyMap<string, Money>;
}

/** Looks up the SKUs of an order's lines in the catalogue of its seller. */
export async function namedSkus(
  tx: Tx,
  sellerId: string,
  items: readonly { sellerSku: string }[],
): Promise<Named> {
  const names = [...new Set(items.map(({ sellerSku }) => sellerSku))].map((sku) => ({ sellerId, sku }));
  const found = await skusNamed(tx, names);
  const known = new Set(found.map(({ sellerSku }) => sellerSku));
  const values = found.flatMap(({ sellerSku, unitValue }) =>
    unitValue ? [[sellerSku, unitValue] as const] : [],
  );
  const unknown = items.flatMap(({ sellerSku: sku }, line) => {
    if (known.has(sku)) return [];
    return [
      { sku, fault: `items.${line}.sellerSku: ${sku} is not in your catalogue; PUT /catalogue/skus adds it` },
    ];
  });
  return { unknown, values: new Map(values) };
}
