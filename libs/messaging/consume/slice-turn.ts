import type { Tx } from '#postgres';
import type { Batch, Incoming, Turn, Waiting } from '../incoming.js';
import type { Parked } from '../parking/parked.js';
import { restore, type KeptRecord, type KeptRow } from '../parking/records.js';
import { guardKeys, takeWaiting, type NewWaiting } from '../parking/waiting.js';
import { decode } from './decode.js';
import { findPublishers } from './publishers.js';
import type { Heard } from './slice.js';

/** A {@link Turn} that collects what is to be put aside, so that it is written in one statement each. */
export class SliceTurn implements Turn {
  readonly parked: Parked[] = [];
  readonly added: NewWaiting[] = [];
  /** Reports that came back from waiting in this turn. */
  woken = 0;
  private readonly origins = new Map<Incoming, () => KeptRecord>();

  readonly waiting: Waiting = {
    guard: (keys) => guardKeys(this.tx, keys),
    add: (incoming, key) => {
      this.added.push({ key, type: incoming.contract.type, record: this.recordOf(incoming) });
    },
    wake: (keys) => this.wake(keys),
  };

  readonly park: Turn['park'] = (incoming, reason, detail = '', subject) => {
    const { type } = incoming.contract;
    this.parked.push({ record: this.recordOf(incoming), kind: 'impossible', reason, detail, type, subject });
  };

  constructor(
    readonly tx: Tx,
    private readonly heard: Heard,
    private readonly parkWoken?: { reason: string; detail: string },
  ) {}

  /** Remembers where to find the bytes that an event was read from: few are ever put aside. */
  origin(incoming: Incoming, record: () => KeptRecord): void {
    this.origins.set(incoming, record);
  }

  private async wake(keys: readonly string[]): Promise<Batch> {
    const rows = await takeWaiting(this.tx, keys);
    this.woken += rows.length;
    const reread = rows.flatMap((row) => this.reread(row));
    // Thousands may wait for one key: who they are from is asked per topic, not per report.
    for (const [topic, reports] of Map.groupBy(reread, ({ incoming }) => incoming.position.topic)) {
      const ids = new Set(reports.flatMap(({ publisherId }) => publisherId ?? []));
      const find = await findPublishers(this.tx, topic, [...ids]);
      for (const { incoming, publisherId } of reports) incoming.publisher = find(publisherId);
    }
    const batch = reread.map(({ incoming }) => incoming);
    if (!this.parkWoken) return batch;
    for (const incoming of batch) this.park(incoming, this.parkWoken.reason, this.parkWoken.detail);
    return [];
  }

  private reread(row: KeptRow): { incoming: Incoming; publisherId?: string }[] {
    const record = restore(row);
    const decoded = decode(row.topic, row.partition, record, this.heard.hearing.get('inbound')!);
    if (decoded.kind !== 'event') return [];
    const { incoming, publisherId } = decoded;
    this.origin(incoming, () => ({
      topic: row.topic,
      partition: row.partition,
      offset: record.offset,
      at: record.timestamp,
      headers: JSON.stringify(row.headers),
      key: row.key,
      value: row.value,
      since: row.since,
    }));
    return [{ incoming, publisherId }];
  }

  private recordOf(incoming: Incoming): KeptRecord {
    const origin = this.origins.get(incoming);
    if (!origin)
      throw new Error(
        `${incoming.type} did not come from this turn: only what was heard can wait or be parked`,
      );
    return origin();
  }
}
