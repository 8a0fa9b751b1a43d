import type { Tx } from '#postgres';
import { adjusted, applied, entry, possible } from '../domain/stock.js';
import { networkInForce } from '../store/networks.js';
import { wakeShortages } from '../store/shortages.js';
import { skusNamed } from '../store/skus.js';
import { lockStock, writeEntries } from '../store/stock.js';
import { writeOnce } from './write-once.js';

/** What arrived at a fulfilment centre for a seller. */
export interface Receipt {
  sellerId: string;
  fulfillmentCenterId: string;
  receiptId: string;
  items: readonly { sellerSku: string; quantity: number }[];
}

/** A correction of what lies there. */
export interface Adjustment {
  sellerId: string;
  fulfillmentCenterId: string;
  sellerSku: string;
  sellable: number;
  unsellable: number;
  reason: string;
}

/** O-7: pieces that arrived are counted once per receipt. @returns what is wrong with it; then nothing was counted */
export async function receiveStock(tx: Tx, receipt: Receipt): Promise<string[]> {
  const { sellerId, fulfillmentCenterId, receiptId, items } = receipt;
  const names = items.map(({ sellerSku: sku }) => ({ sellerId, sku }));
  const faults = await faultsOf(tx, receipt, names);
  if (faults.length > 0) return faults;
  const at = await tx.now();
  const entries = items.map(({ sellerSku: sku, quantity }) =>
    entry('received', { sellerId, sku, fulfillmentCenterId }, quantity, { at, reference: receiptId }),
  );
  const { others } = await writeOnce(tx, entries);
  wakeShortages(tx, names);
  return others.map(({ sku }) => `receipt ${receiptId} was booked before with another quantity of ${sku}`);
}

/** O-7: sets right what lies somewhere. @returns what is wrong with it; then nothing was changed */
export async function adjustStock(tx: Tx, adjustment: Adjustment): Promise<string[]> {
  const { sellerId, fulfillmentCenterId, sellerSku: sku, sellable, unsellable, reason } = adjustment;
  const faults = await faultsOf(tx, adjustment, [{ sellerId, sku }]);
  if (faults.length > 0) return faults;
  const key = { sellerId, sku, fulfillmentCenterId };
  const stock = await lockStock(tx, [key]);
  const made = adjusted(key, { sellable, unsellable }, { at: await tx.now(), reference: reason });
  const after = applied(stock.at(key), made);
  if (!possible(after)) {
    const { sellable: sellables, unsellable: others, reserved } = stock.at(key);
    return [
      `there are ${sellables} sellable (${reserved} of them reserved) and ${others} unsellable: it would be less`,
    ];
  }
  writeEntries(tx, [made]);
  if (sellable > 0) wakeShortages(tx, [{ sellerId, sku }]);
  return [];
}

async function faultsOf(
  tx: Tx,
  { sellerId, fulfillmentCenterId }: { sellerId: string; fulfillmentCenterId: string },
  names: readonly { sellerId: string; sku: string }[],
): Promise<string[]> {
  const [{ fulfillmentCenters }, skus] = await Promise.all([networkInForce(tx), skusNamed(tx, names)]);
  const known = new Set(skus.map(({ sellerSku }) => sellerSku));
  const centers = fulfillmentCenters.map((center) => center.fulfillmentCenterId);
  const missing = [...new Set(names.map(({ sku }) => sku))].filter((sku) => !known.has(sku));
  return [
    ...(centers.includes(fulfillmentCenterId)
      ? []
      : [
          `there is no fulfilment centre ${fulfillmentCenterId}, but ${centers.join(', ')}; PUT /network adds one`,
        ]),
    ...missing.map(
      (sku) => `seller ${sellerId} has no SKU ${sku} in its catalogue; PUT /catalogue/skus adds it`,
    ),
  ];
}
