import type { SaidFact } from '../facts.js';
import type { Row, Violation } from '../observed.js';
import { countBy, text } from '../seen-world.js';
import type { SeenWorld } from '../seen-world.js';

type Json = Readonly<Record<string, unknown>>;

/** Rows that must have been said, and the facts that say them: by the same keys, once each. */
interface Pair {
  readonly table: string;
  readonly types: readonly string[];
  /** Left out: every row. */
  readonly isSaid?: (row: Row) => boolean;
  readonly stored: (row: Row) => string;
  readonly said: (fact: SaidFact) => readonly string[];
}

const unit = (row: Row): string => `${text(row, 'order_id')} ${text(row, 'line')}/${text(row, 'ordinal')}`;
const unitsOf = ({ data }: SaidFact, more: string): string[] =>
  ((data['units'] ?? []) as Json[]).map(
    (one) => `${text(data, 'orderId')} ${text(one, 'line')}/${text(one, 'ordinal')} ${more}`,
  );

const pairs: readonly Pair[] = [
  {
    table: 'orders.orders',
    types: ['OrderAccepted'],
    stored: (row) => text(row, 'order_id'),
    said: ({ data }) => [text(data, 'orderId')],
  },
  {
    table: 'orders.shipment',
    types: ['OrderShipped'],
    stored: (row) => `${text(row, 'order_id')} ${text(row, 'shipment_id')}`,
    said: ({ data }) => [`${text(data, 'orderId')} ${text(data, 'shipmentId')}`],
  },
  {
    table: 'tracking.scan',
    types: ['TrackingUpdated'],
    isSaid: (row) => row['moved_to'] === null,
    stored: (row) => text(row, 'scan_id'),
    said: ({ data }) => [text(data['scan'] as Json, 'scanId')],
  },
  {
    table: 'tracking.package_state',
    types: ['DeliveryOverdue'],
    isSaid: (row) => row['overdue_cause'] !== null,
    stored: (row) => text(row, 'package_id'),
    said: ({ data }) => [text(data, 'packageId')],
  },
  {
    table: 'returns.step',
    types: ['ReturnReceived'],
    isSaid: (row) => row['moved'] === true,
    stored: (row) => `${unit(row)} ${text(row, 'receipt_id')}`,
    said: (fact) => unitsOf(fact, text(fact.data, 'receiptId')),
  },
  {
    table: 'returns.damage',
    types: ['UnitDamaged'],
    stored: (row) => `${unit(row)} ${text(row, 'found_at')} ${text(row, 'cause')}`,
    said: (fact) => unitsOf(fact, `${text(fact.data, 'foundAt')} ${text(fact.data, 'cause')}`),
  },
  {
    table: 'reimbursements.decision',
    types: ['ReimbursementGranted', 'ReimbursementRefused', 'ReimbursementReversed', 'ReimbursementDeferred'],
    // A correction of the cause is a matter between the books and themselves.
    isSaid: (row) => row['kind'] !== 'corrected',
    stored: (row) => `${text(row, 'kind')} ${text(row, 'decision_id')}`,
    said: ({ type, data }) => [
      `${type.replace('Reimbursement', '').toLowerCase()} ${text(data, type === 'ReimbursementGranted' ? 'reimbursementId' : 'decisionId')}`,
    ],
  },
  ...['orders', 'tracking', 'returns', 'reimbursements', 'gateway'].map((service): Pair => ({
    table: `${service}.parked`,
    types: ['RecordParked'],
    stored: (row) => `${text(row, 'topic')}/${text(row, 'partition')}/${text(row, 'record_offset')}`,
    said: ({ data }) =>
      data['service'] === service
        ? [`${text(data, 'topic')}/${text(data, 'partition')}/${text(data, 'offset')}`]
        : [],
  })),
];

/** Topics and tables agree: every decision is said, once, and nothing is said that was not decided. */
export function saidAndStored(world: SeenWorld): Violation[] {
  return pairs.flatMap(({ table, types, isSaid, stored, said }) => {
    const rows = world.rows(table).filter((row) => isSaid?.(row) ?? true);
    const kept = new Set(rows.map(stored));
    const facts = types.flatMap((type) => world.facts(type));
    const heard = new Set(facts.flatMap(said));
    // A new incarnation says again what its database has forgotten (events.md).
    const times = countBy(
      facts.flatMap((fact) => said(fact).map((key) => ({ key, source: fact.source }))),
      ({ key, source }) => `${key} by ${source}`,
    );
    const violations: Violation[] = [];
    for (const key of kept)
      if (!heard.has(key))
        violations.push({ invariant: 'lost-event', detail: `${table} ${key} was never said` });
    for (const key of heard)
      if (!kept.has(key))
        violations.push({
          invariant: 'said-not-stored',
          detail: `${types.join(' or ')} ${key} is not in ${table}`,
        });
    for (const [key, count] of times)
      if (count > 1)
        violations.push({
          invariant: 'said-twice',
          detail: `${types.join(' or ')} ${key} was said ${count} times`,
        });
    return violations;
  });
}
