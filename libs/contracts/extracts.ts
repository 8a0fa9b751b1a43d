import type { UnitRef } from './references.js';

// What each service tells the gateway over its inner door, so that it can answer for the whole system.

/** A unit in the order in which extracts are paged: order id, line, ordinal. */
export interface UnitPosition extends UnitRef {
  orderId: string;
}

/** A page of an extract: units after a position, so many at most. */
export interface UnitPage {
  after: UnitPosition;
  limit: number;
}

/** One thing that a service knows of an order: a report as it came in, a fact, or a decision. */
export interface JourneyEntry {
  /** When it happened, ISO 8601: of a report as it claims, of a fact its `ce_time`. */
  at: string;
  /** When the service learnt of it, ISO 8601. */
  recordedAt?: string;
  kind: 'report' | 'fact' | 'decision';
  type: string;
  packageId?: string;
  unit?: UnitRef;
  text: string;
  /** Ids of the rules that led to it. */
  rules: string[];
  data: object;
}
