/** Who says it: a seller over HTTP, or a publisher of that role. */
export type Speaker = 'seller' | 'order-source' | 'warehouse' | 'carrier';

export type ReportKind =
  | 'CreateFulfillmentOrder'
  | 'OrderRegistered'
  | 'OrderShipped'
  | 'TrackingUpdated'
  | 'ReturnReceived'
  | 'UnitDamaged';

/** One report to send. */
export interface PlannedReport {
  /** Unique in its world; the `ce_id` of its record. */
  readonly id: string;
  /** When it is to be sent, epoch milliseconds. */
  readonly at: number;
  readonly by: Speaker;
  readonly kind: ReportKind;
  readonly sellerId: string;
  /** Its order, as the seller calls it. */
  readonly order: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export const iso = (instant: number): string => new Date(instant).toISOString();
