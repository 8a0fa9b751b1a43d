import type { OrderItem, ReturnedOrder } from './order.js';
import type { Fault } from './verdict.js';

/** How a report names an item: by its id in the order, or by its SKU, or, in an order of one item, not at all. */
interface ItemName {
  sellerFulfillmentOrderItemId?: string | undefined;
  sellerSku?: string | undefined;
}

/** The item of the order that a report means, or what is wrong with the name. */
export function findItem(order: ReturnedOrder, name: ItemName): OrderItem | Fault {
  const { sellerFulfillmentOrderItemId: id, sellerSku: sku } = name;
  const found = order.items.filter(
    (item) =>
      (id === undefined || item.sellerFulfillmentOrderItemId === id) &&
      (sku === undefined || item.sellerSku === sku),
  );
  const [only] = found;
  if (only && found.length === 1) return only;
  const ids = (items: readonly OrderItem[]) =>
    items.map((item) => item.sellerFulfillmentOrderItemId).join(', ');
  if (only) {
    return {
      reason: 'ambiguous-item',
      detail: `${describe(name)} is more than one item: name one of ${ids(found)}`,
    };
  }
  return {
    reason: 'unknown-item',
    detail: `order ${order.orderId} has no item with ${describe(name)}: it has ${ids(order.items)}`,
  };
}

export function isFault(found: OrderItem | Fault): found is Fault {
  return 'reason' in found;
}

function describe({ sellerFulfillmentOrderItemId, sellerSku }: ItemName): string {
  const parts = [
    sellerFulfillmentOrderItemId && `sellerFulfillmentOrderItemId ${sellerFulfillmentOrderItemId}`,
    sellerSku && `sellerSku ${sellerSku}`,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(' and ') : 'an item that is not named';
}
