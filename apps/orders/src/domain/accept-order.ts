import { currencyDigits, parseMoney, toInstant, toIso } from '#contracts';
import type { Instant, Money, OrderRegisteredItem, OrderRegisteredReport, Purpose } from '#contracts';
import { idAt } from './ids.js';
import { OWN_MARKETPLACE } from './order.js';
import type { Order, OrderItem } from './order.js';
import { orderStatus } from './order-status.js';
import { spellPromise } from './promise.js';

/** Of a seller's createFulfillmentOrder, the part that after-sales needs. Checked and trimmed. */
export interface OrderRequest {
  sellerFulfillmentOrderId: string;
  marketplaceId?: string | undefined;
  purpose?: Purpose | undefined;
  deliveryWindow?: { endDate: string } | undefined;
  fulfillmentAction?: 'Ship' | 'Hold' | undefined;
  featureConstraints?: { featureName?: string; featureFulfillmentPolicy?: string }[] | undefined;
  items: {
    sellerFulfillmentOrderItemId: string;
    sellerSku: string;
    quantity: number;
    perUnitDeclaredValue?: { currencyCode: string; value: string } | undefined;
  }[];
}

/** O-4: for so long an order waits for its seller to say Ship. */
const HOLD_MS = 14 * 86_400_000;

/** Makes the order that a seller asked for. `purpose` is the one in force (O-8). */
export function acceptRequest(request: OrderRequest, sellerId: string, purpose: Purpose, at: Instant): Order {
  const signatureRequired = (request.featureConstraints ?? []).some(
    ({ featureName, featureFulfillmentPolicy }) =>
      featureName === 'SIGNATURE_CONFIRMATION' && featureFulfillmentPolicy === 'Required',
  );
  const items = request.items.map(({ perUnitDeclaredValue: value, ...item }) => ({
    ...pickItem(item),
    cancelledQuantity: 0,
    unitValue: value && parseMoney(value.value, value.currencyCode),
  }));
  const { sellerFulfillmentOrderId, marketplaceId, deliveryWindow } = request;
  return newOrder(
    {
      sellerId,
      sellerFulfillmentOrderId,
      marketplaceId: marketplaceId || OWN_MARKETPLACE,
      purpose,
      signatureRequired,
      estimatedDeliveryAt: deliveryWindow && toIso(toInstant(deliveryWindow.endDate)),
      heldUntil: request.fulfillmentAction === 'Hold' ? at + HOLD_MS : undefined,
    },
    items,
    at,
  );
}

/** Makes the order that was accepted elsewhere. The report is trimmed and without faults. */
export function acceptRegistration(report: OrderRegisteredReport, at: Instant): Order {
  return newOrder(saidOfOrder(report), report.items.map(saidOfItem), at);
}

/** What a trimmed report still has wrong that its schema cannot say; empty when it can be accepted. */
export function registrationFaults(report: OrderRegisteredReport): string[] {
  const faults: string[] = [];
  if (!report.sellerFulfillmentOrderId) faults.push('sellerFulfillmentOrderId is blank');
  const seen = new Set<string>();
  report.items.forEach((item, index) => {
    const path = `items.${index}`;
    if (!item.sellerFulfillmentOrderItemId) faults.push(`${path}.sellerFulfillmentOrderItemId is blank`);
    else if (seen.has(item.sellerFulfillmentOrderItemId)) faults.push(`${path}: its item id is given twice`);
    seen.add(item.sellerFulfillmentOrderItemId);
    if (!item.sellerSku) faults.push(`${path}.sellerSku is blank`);
    const currency = item.unitValue?.currency;
    if (currency && currencyDigits(currency) === undefined) {
      faults.push(`${path}.unitValue: ${currency} is not a currency in use (ISO 4217)`);
    }
  });
  return faults;
}

/** What a registration says, in one spelling, to tell the same one from another (O-1). */
export function registrationContent(report: OrderRegisteredReport): object {
  const { registeredAt } = report;
  return {
    ...saidOfOrder(report),
    registeredAt: registeredAt && toIso(toInstant(registeredAt)),
    items: report.items.map(saidOfItem),
  };
}

type Said = Omit<Order, 'orderId' | 'receivedAt' | 'status' | 'statusUpdatedAt' | 'cancelledAt' | 'items'>;
type SaidItem = Omit<OrderItem, 'line' | 'shippedQuantity'>;

function newOrder(said: Said, saidItems: readonly SaidItem[], at: Instant): Order {
  const items = saidItems.map((item, index) => ({ ...item, line: index + 1, shippedQuantity: 0 }));
  return {
    ...said,
    orderId: idAt(at, ['order', said.sellerId, said.sellerFulfillmentOrderId]),
    receivedAt: at,
    status: orderStatus(items),
    statusUpdatedAt: at,
    items,
  };
}

function saidOfOrder(report: OrderRegisteredReport): Said {
  const { sellerId, sellerFulfillmentOrderId, destinationTimeZone, estimatedDeliveryAt } = report;
  return {
    sellerId,
    sellerFulfillmentOrderId,
    marketplaceId: report.marketplaceId ?? OWN_MARKETPLACE,
    purpose: report.purpose ?? 'customer-order',
    signatureRequired: report.signatureRequired ?? false,
    destinationTimeZone,
    estimatedDeliveryAt: estimatedDeliveryAt && spellPromise(estimatedDeliveryAt),
  };
}

function saidOfItem(item: OrderRegisteredItem): SaidItem {
  return {
    ...pickItem(item),
    cancelledQuantity: item.cancelledQuantity ?? 0,
    unitValue: item.unitValue && pickMoney(item.unitValue),
    estimatedDeliveryAt: item.estimatedDeliveryAt && spellPromise(item.estimatedDeliveryAt),
  };
}

function pickItem({
  sellerFulfillmentOrderItemId,
  sellerSku,
  quantity,
}: Pick<OrderRegisteredItem, 'sellerFulfillmentOrderItemId' | 'sellerSku' | 'quantity'>) {
  return { sellerFulfillmentOrderItemId, sellerSku, quantity };
}

function pickMoney({ currency, minorUnits }: Money): Money {
  return { currency, minorUnits };
}
