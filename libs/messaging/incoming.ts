import type { Contract, Instant, Shape } from '#contracts';
import type { Tx } from '#postgres';

/** Who may send reports, as the gateway's registry has it. */
export interface Publisher {
  publisherId: string;
  name: string;
  role: 'network' | 'warehouse' | 'carrier' | 'order-source';
  /** Absent: all. */
  scope: { fulfillmentCenterIds?: string[]; carrierCodes?: string[]; sellerIds?: string[] };
}

/** Where a record stands on Kafka. */
export interface Position {
  topic: string;
  partition: number;
  offset: bigint;
}

/** One checked event: a fact of another owner, or a report. */
export interface Incoming<T extends object = object> {
  contract: Contract;
  /** Its short name, e.g. `OrderShipped`. */
  type: string;
  /** `ce_id`. */
  id: string;
  /** `ce_source`. */
  source: string;
  /** `ce_subject`; empty on a report that names none. */
  subject: string;
  /** A fact's `ce_time`; of a report the timestamp of its record, whatever it claims (Words, report). */
  time: Instant;
  data: T;
  /** Who sent it; reports only. */
  publisher?: Publisher;
  position: Position;
}

/**
 * Records of one topic, of all types that the service hears there; those of a partition, so of an aggregate, in offset
 * order. Duplicates of facts are gone.
 */
export type Batch = Incoming[];

/** Narrows an event to its contract's type. */
export function is<T extends object>(contractClass: Shape<T>, incoming: Incoming): incoming is Incoming<T> {
  return (incoming.contract.class as unknown) === contractClass;
}

/** Reports that wait until what they name is known. All calls belong before the turn's row locks. */
export interface Waiting {
  /**
   * Locks keys that seem unknown. Look them up again afterwards: whoever makes a key known holds the other side of
   * this lock until it has committed (messaging-review 3). Still unknown: {@link add}.
   */
  guard(keys: readonly string[]): void;
  /** The report waits under this key; nothing else is done with it in this turn. */
  add(incoming: Incoming, key: string): void;
  /**
   * Says that keys are becoming known in this turn and takes out what waited for them, in (time, arrival) order, to
   * be handled in this same turn.
   */
  wake(keys: readonly string[]): Promise<Batch>;
}

/** One transaction in which a batch, or what is due, is handled. */
export interface Turn {
  tx: Tx;
  waiting: Waiting;
  /**
   * Puts aside a report that is impossible: a value, not an error. It can be listed, redriven and discarded.
   * @param reason kebab-case literal.
   * @param subject the package or order it concerns, which is then held; only when the publisher may speak of it.
   */
  park(incoming: Incoming, reason: string, detail?: string, subject?: string): void;
}

/** What is due: handle at most `limit` rows with due <= `until`, the oldest first. */
export interface Due {
  until: Instant;
  limit: number;
}
