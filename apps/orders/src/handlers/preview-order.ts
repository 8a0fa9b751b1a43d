import type { ShippingSpeed } from '#contracts';
import type { Tx } from '#postgres';
import type { Network } from '../domain/network.js';
import type { Need, Shelves } from '../domain/plan-order.js';
import { previewOrder } from '../domain/preview-order.js';
import type { Preview } from '../domain/preview-order.js';
import { sandboxSku } from '../domain/sku.js';
import type { Sku } from '../domain/sku.js';
import { available, keyText } from '../domain/stock.js';
import { networkInForce } from '../store/networks.js';
import { sellerTerms } from '../store/sellers.js';
import { skusNamed } from '../store/skus.js';
import { stockOf } from '../store/stock.js';

/** What a seller would ask for. */
export interface PreviewRequest {
  sellerId: string;
  countryCode: string;
  speeds: readonly ShippingSpeed[];
  features: string[];
  items: readonly { sellerSku: string; quantity: number }[];
}

/** Previews, and what is known of the SKUs in them. */
export interface Previewed {
  previews: Preview[];
  needs: Need[];
  shelves: Shelves<Sku>;
  timeZones: Record<string, string>;
}

/**
 * O-9: what would become of an order at each speed, from the stock as it is now.
 * @param from only fulfilment centres of that country count
 */
export async function previewBySpeed(tx: Tx, request: PreviewRequest, from?: string): Promise<Previewed> {
  const { sellerId, countryCode, speeds, features, items } = request;
  const names = [...new Set(items.map(({ sellerSku }) => sellerSku))].map((sku) => ({ sellerId, sku }));
  const [skus, stocks, inForce, { sandbox }, now] = await Promise.all([
    skusNamed(tx, names),
    stockOf(tx, names),
    networkInForce(tx),
    sellerTerms(tx, sellerId),
    tx.now(),
  ]);
  const network = from === undefined ? inForce : within(inForce, from);
  const catalogue = new Map(skus.map((sku) => [sku.sellerSku, sku]));
  const lying = new Map(stocks.map((stock) => [keyText(stock), available(stock)]));
  const shelves: Previewed['shelves'] = {
    sku: (sku) => catalogue.get(sku) ?? (sandbox ? sandboxSku(sellerId, sku) : undefined),
    available: (sku, fulfillmentCenterId) =>
      sandbox ? Number.MAX_SAFE_INTEGER : (lying.get(keyText({ sellerId, sku, fulfillmentCenterId })) ?? 0),
  };
  const needs = items.map(({ sellerSku, quantity }, nth) => ({ line: nth + 1, sku: sellerSku, quantity }));
  const previews = speeds.map((speed) =>
    previewOrder({ speed, countryCode, features }, needs, shelves, network, now),
  );
  return { previews, needs, shelves, timeZones: network.timeZones };
}

function within(network: Network, countryCode: string): Network {
  const fulfillmentCenters = network.fulfillmentCenters.filter(
    (center) => center.countryCode === countryCode,
  );
  return { ...network, fulfillmentCenters };
}
