/** What the rule book says must come of a plan, whatever happened on the way. */
export interface Expected {
  readonly packages: readonly ExpectedPackage[];
  /** `ce_id` of records that must be put aside, each as poison; nothing else may be parked. */
  readonly poison: ReadonlySet<string>;
  /** Orders, as `seller/order`, of which Kafka or a restore lost something: nothing is expected of them. */
  readonly leftOut: ReadonlySet<string>;
}

/** A package as its publishers name it. Units are a multiset: which of equal pieces came back is nobody's business. */
export interface ExpectedPackage {
  readonly sellerId: string;
  readonly order: string;
  readonly shipmentId: string;
  readonly packageRef: string;
  /** I-2, T-8: after it the package is overdue, unless `stoppedBy` was known before the clock showed it. */
  readonly dueAt: number;
  /** Id of the report that stops the clock in time; left out: nothing does. */
  readonly stoppedBy?: string;
  readonly units: readonly ExpectedUnit[];
  /** What may be found as well where this report was acknowledged only after the clock had shown `dueAt`. */
  readonly reportedLate?: { readonly id: string; readonly units: readonly ExpectedUnit[] };
}

export interface ExpectedUnit {
  readonly item: string;
  /** Whether tracking or returns has it, and where. */
  readonly place: string;
  readonly net: { readonly currency: string; readonly minorUnits: number };
  /** Left out: nothing is open and nothing is granted (`none`, `refused` or `reversed`, by the order of arrival). */
  readonly settlement?: 'waiting' | 'held' | 'in-review' | 'granted' | 'refused';
}
