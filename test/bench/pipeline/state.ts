import { contractOf, OrderAccepted, TrackingUpdated, type Instant } from '#contracts';

// Shared by all contestants, so it must not load libs/messaging: that would tune the peers' kafkajs as well.

/** What every contestant keeps per order. */
export interface OrderState {
  orderId: string;
  sellerId: string;
  events: number;
  /** Events that did not come after the one before. */
  disordered: number;
  lastNumber: number;
  lastAt: Instant;
}

const SELLER = '0190a5c8-0000-7000-8000-000000000001';
const BODY_BYTES = 500;

/** The `number`th event of an order, with a body of 500 bytes. */
export function accepted(orderId: string, number: number): OrderAccepted {
  const { sample } = contractOf(OrderAccepted);
  const data = (sellerSku: string): OrderAccepted => ({
    ...sample,
    orderId,
    sellerId: SELLER,
    sellerFulfillmentOrderId: String(number),
    destinationTimeZone: 'UTC',
    items: sample.items.map((item) => ({ ...item, sellerSku, sellerFulfillmentOrderItemId: '1' })),
  });
  return data('S'.repeat(BODY_BYTES - JSON.stringify(data('')).length));
}

export function stateOf(data: OrderAccepted): OrderState {
  return {
    orderId: data.orderId,
    sellerId: data.sellerId,
    events: 0,
    disordered: 0,
    lastNumber: 0,
    lastAt: 0,
  };
}

/** Folds one event into its order's state, in place; says what the pipeline is to publish. */
export function apply(state: OrderState, data: OrderAccepted, time: Instant): TrackingUpdated {
  const number = Number(data.sellerFulfillmentOrderId);
  state.events += 1;
  if (number !== state.lastNumber + 1) state.disordered += 1;
  state.lastNumber = number;
  state.lastAt = time;
  const { sample } = contractOf(TrackingUpdated);
  return {
    ...sample,
    packageId: data.orderId,
    orderId: data.orderId,
    sellerId: data.sellerId,
    sellerFulfillmentOrderId: data.sellerFulfillmentOrderId,
    scan: { ...sample.scan, location: undefined, rawCode: String(state.events).padStart(4, '0') },
  };
}
