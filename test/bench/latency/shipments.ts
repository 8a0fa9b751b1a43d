import { randomUUID } from 'node:crypto';
import { contractOf, dataSchema, OrderShipped, partitionOf, toHeaders, toIso, topics } from '#contracts';
import type { KafkaPort, KafkaRecord } from '#messaging';

export const ORDERS = 'orders.events';
const DAY = 86_400_000;
/** Edition M: overdue so many days after the promise (I-2). */
const LOSS_WAIT = 7 * DAY;
const CONTRACT = contractOf(OrderShipped);

/** The promise whose package is due at that instant. */
export function promiseOf(due: number): number {
  return due - LOSS_WAIT;
}

/** In order of their dues: when each order's only package is due, epoch milliseconds by order id. */
export type Dues = ReadonlyMap<string, number>;

/** Writes shipments as orders' relay would, one tick. A second call must have a higher tick. */
export class Shipments {
  private tick = 0;
  private id = 0;

  constructor(
    private readonly kafka: KafkaPort,
    private readonly topic: string,
  ) {}

  /** One package of one unit for each due. @returns the orders */
  async ship(dues: readonly number[]): Promise<Dues> {
    this.tick++;
    const byOrder = new Map(dues.map((due) => [randomUUID(), due]));
    await this.kafka.send([...byOrder].map(([orderId, due]) => this.record(orderId, due)));
    return byOrder;
  }

  private record(orderId: string, due: number): KafkaRecord {
    const number = ++this.id;
    const promise = promiseOf(due);
    const shippedAt = promise - 3 * DAY;
    const data = shipment(orderId, number, { shippedAt, promise });
    const key = CONTRACT.key(data);
    return {
      topic: this.topic,
      partition: partitionOf(key, topics[ORDERS].partitions),
      key,
      value: JSON.stringify(data),
      timestamp: shippedAt,
      headers: toHeaders({
        id: String(number),
        type: CONTRACT.type,
        source: 'urn:bench:orders',
        subject: CONTRACT.subject(data),
        time: shippedAt,
        tick: this.tick,
        dataschema: dataSchema(CONTRACT),
      }),
    };
  }
}

function shipment(
  orderId: string,
  number: number,
  { shippedAt, promise }: { shippedAt: number; promise: number },
): OrderShipped {
  return {
    orderId,
    sellerId: '00000003-0000-7000-8000-000000000001',
    sellerFulfillmentOrderId: `SO-${number}`,
    marketplaceId: 'US',
    purpose: 'customer-order',
    shipmentId: 'S1',
    fulfillmentCenterId: 'FC1',
    shippedAt: toIso(shippedAt),
    packages: [
      {
        packageId: randomUUID(),
        packageNumber: number,
        carrierCode: 'UPS',
        trackingNumber: `1Z${number}`,
        hasNumber: true,
        detail: 'full',
        signatureRequired: false,
        estimatedDeliveryAt: toIso(promise),
        units: [
          {
            line: 1,
            ordinal: 1,
            sellerFulfillmentOrderItemId: '1',
            sellerSku: 'MUG',
            unitValue: { currency: 'USD', minorUnits: 1999 },
          },
        ],
      },
    ],
  };
}
