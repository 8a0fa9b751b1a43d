import { currencyDigits, parseMoney, toInstant, toIso } from '#contracts';
import type {
  Instant,
  Money,
  OrderRegisteredItem,
  OrderRegisteredReport,
  Purpose,
  ShippingSpeed,
} from '#contracts';
import { idAt } from './ids.js';
import { OWN_MARKETPLACE } from './order.js';
import type { Order, OrderItem } from './order.js';
import { orderStatus } from './order-status.js';
import type { Fulfilment, FulfillmentPolicy } from './plan-order.js';
import { spellPromise } from './promise.js';

/** Of a seller's createFulfillmentOrder, the part that after-sales needs. Checked and trimmed. */
export interface OrderRequest {
  sellerFulfillmentOrderId: string;
  marketplaceId?: string | undefined;
  purpose?: Purpose | undefined;
  deliveryWindow?: { endDate: string } | undefined;
  fulfillmentAction?: 'Ship' | 'Hold' | undefined;
  fulfillmentPolicy?: FulfillmentPolicy | undefined;
  shippingSpeedCategory: ShippingSpeed;
  destinationAddress: { countryCode?: string | undefined };
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

/** What the network says of an order that its seller does not. */
interface Acceptance {
  sellerId: string;
  /** The one in force (O-8). */
  purpose: Purpose;
  receivedAt: Instant;
  sandbox?: boolean | undefined;
  /** Since when it may be planned here; nothing where stock is kept elsewhere. */
  plannedSince?: Instant | undefined;
  /** Of one piece, by SKU: counts where the request does not say it. */
  values?: ReadonlyMap<string, Money> | undefined;
}

/** Makes the order that a seller asked for. */
export function acceptRequest(
  request: OrderRequest,
  { sellerId, purpose, receivedAt: at, sandbox = false, plannedSince, values }: Acceptance,
): Order {
  const signatureRequired = requiredFeatures(request).includes('SIGNATURE_CONFIRMATION');
  const items = request.items.map(({ perUnitDeclaredValue: value, ...item }) => ({
    ...pickItem(item),
    cancelledQuantity: 0,
    unitValue: value ? parseMoney(value.value, value.currencyCode) : values?.get(item.sellerSku),
  }));
  const { sellerFulfillmentOrderId, marketplaceId, deliveryWindow } = request;
  const held = request.fulfillmentAction === 'Hold';
  return newOrder(
    {
      sellerId,
      sellerFulfillmentOrderId,
      marketplaceId: marketplaceId || OWN_MARKETPLACE,
      purpose,
      signatureRequired,
      estimatedDeliveryAt: deliveryWindow && toIso(toInstant(deliveryWindow.endDate)),
      sandbox,
      heldUntil: held ? at + HOLD_MS : undefined,
      fulfilment: plannedSince === undefined ? undefined : fulfilmentOf(request, plannedSince),
      planAt: held ? undefined : plannedSince,
    },
    items,
    at,
  );
}

/** O-9: the features that an order is not to go without. */
export function requiredFeatures({
  featureConstraints = [],
}: Pick<OrderRequest, 'featureConstraints'>): string[] {
  return featureConstraints.flatMap(({ featureName, featureFulfillmentPolicy: policy }) =>
    featureName !== undefined && policy === 'Required' ? [featureName] : [],
  );
}

function fulfilmentOf(request: OrderRequest, since: Instant): Fulfilment {
  return {
    // The model's own default.
    policy: request.fulfillmentPolicy ?? 'FillOrKill',
    speed: request.shippingSpeedCategory,
    countryCode: (request.destinationAddress.countryCode ?? '').toUpperCase(),
    features: requiredFeatures(request),
    since,
  };
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

type Made = 'orderId' | 'receivedAt' | 'status' | 'stage' | 'statusUpdatedAt' | 'cancelledAt' | 'items';
type Said = Omit<Order, Made>;
type SaidItem = Omit<OrderItem, 'line' | 'shippedQuantity' | 'plannedQuantity' | 'unfulfillableQuantity'>;

function newOrder(said: Said, saidItems: readonly SaidItem[], at: Instant): Order {
  const none = { shippedQuantity: 0, plannedQuantity: 0, unfulfillableQuantity: 0 };
  const items = saidItems.map((item, index) => ({ ...item, ...none, line: index + 1 }));
  return {
    ...said,
    orderId: idAt(at, ['order', said.sellerId, said.sellerFulfillmentOrderId]),
    receivedAt: at,
    stage: 'Received',
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
    sandbox: false,
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
