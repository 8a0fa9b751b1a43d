import type { Row, Sent, Violation } from '../observed.js';
import { countBy, instantIn, text } from '../seen-world.js';
import type { SeenWorld } from '../seen-world.js';

/** Where the effect of a kind of report is to be seen, and under which natural key. */
interface Effect {
  readonly kinds: readonly string[];
  readonly table: string;
  /** The rows that it must have: as many as `count` under that key. */
  readonly asked: (sent: Sent) => { key: string; count: number };
  readonly found: (row: Row, names: Names) => string;
}

type Json = Readonly<Record<string, unknown>>;

const items = (data: Json): Json[] => (data['items'] ?? []) as Json[];
const units = (data: Json): number =>
  items(data).reduce((sum, item) => sum + Number(item['quantity'] ?? 1), 0);

const effects: readonly Effect[] = [
  {
    kinds: ['OrderRegistered', 'CreateFulfillmentOrder'],
    table: 'orders.orders',
    asked: (sent) => ({ key: orderOf(sent), count: 1 }),
    found: (row, names) => names.order(row),
  },
  {
    kinds: ['OrderShipped'],
    table: 'orders.shipment',
    asked: (sent) => ({ key: `${orderOf(sent)} ${text(sent.data, 'shipmentId')}`, count: 1 }),
    found: (row, names) => `${names.order(row)} ${text(row, 'shipment_id')}`,
  },
  {
    kinds: ['TrackingUpdated'],
    table: 'tracking.scan',
    asked: (sent) => ({
      key: `${orderOf(sent)} ${text(sent.data, 'rawCode')} ${instantIn(sent.data, 'occurredAt')} ${shipmentOf(sent)}`,
      count: 1,
    }),
    found: (row, names) =>
      `${names.order(row)} ${text(row, 'raw_code')} ${instantIn(row, 'occurred_at')} ${names.shipment(row)}`,
  },
  {
    kinds: ['ReturnReceived'],
    table: 'returns.step',
    asked: (sent) => ({ key: `${orderOf(sent)} ${text(sent.data, 'receiptId')}`, count: units(sent.data) }),
    found: (row, names) => `${names.order(row)} ${text(row, 'receipt_id')}`,
  },
  {
    kinds: ['UnitDamaged'],
    table: 'returns.damage',
    asked: (sent) => ({
      key: `${orderOf(sent)} ${shipmentOf(sent)} ${text(sent.data, 'foundAt')} ${text(sent.data, 'cause')}`,
      count: units(sent.data),
    }),
    found: (row, names) =>
      `${names.order(row)} ${names.shipmentOfUnit(row)} ${text(row, 'found_at')} ${text(row, 'cause')}`,
  },
];

/** Every accepted command has exactly one effect, and there is no effect that nobody asked for. */
export function oneEffect(world: SeenWorld): Violation[] {
  const names = new Names(world);
  const sent = [...new Map(world.observed.sent.map((one) => [one.id, one])).values()].filter(
    ({ sellerId, order }) => !world.isLeftOut(sellerId, order),
  );
  return effects.flatMap((effect) => {
    const wanted = new Map(
      sent
        .filter(({ kind }) => effect.kinds.includes(kind))
        .map((one) => {
          const { key, count } = effect.asked(one);
          return [key, count] as const;
        }),
    );
    const there = countBy(world.rows(effect.table), (row) => effect.found(row, names));
    return compare(effect.table, wanted, there);
  });
}

function compare(table: string, wanted: Map<string, number>, there: Map<string, number>): Violation[] {
  const violations: Violation[] = [];
  for (const [key, count] of wanted) {
    const found = there.get(key) ?? 0;
    if (found < count)
      violations.push({ invariant: 'lost-effect', detail: `${table} ${key}: ${found} of ${count}` });
    if (found > count)
      violations.push({ invariant: 'doubled-effect', detail: `${table} ${key}: ${found}, not ${count}` });
  }
  for (const key of there.keys()) {
    if (!wanted.has(key))
      violations.push({ invariant: 'effect-of-nothing', detail: `${table} ${key}: nobody sent it` });
  }
  return violations;
}

const orderOf = ({ sellerId, order }: Sent): string => `${sellerId}/${order}`;

// Our plans name a package by its shipment, or by a number that ends in it.
function shipmentOf({ data }: Sent): string {
  const named = (data['package'] ?? data) as Json;
  return text(named, 'shipmentId') || text(named, 'trackingNumber').split('-').at(-1) || '';
}

/** Our ids, in the words of those who reported. */
class Names {
  private readonly orders = new Map<string, string>();
  private readonly shipments = new Map<string, string>();
  private readonly packages = new Map<string, string>();

  constructor(world: SeenWorld) {
    for (const [name, id] of world.orderIds) this.orders.set(id, name);
    const byKey = new Map(
      world.rows('orders.shipment').map((row) => [text(row, 'shipment_key'), text(row, 'shipment_id')]),
    );
    for (const row of world.rows('orders.package'))
      this.shipments.set(text(row, 'package_id'), byKey.get(text(row, 'shipment_key')) ?? '');
    for (const row of world.rows('orders.unit')) this.packages.set(unitKey(row), text(row, 'package_id'));
  }

  order(row: Row): string {
    return this.orders.get(text(row, 'order_id')) ?? `unknown order ${text(row, 'order_id')}`;
  }

  shipment(row: Row): string {
    return this.shipments.get(text(row, 'package_id')) ?? '';
  }

  shipmentOfUnit(row: Row): string {
    return this.shipments.get(this.packages.get(unitKey(row)) ?? '') ?? '';
  }
}

const unitKey = (row: Row): string => `${text(row, 'order_id')} ${text(row, 'line')} ${text(row, 'ordinal')}`;
