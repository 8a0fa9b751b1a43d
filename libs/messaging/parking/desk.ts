import { sql, type Database, type Tx } from '#postgres';
import { lockOffsets } from '../consume/offsets.js';
import { describe, isPoison } from '../consume/faults.js';
import { takeParked, type Heard } from '../consume/slice.js';
import type { KeptRow } from './records.js';

const COLUMNS = `id, topic, "partition", record_offset as "offset", type, subject, kind, reason, detail, state, parked_at as "parkedAt"`;
const LIST = sql(
  'parked_list',
  `select ${COLUMNS} from parked where state = any ($1::text[]) and id > $2 order by id limit $3`,
);
const SHOW = sql(
  'parked_show',
  `select ${COLUMNS}, encode(coalesce(value, ''), 'escape') as value, headers from parked where id = $1`,
);
const WAITING = sql(
  'waiting_list',
  `select id, wait_key as "waitsFor", type, topic, "partition", record_offset as "offset", since
   from waiting where id > $1 order by id limit $2`,
);
const REQUEST = sql(
  'ops_request_insert',
  `insert into ops_request (action, parked_id, requested_by) values ($1, $2, $3) returning id`,
);
const OPEN = sql(
  'ops_request_open',
  `select id, action, parked_id from ops_request where done_at is null and parked_id is not null order by id limit 1 for update skip locked`,
);
const CLOSE = sql(
  'ops_request_close',
  `update ops_request set done_at = clock_now(), outcome = $2 where id = $1`,
);
const OUTCOME = sql(
  'ops_request_outcome',
  `select outcome from ops_request where id = $1 and done_at is not null`,
);
const QUEUE = sql(
  'parked_queue',
  `select id, topic, "partition", record_offset, record_at, headers, key, value, subject from parked
   where state = 'parked' and (id = $1 or (kind <> 'impossible' and (topic, subject) = (select topic, subject from parked where id = $1)
     and topic not like 'inbound.%'))
   order by "partition", record_offset`,
);
const PLACE = sql('parked_place', `select topic, "partition" from parked where id = $1`);
const SET_STATE = sql(
  'parked_state',
  `update parked set state = $2, closed_at = clock_now() where id = $1 and state = 'parked' returning id`,
);
const SET_REASON = sql('parked_reason', `update parked set reason = $2, detail = $3 where id = $1`);
const COUNTS = sql(
  'parked_counts',
  `select (select count(*) from parked where state = 'parked') as parked,
          (select count(*) from waiting) as waiting,
          (select count(*) from waiting where since < clock_now() - interval '24 hours') as "waitingOver24h"`,
);

export interface ParkedView {
  id: number;
  topic: string;
  partition: number;
  offset: number;
  type: string | null;
  subject: string | null;
  kind: string;
  reason: string;
  detail: string;
  state: string;
  parkedAt: number;
}

/** Lists what was put aside or waits, and carries out what an operator asks for it. */
export class ParkingDesk {
  constructor(
    private readonly heard: Heard,
    private readonly ops: Database,
    private readonly worker: Database,
    private readonly committed: () => void,
  ) {}

  list(states: readonly string[], after: number, limit: number): Promise<ParkedView[]> {
    return this.ops.transaction((tx) => tx.query<ParkedView>(LIST, [states, after, limit]));
  }

  async show(id: number): Promise<(ParkedView & { value: string }) | undefined> {
    const [row] = await this.ops.transaction((tx) =>
      tx.query<ParkedView & { value: string; headers: Record<string, string> }>(SHOW, [id]),
    );
    if (!row) return undefined;
    const headers = Object.entries(row.headers).map(([name, value]) => [decode64(name), decode64(value)]);
    return { ...row, headers: Object.fromEntries(headers) } as ParkedView & { value: string };
  }

  waiting(after: number, limit: number): Promise<object[]> {
    return this.ops.transaction((tx) => tx.query(WAITING, [after, limit]));
  }

  async counts(): Promise<{ parked: number; waiting: number; waitingOver24h: number }> {
    const [row] = await this.worker.transaction((tx) =>
      tx.query<{ parked: number; waiting: number; waitingOver24h: number }>(COUNTS),
    );
    return row!;
  }

  /**
   * Asks for a redrive or discard and waits for its outcome. The ops role may only ask; the worker does it.
   * @returns one line on what became of it.
   */
  async request(action: 'redrive' | 'discard', parkedId: number, by: string): Promise<string> {
    const [request] = await this.ops.transaction((tx) =>
      tx.query<{ id: number }>(REQUEST, [action, parkedId, by]),
    );
    await this.workOff();
    const [done] = await this.ops.transaction((tx) => tx.query<{ outcome: string }>(OUTCOME, [request!.id]));
    return done?.outcome ?? 'asked for; a worker will do it';
  }

  private async workOff(): Promise<void> {
    for (let more = true; more;) {
      more = await this.worker.transaction(async (tx) => {
        const [open] = await tx.query<{ id: number; action: string; parked_id: number }>(OPEN);
        if (!open) return false;
        const outcome = open.action === 'discard' ? await discard(tx, open.parked_id) : undefined;
        if (outcome) await tx.query(CLOSE, [open.id, outcome]);
        else await this.redrive(tx, open.id, open.parked_id);
        return true;
      });
    }
    this.committed();
  }

  /** In place and head first: a redrive through Kafka would be dropped as seen (messaging-review 16). */
  private async redrive(tx: Tx, requestId: number, parkedId: number): Promise<void> {
    const [place] = await tx.query<{ topic: string; partition: number }>(PLACE, [parkedId]);
    if (!place) return void (await tx.query(CLOSE, [requestId, 'there is no such parked record']));
    await lockOffsets(tx, place.topic, [place.partition]);
    const queue = await tx.query<KeptRow>(QUEUE, [parkedId]);
    let done = 0;
    for (const row of queue) {
      const failed = await this.redriveOne(tx, row);
      if (failed) {
        await tx.query(SET_REASON, [row.id, failed.reason, failed.detail]);
        return void (await tx.query(CLOSE, [
          requestId,
          `record ${row.id} stays parked: ${failed.reason}: ${failed.detail}`,
        ]));
      }
      await tx.query(SET_STATE, [row.id, 'redriven']);
      done++;
    }
    await tx.query(CLOSE, [requestId, done > 0 ? `redriven: ${done}` : 'it is not parked any more']);
  }

  private async redriveOne(tx: Tx, row: KeptRow): Promise<{ reason: string; detail: string } | undefined> {
    await tx.query('savepoint redrive');
    try {
      const refused = await takeParked(tx, this.heard, row);
      // What the handler has sent and not waited for is known to have been done, or fails here.
      await tx.query(`${refused ? 'rollback to' : 'release'} savepoint redrive`);
      return refused;
    } catch (error) {
      if (!isPoison(error)) throw error;
      await tx.query('rollback to savepoint redrive');
      return { reason: 'handler-failed', detail: describe(error) };
    }
  }
}

async function discard(tx: Tx, id: number): Promise<string> {
  const rows = await tx.query(SET_STATE, [id, 'discarded']);
  return rows.length > 0 ? 'discarded' : 'it is not parked any more';
}

function decode64(text: string): string {
  return Buffer.from(text, 'base64').toString();
}
