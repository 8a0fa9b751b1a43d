import type { Expected } from './expected.js';
import { foldRecords } from './facts.js';
import type { FoldedRecords, SaidFact } from './facts.js';
import type { Observed, Row } from './observed.js';

/** What was observed, with the ways through it that several invariants take. */
export class SeenWorld {
  readonly said: FoldedRecords;
  /** `order_id` by `seller/order`. */
  readonly orderIds = new Map<string, string>();
  /** True time of the acknowledgement, by id of the report. */
  readonly acknowledged: ReadonlyMap<string, number>;
  private readonly leftOutIds: ReadonlySet<string> = new Set();
  private readonly byType = new Map<string, SaidFact[]>();

  constructor(
    readonly observed: Observed,
    readonly expected: Expected,
  ) {
    this.said = foldRecords(observed.records);
    this.acknowledged = new Map(observed.sent.map(({ id, acknowledgedAt }) => [id, acknowledgedAt]));
    for (const fact of this.said.facts) push(this.byType, fact.type, fact);
    for (const row of observed.tables['orders.orders'] ?? [])
      this.orderIds.set(
        `${text(row, 'seller_id')}/${text(row, 'seller_fulfillment_order_id')}`,
        text(row, 'order_id'),
      );
    // A database that was restored has given some of them another id: topics know both.
    const told = this.facts('OrderAccepted')
      .filter(({ data }) => this.isLeftOut(text(data, 'sellerId'), text(data, 'sellerFulfillmentOrderId')))
      .map(({ data }) => text(data, 'orderId'));
    this.leftOutIds = new Set([
      ...told,
      ...[...expected.leftOut].flatMap((name) => this.orderIds.get(name) ?? []),
    ]);
  }

  /** Rows of a table, less those of orders that are left out. */
  rows(table: string): readonly Row[] {
    const rows = this.observed.tables[table] ?? [];
    if (this.leftOutIds.size === 0) return rows;
    return rows.filter((row) => !this.leftOutIds.has(text(row, 'order_id')));
  }

  /** Facts of a type, repetitions dropped, less those of orders that are left out. */
  facts(type: string): readonly SaidFact[] {
    return (this.byType.get(type) ?? []).filter((fact) => !this.isOfLeftOut(fact));
  }

  /** Of such an order a topic that was made again may hold the end without the beginning. */
  isOfLeftOut({ data }: SaidFact): boolean {
    return this.leftOutIds.has(text(data, 'orderId'));
  }

  isLeftOut(sellerId: string, order: string): boolean {
    return this.expected.leftOut.has(`${sellerId}/${order}`);
  }

  /** True time at which the services' clock first showed that instant; Infinity: it has not. */
  firstShown(instant: number): number {
    const changes = this.observed.clock ?? [];
    const spans = [{ since: -Infinity, offsetMs: 0 }, ...changes];
    for (const [index, { since, offsetMs }] of spans.entries()) {
      const until = spans[index + 1]?.since ?? Infinity;
      const shown = Math.max(since, instant - offsetMs);
      if (shown < until) return shown;
    }
    return Infinity;
  }
}

/** Whether what waits under this key waits for one of these orders, named `seller/order`. */
export function isForAny(waitKey: string, orders: ReadonlySet<string>): boolean {
  const words = waitKey.split(':');
  return [...orders].some((order) => {
    const own = order.slice(order.indexOf('/') + 1);
    // Our plans name a parcel's tracking number by its order: N-<order>-<shipment>.
    return words.some((word) => word === own || word.startsWith(`N-${own}-`));
  });
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export const numberIn = (row: Row, column: string): number => Number(row[column] ?? 0);
export const instantIn = (row: Row, column: string): number => Date.parse(text(row, column));
export const unitOf = (row: Row): string =>
  `${text(row, 'order_id')} ${text(row, 'line')}/${text(row, 'ordinal')}`;

export function push<K, V>(into: Map<K, V[]>, key: K, value: V): void {
  const list = into.get(key);
  if (list) list.push(value);
  else into.set(key, [value]);
}

export function countBy<T>(list: readonly T[], key: (one: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const one of list) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
  return counts;
}
