import { ReturnReceived } from '#contracts';
import type { ReturnedUnit } from '#contracts';
import { is } from '#messaging';
import type { Batch, Fact, Turn } from '#messaging';
import { entry } from '../domain/stock.js';
import type { StockEntry } from '../domain/stock.js';
import { lockOrders } from '../store/orders-found.js';
import { wakeShortages } from '../store/shortages.js';
import { writeOnce } from './write-once.js';

/** N-8: units that came back count as stock of the fulfilment centre that has them, each once (O-7). */
export async function restock(batch: Batch, { tx }: Turn): Promise<Fact[]> {
  const returns = batch.filter((incoming) => is(ReturnReceived, incoming));
  const orders = await lockOrders(tx, [...new Set(returns.map(({ data }) => data.orderId))]);
  const entries = returns.flatMap(({ data, time }): StockEntry[] => {
    const order = orders.get(data.orderId);
    // Of what is planned elsewhere, the stock is kept elsewhere too.
    if (!order?.fulfilment || order.sandbox) return [];
    const { sellerId, orderId, items } = order;
    return data.units.flatMap((unit) => {
      const kind = kindOf(unit);
      const sku = items.find(({ line }) => line === unit.line)?.sellerSku;
      if (!kind || sku === undefined) return [];
      const key = { sellerId, sku, fulfillmentCenterId: data.fulfillmentCenterId };
      return [
        entry(kind, key, 1, { at: time, orderId, reference: `${orderId}/${unit.line}/${unit.ordinal}` }),
      ];
    });
  });
  await writeOnce(tx, entries);
  wakeShortages(
    tx,
    entries.filter(({ sellable }) => sellable > 0),
  );
  return [];
}

// What is still to be inspected is counted when it has been.
function kindOf({ place }: ReturnedUnit): 'returned-sellable' | 'returned-unsellable' | undefined {
  if (place === 'restocked') return 'returned-sellable';
  return place === 'unsellable' ? 'returned-unsellable' : undefined;
}
