import type { Order } from './order.js';

/** Of a checked and trimmed updateFulfillmentOrder: the fields that are to be other than they were. */
export interface OrderUpdate {
  readonly fulfillmentAction?: 'Ship' | 'Hold' | undefined;
  readonly marketplaceId?: string | undefined;
  readonly items?: readonly { sellerFulfillmentOrderItemId: string; sellerSku?: string | undefined }[];
}

type Content = Record<string, unknown> & { items: Record<string, unknown>[] };

export type Updating = { outcome: 'updated'; content: object } | { outcome: 'refused'; faults: string[] };

/**
 * O-4: what a seller now asks for, of an order on hold. Fields that are not given stay as they were, and so do items
 * that are not named; an item is the same item and SKU for good.
 *
 * @param content what was asked for so far
 */
export function updateContent(order: Order, content: object, update: OrderUpdate): Updating {
  if (order.heldUntil === undefined) {
    return {
      outcome: 'refused',
      faults: [`The order is ${order.status} and not on hold: only an order on hold can be updated`],
    };
  }
  const faults = faultsOf(order, update);
  if (faults.length > 0) return { outcome: 'refused', faults };
  const before = content as Content;
  const changes = new Map(update.items?.map((item) => [item.sellerFulfillmentOrderItemId, item]));
  const items = before.items.map((item) => ({
    ...item,
    ...changes.get(String(item['sellerFulfillmentOrderItemId'])),
  }));
  return { outcome: 'updated', content: { ...before, ...update, items } };
}

function faultsOf(order: Order, { marketplaceId, items = [] }: OrderUpdate): string[] {
  const faults: string[] = [];
  if (marketplaceId !== undefined && marketplaceId !== order.marketplaceId)
    faults.push(`marketplaceId must stay ${order.marketplaceId}`);
  const skus = new Map(order.items.map((item) => [item.sellerFulfillmentOrderItemId, item.sellerSku]));
  items.forEach(({ sellerFulfillmentOrderItemId: id, sellerSku }, index) => {
    const sku = skus.get(id);
    if (sku === undefined)
      faults.push(`items.${index}.sellerFulfillmentOrderItemId: the order has no item ${id}`);
    else if (sellerSku !== undefined && sellerSku !== sku)
      faults.push(`items.${index}.sellerSku must stay ${sku}`);
  });
  return faults;
}
