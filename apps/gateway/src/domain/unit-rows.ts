import type { Instant } from '#contracts';

/** Names one unit; the order of the extracts is (orderId, line, ordinal). */
export interface UnitKey {
  orderId: string;
  line: number;
  ordinal: number;
}

/** Each row may say when its service learnt of it; without that the business instant tells its age. */
interface Recorded {
  recordedAt?: Instant;
}

/** What orders knows: every shipped unit. */
export interface ShippedRow extends UnitKey, Recorded {
  packageId: string;
  sellerId: string;
  sellerFulfillmentOrderId: string;
  shippedAt: Instant;
}

/** What tracking knows; `place` null: handed over to returns. */
export interface TrackedRow extends UnitKey, Recorded {
  packageId: string;
  place: 'in-transit' | 'delivered' | 'returning' | 'lost' | null;
  since: Instant;
  overdueAt: Instant | null;
}

/** What returns knows: only units that have their place there. */
export interface ReturnedRow extends UnitKey, Recorded {
  place: 'received' | 'restocked' | 'unsellable' | 'quarantined' | 'refused-at-dock' | 'disposed';
  since: Instant;
}

export type Settlement =
  'none' | 'due' | 'held' | 'waiting' | 'in-review' | 'granted' | 'replaced' | 'refused' | 'reversed';

/** What reimbursements knows: every shipped unit. Amounts in minor units. */
export interface SettledRow extends UnitKey, Recorded {
  settlement: Settlement;
  since: Instant;
  reason: string | null;
  currency: string | null;
  grantedMinor: number;
  reversedMinor: number;
  everGranted: boolean;
}

/** Everything that is said about one unit. */
export interface UnitView extends UnitKey {
  shipped?: ShippedRow;
  tracked?: TrackedRow;
  returned?: ReturnedRow;
  settled?: SettledRow;
}

/** One sorted stream of rows per service. */
export interface UnitStreams {
  shipped: AsyncIterable<ShippedRow>;
  tracked: AsyncIterable<TrackedRow>;
  returned: AsyncIterable<ReturnedRow>;
  settled: AsyncIterable<SettledRow>;
}

/** Order of the extracts: a uuid in lower case sorts as Postgres sorts it. */
export function compareUnits(a: UnitKey, b: UnitKey): number {
  if (a.orderId !== b.orderId) return a.orderId < b.orderId ? -1 : 1;
  return a.line - b.line || a.ordinal - b.ordinal;
}

/** Walks a sorted stream; refuses one that is not, as a merge of it would miscount. */
class Cursor<R extends UnitKey> {
  current: R | undefined;
  private readonly rows: AsyncIterator<R>;

  constructor(
    private readonly name: string,
    stream: AsyncIterable<R>,
  ) {
    this.rows = stream[Symbol.asyncIterator]();
  }

  async advance(): Promise<void> {
    const last = this.current;
    const next = await this.rows.next();
    this.current = next.done === true ? undefined : next.value;
    if (last !== undefined && this.current !== undefined && compareUnits(last, this.current) >= 0) {
      throw new Error(
        `the extract of ${this.name} is not in the order of its units: ${JSON.stringify(this.current)}`,
      );
    }
  }

  async take(key: UnitKey): Promise<R | undefined> {
    const row = this.current;
    if (row === undefined || compareUnits(row, key) !== 0) return undefined;
    await this.advance();
    return row;
  }

  async close(): Promise<void> {
    await this.rows.return?.();
  }
}

/** Merges the four extracts unit by unit, holding one row of each: memory does not grow with the units. */
export async function* mergeUnits(streams: UnitStreams): AsyncGenerator<UnitView> {
  const shipped = new Cursor('orders', streams.shipped);
  const tracked = new Cursor('tracking', streams.tracked);
  const returned = new Cursor('returns', streams.returned);
  const settled = new Cursor('reimbursements', streams.settled);
  const cursors = [shipped, tracked, returned, settled];
  try {
    await Promise.all(cursors.map((cursor) => cursor.advance()));
    for (;;) {
      const heads = cursors.flatMap(({ current }) => (current === undefined ? [] : [current]));
      if (heads.length === 0) return;
      const { orderId, line, ordinal } = heads.reduce((least, head) =>
        compareUnits(head, least) < 0 ? head : least,
      );
      const key = { orderId, line, ordinal };
      yield {
        ...key,
        shipped: await shipped.take(key),
        tracked: await tracked.take(key),
        returned: await returned.take(key),
        settled: await settled.take(key),
      };
    }
  } finally {
    await Promise.all(cursors.map((cursor) => cursor.close()));
  }
}
