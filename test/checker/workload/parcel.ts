import type { ExpectedPackage, ExpectedUnit } from '../expected.js';
import { iso } from './planned.js';
import type { PlannedReport, ReportKind, Speaker } from './planned.js';

/** Edition M. The checker's own copy of the numbers: a wrong constant in the product must not pass. */
export const DAY = 86_400_000;
export const LOSS_WAIT = 7 * DAY;
export const RETURN_WAIT = 60 * DAY;
export const CAP_USD = 500_000;

/** The instants of a parcel, epoch milliseconds. */
export interface Timing {
  readonly shippedAt: number;
  readonly promisedAt: number;
  /** When its clock runs out. */
  readonly dueAt: number;
}

export interface ParcelTerms {
  readonly sellerId: string;
  readonly order: string;
  readonly shipmentId: string;
  readonly item: string;
  readonly quantity: number;
  /** When the first report of it is sent. */
  readonly at: number;
  readonly timing: Timing;
  readonly untracked: boolean;
  /** Between two reports of one parcel, milliseconds. */
  readonly step: number;
}

/** One package with its reports so far, and what is expected of it. */
export class Parcel {
  readonly reports: PlannedReport[] = [];
  /** Id of the report that stops its clock in time. */
  stoppedBy: string | undefined;
  readonly dueAt: number;
  readonly shippedAt: number;
  private readonly promisedAt: number;
  private last: number;

  constructor(readonly terms: ParcelTerms) {
    ({ dueAt: this.dueAt, shippedAt: this.shippedAt, promisedAt: this.promisedAt } = terms.timing);
    this.last = terms.at;
    this.ship();
  }

  /** A scan of this package that occurred then; sent in its turn, or at `at`. */
  scan(
    eventCode: string,
    occurredAt: number,
    more: { at?: number; corrects?: object; incident?: string } = {},
  ): string {
    const { at, ...rest } = more;
    const rawCode = `${eventCode.slice(-3)}-${this.reports.length}`;
    const of = { sellerId: this.terms.sellerId, sellerFulfillmentOrderId: this.terms.order };
    const data = {
      package: this.byNumber()
        ? { carrierCode: 'UPS', trackingNumber: this.trackingNumber }
        : { ...of, shipmentId: this.terms.shipmentId },
      eventCode,
      rawCode,
      occurredAt: iso(occurredAt),
      ...rest,
    };
    return this.say('carrier', 'TrackingUpdated', data, at);
  }

  delivered(occurredAt: number, at?: number): string {
    return this.scan('EVENT_301', occurredAt, at === undefined ? {} : { at });
  }

  received(
    kind: 'buyer-return' | 'undelivered',
    condition: string,
    occurredAt: number,
    more: { at?: number; quantity?: number } = {},
  ): string {
    const { item, shipmentId, quantity } = this.terms;
    const data = {
      order: this.orderReference(),
      receiptId: `R-${this.terms.order}-${this.terms.shipmentId}-${this.reports.length}`,
      fulfillmentCenterId: 'FC1',
      occurredAt: iso(occurredAt),
      kind,
      shipmentId,
      items: [{ sellerFulfillmentOrderItemId: item, quantity: more.quantity ?? quantity, condition }],
    };
    return this.say('warehouse', 'ReturnReceived', data, more.at);
  }

  damaged(faultParty: string, foundAt: string, occurredAt: number): string {
    const { item, shipmentId, quantity } = this.terms;
    const data = {
      order: this.orderReference(),
      shipmentId,
      occurredAt: iso(occurredAt),
      foundAt,
      cause: 'broken',
      faultParty,
      items: [{ sellerFulfillmentOrderItemId: item, quantity }],
    };
    return this.say('warehouse', 'UnitDamaged', data);
  }

  /** What is expected of it, all pieces alike. */
  all(unit: Omit<ExpectedUnit, 'item'>): ExpectedPackage {
    const { item, quantity } = this.terms;
    return this.expecting(Array.from({ length: quantity }, () => ({ item, ...unit })));
  }

  expecting(units: readonly ExpectedUnit[]): ExpectedPackage {
    const { sellerId, order, shipmentId } = this.terms;
    const stopped = this.stoppedBy === undefined ? {} : { stoppedBy: this.stoppedBy };
    return { sellerId, order, shipmentId, packageRef: '1', dueAt: this.dueAt, units, ...stopped };
  }

  private ship(): void {
    const { item, quantity, shipmentId, untracked } = this.terms;
    this.say('warehouse', 'OrderShipped', {
      order: this.orderReference(),
      shipmentId,
      fulfillmentCenterId: 'FC1',
      occurredAt: iso(this.shippedAt),
      estimatedDeliveryAt: iso(this.promisedAt),
      packages: [
        {
          packageRef: '1',
          carrierCode: 'UPS',
          ...(untracked ? { detail: 'none' } : { trackingNumber: this.trackingNumber, detail: 'full' }),
          items: [{ sellerFulfillmentOrderItemId: item, quantity }],
        },
      ],
    });
  }

  private get trackingNumber(): string {
    return `N-${this.terms.order}-${this.terms.shipmentId}`;
  }

  /** Both ways of naming a package are used. */
  private byNumber(): boolean {
    return !this.terms.untracked && this.reports.length % 2 === 1;
  }

  private orderReference(): object {
    return { sellerId: this.terms.sellerId, sellerFulfillmentOrderId: this.terms.order };
  }

  private say(by: Speaker, kind: ReportKind, data: Readonly<Record<string, unknown>>, at?: number): string {
    const { sellerId, order, shipmentId, step } = this.terms;
    const id = `${order}/${shipmentId}/${this.reports.length}`;
    this.last = at ?? this.last + step;
    this.reports.push({ id, at: this.last, by, kind, sellerId, order, data });
    return id;
  }
}
