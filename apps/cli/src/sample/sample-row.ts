import { toIso } from '#contracts';
import type { Instant, Purpose, TrackingDetail } from '#contracts';

/** One row of samples/orders.csv, before it is text. */
export interface SampleRow {
  orderId: string;
  shippedAt: Instant;
  estimatedDeliveryAt: Instant;
  deliveredAt?: Instant | undefined;
  sku: string;
  quantity: number;
  /** Decimal string. */
  unitValue: string;
  currency: 'USD' | 'EUR';
  carrier: string;
  trackingNumber: string;
  signatureRequired: boolean;
  purpose: Purpose;
  detail: TrackingDetail;
}

/** One line of samples/events.jsonl: a report as a CloudEvent, without the seller, whom the replay fills in. */
export interface SampleEvent {
  readonly report: 'OrderRegistered' | 'TrackingUpdated' | 'ReturnReceived' | 'UnitDamaged';
  readonly at: Instant;
  readonly data: Readonly<Record<string, unknown>>;
}

const header = [
  'order_id',
  'shipped_at',
  'estimated_delivery_at',
  'delivered_at',
  'sku',
  'quantity',
  'unit_value',
  'currency',
  'carrier',
  'tracking_number',
  'signature_required',
  'purpose',
  'detail',
];

/** samples/orders.csv: no cell of ours needs quotes. */
export function ordersFile(rows: readonly SampleRow[]): string {
  const cells = rows.map((row) => [
    row.orderId,
    seconds(row.shippedAt),
    seconds(row.estimatedDeliveryAt),
    row.deliveredAt === undefined ? '' : seconds(row.deliveredAt),
    row.sku,
    row.quantity,
    row.unitValue,
    row.currency,
    row.carrier,
    row.trackingNumber,
    row.signatureRequired,
    row.purpose,
    row.detail,
  ]);
  return [header, ...cells].map((line) => `${line.join(',')}\n`).join('');
}

/** samples/events.jsonl. */
export function eventsFile(events: readonly SampleEvent[]): string {
  return events
    .map(({ report, at, data }, index) => ({
      specversion: '1.0',
      id: `sample-${index + 1}`,
      source: 'urn:makegood:sample',
      type: `makegood.report.${report}.v1`,
      time: seconds(at),
      data,
    }))
    .map((event) => `${JSON.stringify(event)}\n`)
    .join('');
}

/** The instant to the second, as people write it. */
export function seconds(instant: Instant): string {
  return toIso(instant).replace('.000Z', 'Z');
}
