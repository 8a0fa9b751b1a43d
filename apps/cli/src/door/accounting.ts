/** One unit that accounting names. */
export interface NamedUnit {
  readonly orderId: string;
  readonly sellerFulfillmentOrderId: string | null;
  readonly line: number;
  readonly ordinal: number;
  readonly why: string;
}

/** The door's answer to GET /accounting: every shipped unit in exactly one state (the law). */
export interface Accounting {
  readonly asOf: string;
  readonly orders: number;
  readonly packages: number;
  readonly shipped: number;
  readonly states: Readonly<Record<string, number>>;
  readonly decisionDue: Readonly<Record<string, number>>;
  readonly refusedByReason: Readonly<Record<string, number>>;
  /** Refused units by their state: one that is returning or lost has its place as its state. */
  readonly refusedByState?: Readonly<Record<string, number>>;
  readonly unaccounted: readonly NamedUnit[];
  readonly unaccountedCount: number;
  readonly settling: readonly NamedUnit[];
  readonly settlingCount: number;
  readonly amountGranted: Readonly<Record<string, string>>;
  readonly amountReversed: Readonly<Record<string, string>>;
  readonly everGranted: number;
  readonly reversedUnits: number;
  readonly overduePackages: number;
  readonly addsUp: boolean;
}
