import type { Expected } from './expected.js';
import type { Observed, ObservedRecord, Row, Sent } from './observed.js';

const SELLER = 'seller-1';
const DUE = Date.parse('2026-01-17T00:00:00.000Z');
export const LATER = DUE + 60_000;
const iso = (instant: number): string => new Date(instant).toISOString();

/** Tables that a test may change. */
export type Tables = Record<string, Record<string, unknown>[]>;

export interface SoundWorld {
  observed: Omit<Observed, 'tables' | 'records' | 'sent'> & {
    tables: Tables;
    records: ObservedRecord[];
    sent: Sent[];
  };
  expected: Expected;
}

/**
 * A small world in which every promise was kept, for specs to break: `lost` was never delivered and is paid;
 * `broken` was delivered, came back damaged by us, and is paid; `late` was paid, delivered, and the payment reversed.
 */
export function soundWorld(): SoundWorld {
  const parcels = ['lost', 'broken', 'late'] as const;
  const tables: Tables = {};
  for (const [table, rows] of parcels.flatMap((name) => Object.entries(rowsOf(name))))
    (tables[table] ??= []).push(...rows);
  const records = recordsOf(tables);
  for (const service of ['orders', 'tracking', 'returns', 'reimbursements', 'gateway']) {
    tables[`${service}.relay`] = [{ cur: '100:100:', tick: 9, acked: 9 }];
    tables[`${service}.outbox`] = [{ xid: '99', type: 'makegood.Filler.v1' }];
  }
  tables['tracking.consumer_offset'] = [
    {
      topic: 'orders.events',
      partition: 0,
      next: records.filter(({ topic }) => topic === 'orders.events').length,
    },
  ];
  return {
    observed: { sent: sentBy(), records, tables, sweptUntil: LATER, seenAt: LATER },
    expected: {
      packages: parcels.map((name) => ({
        sellerId: SELLER,
        order: name,
        shipmentId: 'S1',
        packageRef: '1',
        dueAt: DUE,
        ...(name === 'broken' ? { stoppedBy: 'broken/scan' } : {}),
        units: [expectedOf(name)],
      })),
      poison: new Set(),
      leftOut: new Set(),
    },
  };
}

type Name = 'lost' | 'broken' | 'late';
const isOverdue = (name: Name): boolean => name !== 'broken';

function expectedOf(name: Name): Expected['packages'][number]['units'][number] {
  const paid = { net: { currency: 'USD', minorUnits: 1000 }, settlement: 'granted' as const };
  if (name === 'lost') return { item: 'i1', place: 'in-transit', ...paid };
  if (name === 'broken') return { item: 'i1', place: 'unsellable', ...paid };
  return { item: 'i1', place: 'delivered', net: { currency: 'USD', minorUnits: 0 } };
}

const scanAt = (name: Name): number => (name === 'broken' ? DUE - 86_400_000 : DUE + 5_000);

function sentBy(): Sent[] {
  const sent = (order: Name, what: string, kind: string, data: Row, acknowledgedAt = DUE - 10_000): Sent => ({
    id: `${order}/${what}`,
    kind,
    sellerId: SELLER,
    order,
    data,
    acknowledgedAt,
  });
  return (['lost', 'broken', 'late'] as const).flatMap((name) => {
    const all = [
      sent(name, 'order', 'OrderRegistered', {}),
      sent(name, 'shipped', 'OrderShipped', { shipmentId: 'S1' }),
    ];
    if (name !== 'lost') {
      const data = { package: { shipmentId: 'S1' }, rawCode: 'D', occurredAt: iso(scanAt(name)) };
      all.push(sent(name, 'scan', 'TrackingUpdated', data, name === 'late' ? DUE + 6_000 : DUE - 9_000));
    }
    if (name === 'broken') {
      all.push(sent(name, 'return', 'ReturnReceived', { receiptId: 'R1', items: [{ quantity: 1 }] }));
      const damage = {
        shipmentId: 'S1',
        foundAt: 'return-inspection',
        cause: 'broken',
        items: [{ quantity: 1 }],
      };
      all.push(sent(name, 'damage', 'UnitDamaged', damage));
    }
    return all;
  });
}

