/**
 * What can be seen of a namespace from outside: what was sent and acknowledged, what is on the topics, what is in the
 * tables. The checker reads this and nothing else, and shares no code with the services, so that a mistake of theirs
 * is not made twice.
 */
export interface Observed {
  /** What publishers and sellers sent, in the order of their acknowledgements. */
  readonly sent: readonly Sent[];
  /** All records of the owners' topics and of `dead-letters`, repetitions included, by offset in each partition. */
  readonly records: readonly ObservedRecord[];
  /** Every table of every service's schema, by `schema.table`, rows as `to_jsonb(row)` shows them. */
  readonly tables: Readonly<Record<string, readonly Row[]>>;
  /** All that was due up to here has been swept, epoch milliseconds of the services' clock. */
  readonly sweptUntil: number;
  /** When it was looked at: true time, epoch milliseconds. */
  readonly seenAt: number;
  /** How the services' clock was moved, the first change first; left out: it showed the true time throughout. */
  readonly clock?: readonly ClockChange[];
}

export type Row = Readonly<Record<string, unknown>>;

/** From `since` (true time, epoch milliseconds) on the services' clock shows the true time plus `offsetMs`. */
export interface ClockChange {
  readonly since: number;
  readonly offsetMs: number;
}

/** One report or order that was acknowledged: it must have exactly one effect, however often it was sent. */
export interface Sent {
  /** `id` of the planned report that it is. */
  readonly id: string;
  /** Type of the report without its prefix and version (`OrderShipped`), or `CreateFulfillmentOrder`. */
  readonly kind: string;
  readonly sellerId: string;
  /** Its order, as the seller calls it. */
  readonly order: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** True time, epoch milliseconds. */
  readonly acknowledgedAt: number;
}

export interface ObservedRecord {
  /** Plain name, without the namespace. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string | null;
  /** Epoch milliseconds. */
  readonly timestamp: number;
}

/** Something that must never be. */
export interface Violation {
  /** Short name of what was broken: `paid-twice`, `lost-effect`, ... */
  readonly invariant: string;
  readonly detail: string;
}
