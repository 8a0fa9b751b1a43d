import { toIso } from '#contracts';
import type { Condition, ReceivedPlace } from '#contracts';
import type { Tx } from '#postgres';
import type { ReturnedOrder } from '../domain/order.js';
import { returnStatus } from '../domain/return-status.js';
import type { ReturnStatus } from '../domain/return-status.js';
import type { Unit } from '../domain/unit.js';
import { conditionOf, lastStep } from '../domain/unit.js';
import { ordersNamed } from '../store/orders-named.js';
import { readReturnedOrders } from '../store/returned-orders.js';

/** N-7: one shipped unit, and where its return stands. */
export interface ReturnedUnit extends ReturnStatus {
  line: number;
  ordinal: number;
  sellerFulfillmentOrderItemId: string;
  sellerSku: string;
  packageId: string;
  place: ReceivedPlace | null;
  condition: Condition | null;
  receivedAt: string | null;
  receiptId: string | null;
  fulfillmentCenterId: string | null;
  trackingNumber: string | null;
  rmaId: string | null;
}

export interface OrderReturns {
  orderId: string;
  sellerFulfillmentOrderId: string;
  units: ReturnedUnit[];
}

/** Where the returns of the orders with this name stand; of this seller, or of any for an operator. */
export async function describeReturns(
  tx: Tx,
  order: string,
  sellerId: string | undefined,
): Promise<OrderReturns[]> {
  const orders = await readReturnedOrders(tx, await ordersNamed(tx, order, sellerId));
  return [...orders.values()].map(describe);
}

function describe(order: ReturnedOrder): OrderReturns {
  const { orderId, sellerFulfillmentOrderId, units } = order;
  return { orderId, sellerFulfillmentOrderId, units: units.map((unit) => describeUnit(order, unit)) };
}

function describeUnit({ items }: ReturnedOrder, unit: Unit): ReturnedUnit {
  const { line, ordinal, packageId } = unit;
  const item = items.find((one) => one.line === line);
  const step = lastStep(unit);
  return {
    line,
    ordinal,
    packageId,
    sellerFulfillmentOrderItemId: item?.sellerFulfillmentOrderItemId ?? '',
    sellerSku: item?.sellerSku ?? '',
    ...returnStatus(unit),
    place: step?.place ?? null,
    condition: conditionOf(unit) ?? null,
    receivedAt: step ? toIso(step.occurredAt) : null,
    receiptId: step?.receiptId ?? null,
    fulfillmentCenterId: step?.fulfillmentCenterId ?? null,
    trackingNumber: step?.trackingNumber ?? null,
    rmaId: step?.rmaId ?? null,
  };
}