function rowsOf(name: Name): Tables {
  const order = { order_id: name, seller_id: SELLER };
  const unit = { ...order, line: 1, ordinal: 1, package_id: `p-${name}` };
  const parcel = { ...order, package_id: `p-${name}`, estimated_delivery_at: iso(DUE - 7 * 86_400_000) };
  const isBack = name === 'broken';
  const decision = (kind: string, id: string): Row => ({
    ...unit,
    decision_id: id,
    kind,
    cause: isBack ? 'damaged' : 'lost',
    decided_at: iso(DUE + 1),
    recorded_at: iso(DUE + 300),
  });
  return {
    'orders.orders': [{ ...order, seller_fulfillment_order_id: name }],
    'orders.order_item': [{ ...order, line: 1, item_id: 'i1' }],
    'orders.shipment': [{ ...order, shipment_key: `s-${name}`, shipment_id: 'S1' }],
    'orders.package': [{ ...parcel, shipment_key: `s-${name}`, package_ref: '1' }],
    'orders.unit': [unit],
    'tracking.package': [parcel],
    'tracking.package_state': [{ ...parcel, overdue_cause: isOverdue(name) ? 'no-delivery' : null }],
    'tracking.unit': [{ ...unit, place: isBack ? null : name === 'late' ? 'delivered' : 'in-transit' }],
    'tracking.scan':
      name === 'lost'
        ? []
        : [
            {
              ...parcel,
              scan_id: `scan-${name}`,
              raw_code: 'D',
              occurred_at: iso(scanAt(name)),
              moved_to: null,
            },
          ],
    'returns.unit': [{ ...unit, place: isBack ? 'unsellable' : null }],
    'returns.step': isBack ? [{ ...unit, receipt_id: 'R1', moved: true }] : [],
    'returns.damage': isBack ? [{ ...unit, found_at: 'return-inspection', cause: 'broken' }] : [],
    'tracking.returned_unit': isBack ? [{ ...unit, receipt_id: 'R1' }] : [],
    'reimbursements.unit': [
      {
        ...unit,
        settlement: name === 'late' ? 'reversed' : 'granted',
        currency: 'USD',
        granted_minor: 1000,
        reversed_minor: name === 'late' ? 1000 : 0,
      },
    ],
    'reimbursements.reimbursement': [
      {
        ...unit,
        reimbursement_id: `g-${name}`,
        amount_minor: 1000,
        value_minor: 1000,
        reversed_by: name === 'late' ? 'r-late' : null,
      },
    ],
    'reimbursements.decision': [
      decision('granted', `g-${name}`),
      ...(name === 'late' ? [decision('reversed', 'r-late')] : []),
    ],
    'tracking.reimbursed_unit': [
      { ...unit, reimbursement_id: `g-${name}`, reversed_at: name === 'late' ? iso(DUE + 6_000) : null },
    ],
  };
}

/** What was said of those rows, all in one partition per topic. */
function recordsOf(tables: Tables): ObservedRecord[] {
  const records: ObservedRecord[] = [];
  const say = (topic: string, type: string, subject: unknown, data: Row): void => {
    const offset = records.filter((record) => record.topic === topic).length;
    const headers = {
      ce_type: `makegood.${type}.v1`,
      ce_source: `urn:${topic}`,
      ce_subject: String(subject),
      ce_id: String(offset + 10),
      ce_tick: String(1 + (offset >> 1)),
      ce_time: iso(DUE + 1),
    };
    records.push({
      topic,
      partition: 0,
      offset,
      key: null,
      headers,
      value: JSON.stringify(data),
      timestamp: DUE,
    });
  };
  const rows = (table: string): Row[] => tables[table] ?? [];
  const pick = ({ order_id, line, ordinal }: Row) => ({ orderId: order_id, unit: { line, ordinal } });
  for (const row of rows('orders.orders'))
    say('orders.events', 'OrderAccepted', row['order_id'], { orderId: row['order_id'] });
  for (const row of rows('orders.shipment'))
    say('orders.events', 'OrderShipped', row['order_id'], { orderId: row['order_id'], shipmentId: 'S1' });
  for (const row of rows('tracking.scan'))
    say('tracking.events', 'TrackingUpdated', row['package_id'], {
      orderId: row['order_id'],
      scan: { scanId: row['scan_id'] },
    });
  for (const row of rows('tracking.package_state').filter((one) => one['overdue_cause'] !== null)) {
    const data = { orderId: row['order_id'], packageId: row['package_id'], dueAt: iso(DUE) };
    say('tracking.events', 'DeliveryOverdue', row['package_id'], data);
  }
  for (const row of rows('returns.step')) {
    const units = [{ line: 1, ordinal: 1 }];
    say('returns.events', 'ReturnReceived', row['order_id'], {
      orderId: row['order_id'],
      receiptId: 'R1',
      units,
    });
    const damage = { orderId: row['order_id'], foundAt: 'return-inspection', cause: 'broken', units };
    say('returns.events', 'UnitDamaged', row['order_id'], damage);
  }
  for (const row of rows('reimbursements.decision')) {
    const isGrant = row['kind'] === 'granted';
    const named = isGrant
      ? { reimbursementId: row['decision_id'] }
      : { decisionId: row['decision_id'], reimbursementId: 'g-late' };
    say(
      'reimbursements.events',
      isGrant ? 'ReimbursementGranted' : 'ReimbursementReversed',
      row['order_id'],
      {
        ...pick(row),
        ...named,
      },
    );
  }
  return records;
}
