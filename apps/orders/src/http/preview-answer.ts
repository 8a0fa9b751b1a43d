import { formatMoney, toIso } from '#contracts';
import type { Money } from '#contracts';
import type { PlannedShipment, ShortItem } from '../domain/plan-order.js';
import { gramsOf } from '../domain/preview-order.js';
import type { Fees, Preview } from '../domain/preview-order.js';
import { chargedGrams } from '../domain/sku.js';
import type { Previewed } from '../handlers/preview-order.js';
import type { PreviewDto } from './preview.dto.js';

/** Error codes of the model's kind, for what our own words say. */
const ITEM_REASONS: Record<ShortItem['reason'], string> = {
  'out-of-stock': 'OutOfStock',
  damaged: 'OutOfStock',
  'not-in-catalogue': 'InvalidSKU',
  'hazmat-pending': 'DangerousGoodsReviewPending',
  'hazmat-blocked': 'DangerousGoodsBlocked',
  'no-route': 'DeliverySLAUnavailable',
  'feature-not-offered': 'FeatureNotAvailable',
  'order-killed': 'OutOfStock',
};

/** The payload of getFulfillmentPreview: one preview per speed. */
export function previewAnswer(asked: PreviewDto, previewed: Previewed, marketplaceId: string) {
  return {
    fulfillmentPreviews: previewed.previews.map((preview) => ({
      shippingSpeedCategory: preview.speed,
      isFulfillable: preview.fulfillable,
      isCODCapable: false,
      marketplaceId,
      ...(preview.shipments.length > 0 && {
        estimatedShippingWeight: weight(preview.grams),
        ...(preview.fees && { estimatedFees: feeList(preview.fees) }),
        fulfillmentPreviewShipments: preview.shipments.map((one) => shipmentAnswer(one, asked, previewed)),
      }),
      ...(preview.short.length > 0 && {
        unfulfillablePreviewItems: preview.short.map((item) => shortAnswer(item, asked)),
      }),
      ...(preview.unreachable && { orderUnfulfillableReasons: ['DeliverySLAUnavailable'] }),
      ...scheduled(asked, preview, previewed),
      ...(asked.featureConstraints && { featureConstraints: asked.featureConstraints }),
    })),
  };
}

function shipmentAnswer(shipment: PlannedShipment, asked: PreviewDto, { needs, shelves }: Previewed) {
  const { earliestShipAt, latestShipAt, earliestArrivalAt, latestArrivalAt } = shipment.estimate;
  return {
    earliestShipDate: toIso(earliestShipAt),
    latestShipDate: toIso(latestShipAt),
    earliestArrivalDate: toIso(earliestArrivalAt),
    latestArrivalDate: toIso(latestArrivalAt),
    fulfillmentPreviewItems: shipment.items.map((item) => {
      const sku = shelves.sku(asked.items[item.line - 1]?.sellerSku ?? '');
      return {
        ...nameOf(item.line, asked),
        quantity: item.quantity,
        estimatedShippingWeight: weight(gramsOf({ items: [item] }, needs, shelves)),
        ...(sku && { shippingWeightCalculationMethod: chargedGrams(sku).by }),
      };
    }),
  };
}

function shortAnswer({ line, quantity, reason }: ShortItem, asked: PreviewDto) {
  return { ...nameOf(line, asked), quantity, itemUnfulfillableReasons: [ITEM_REASONS[reason]] };
}

function nameOf(line: number, { items }: PreviewDto) {
  const item = items[line - 1];
  if (!item) throw new Error(`a preview has no line ${line}`);
  const { sellerSku, sellerFulfillmentOrderItemId } = item;
  return { sellerSku, sellerFulfillmentOrderItemId };
}

// One window: from the earliest arrival of any shipment to the latest of all.
function scheduled(asked: PreviewDto, { speed, shipments, fulfillable }: Preview, { timeZones }: Previewed) {
  if (speed !== 'ScheduledDelivery' || asked.includeDeliveryWindows !== true || !fulfillable) return {};
  const zone = timeZones[asked.address.countryCode.toUpperCase()] ?? timeZones['*'] ?? 'UTC';
  const first = Math.max(...shipments.map(({ estimate }) => estimate.earliestArrivalAt));
  const last = Math.max(...shipments.map(({ estimate }) => estimate.latestArrivalAt));
  return {
    scheduledDeliveryInfo: {
      deliveryTimeZone: zone,
      deliveryWindows: [{ startDate: toIso(first), endDate: toIso(last) }],
    },
  };
}

function feeList({ perOrder, perUnit, transportation }: Fees) {
  return [
    { name: 'FBAPerOrderFulfillmentFee' as const, amount: amount(perOrder) },
    { name: 'FBAPerUnitFulfillmentFee' as const, amount: amount(perUnit) },
    { name: 'FBATransportationFee' as const, amount: amount(transportation) },
  ];
}

const amount = (money: Money) => ({ currencyCode: money.currency, value: formatMoney(money) });
const weight = (grams: number) => ({ unit: 'KG' as const, value: (grams / 1000).toFixed(3) });
