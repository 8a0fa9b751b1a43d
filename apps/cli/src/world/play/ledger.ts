import type { Fate } from '../plan/fates.js';

/** A parcel as its warehouse handed it over. */
export interface Parcel {
  readonly sellerId: string;
  readonly sellerFulfillmentOrderId: string;
  readonly shipmentId: string;
  readonly center: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly shippedAt: number;
  /** When its promise and the wait of I-2 are over. */
  readonly dueAt: number;
  readonly items: readonly { readonly sellerFulfillmentOrderItemId: string; readonly quantity: number }[];
  readonly fate: Fate;
}

/** What the players told the system: the books must say the same. */
export class Ledger {
  readonly made: { sellerId: string; id: string }[] = [];
  cancelled = 0;
  /** O-4: asked for when the warehouse had it in hand already. */
  cancelledTooLate = 0;
  /** Orders of which a shipment failed, each once. */
  readonly failed = new Set<string>();
  readonly parcels: Parcel[] = [];
  scans = 0;
  /** Units that the returns desk took in, by seller. */
  readonly returned = new Map<string, number>();
  readonly received = new Map<string, number>();
  damages = 0;
  /** What is still to be told. */
  pending = 0;
  private serial = 0;

  add(to: 'returned' | 'received', sellerId: string, units: number): void {
    this[to].set(sellerId, (this[to].get(sellerId) ?? 0) + units);
  }

  /** Whether that order is yet to have its one failure; from now on it has had it. */
  failsNow(order: string): boolean {
    const first = !this.failed.has(order);
    this.failed.add(order);
    return first;
  }

  nextSerial(): number {
    this.serial += 1;
    return this.serial;
  }

  /** In a line, for the progress. */
  line(): string {
    return `${this.made.length} orders, ${this.parcels.length} parcels, ${this.scans} scans`;
  }
}
