import { toIso, type CancelCause, type JourneyEntry } from '#contracts';
import type { AcceptedRow, PackageRow } from '../store/journey-rows.js';

const count = (units: number): string => (units === 1 ? '1 unit' : `${units} units`);

/** How the order came in. */
export function acceptedEntries(row: AcceptedRow): JourneyEntry[] {
  const { publisher, purpose, ordered, seller_fulfillment_order_id: name } = row;
  const cancelled = row.cancelled_at === null ? row.cancelled : 0;
  const receivedAt = toIso(row.received_at);
  const data = { orderId: row.order_id, sellerFulfillmentOrderId: name, purpose, ordered, cancelled };
  const of = `${count(ordered)}${cancelled > 0 ? `, ${cancelled} of them cancelled` : ''}`;
  const kind = purpose === 'removal' ? 'removal order' : 'order';
  const promise = row.promise === null ? '' : `, promised for ${row.promise}`;
  const fact: JourneyEntry = {
    at: receivedAt,
    kind: 'fact',
    type: 'OrderAccepted',
    text: `${kind} ${name} accepted: ${of}${promise}`,
    rules: ['O-1', 'O-2', 'O-8'],
    data,
  };
  if (publisher === null) return [fact];
  const report: JourneyEntry = {
    at: row.registered_at === null ? receivedAt : toIso(row.registered_at),
    recordedAt: receivedAt,
    kind: 'report',
    type: 'OrderRegistered',
    text: `${publisher} registered ${kind} ${name}, accepted elsewhere`,
    rules: ['O-1', 'O-2'],
    data: { ...data, publisher },
  };
  return [report, fact];
}

const whoCancelled: Record<CancelCause, string> = {
  seller: 'cancelled by its seller',
  'hold-expired': 'cancelled by itself: its seller did not release it in time',
};

/** What became of the order itself after it had come in (O-4). */
export function changedEntries(row: AcceptedRow): JourneyEntry[] {
  const { updated_at: updatedAt, cancelled_at: cancelledAt, cancel_cause: cause } = row;
  const name = row.seller_fulfillment_order_id;
  const said = { kind: 'fact' as const, rules: ['O-4'] };
  const data = { orderId: row.order_id, sellerFulfillmentOrderId: name };
  const entries: JourneyEntry[] = [];
  if (updatedAt !== null) {
    const text = `order ${name} changed by its seller, for the last time`;
    entries.push({ ...said, at: toIso(updatedAt), type: 'OrderUpdated', text, data });
  }
  if (cancelledAt !== null && cause !== null) {
    const text = `order ${name} ${whoCancelled[cause]}`;
    entries.push({ ...said, at: toIso(cancelledAt), type: 'OrderCancelled', text, data: { ...data, cause } });
  }
  return entries;
}

const whose: Record<string, string> = {
  package: 'its own promise',
  shipment: "its shipment's promise",
  items: "the latest of its items' promises",
  order: "the order's promise",
};

/** How one package left: what was reported, and the fact. */
export function shippedEntries(row: PackageRow): JourneyEntry[] {
  const { publisher, package_id: packageId, package_number: packageNumber, units, detail } = row;
  const [shippedAt, recordedAt] = [toIso(row.shipped_at), toIso(row.recorded_at)];
  const promisedAt = toIso(row.estimated_delivery_at);
  const carrier = [row.carrier_code ?? 'no carrier named', row.tracking_number ?? 'no tracking number'].join(
    ', ',
  );
  const data = {
    shipmentId: row.shipment_id,
    fulfillmentCenterId: row.fulfillment_center_id,
    packageNumber,
    carrierCode: row.carrier_code,
    trackingNumber: row.tracking_number,
    detail,
    units,
    shippedAt,
  };
  return [
    {
      at: shippedAt,
      recordedAt,
      kind: 'report',
      type: 'OrderShipped',
      packageId,
      text: `${publisher} reported shipment ${row.shipment_id} from ${row.fulfillment_center_id}`,
      rules: ['O-11'],
      data: { ...data, publisher },
    },
    {
      at: recordedAt,
      kind: 'fact',
      type: 'OrderShipped',
      packageId,
      text: `package ${packageNumber} (${carrier}) with ${count(units)}; EDD ${promisedAt}, ${whose[row.promised_by] ?? ''}`,
      rules: ['O-11', 'T-2'],
      data: { ...data, estimatedDeliveryAt: promisedAt, promisedBy: row.promised_by },
    },
  ];
}
