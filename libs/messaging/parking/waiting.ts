import { columns, sql, type Tx } from '#postgres';
import type { KeptRecord, KeptRow } from './records.js';

const BUCKETS = 64;
const GUARD = sql(
  'waiting_guard',
  `select pg_advisory_xact_lock(hashtext('makegood.waiting.' || current_schema()), bucket)
   from unnest($1::int[]) as bucket`,
);
const ANNOUNCE = sql(
  'waiting_announce',
  `select pg_advisory_xact_lock_shared(hashtext('makegood.waiting.' || current_schema()), bucket)
   from unnest($1::int[]) as bucket`,
);
const TAKE = sql(
  'waiting_take',
  `delete from waiting where wait_key = any ($1::text[])
   returning id, topic, "partition", record_offset, record_at, headers, key, value, since`,
);
const INSERT = sql(
  'waiting_insert',
  `insert into waiting (wait_key, topic, "partition", record_offset, record_at, headers, key, value, type, since)
   select wait_key, topic, "partition", record_offset, instant(at), headers, key, value, type,
          coalesce(instant(since), clock_now())
   from unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::bigint[], $6::jsonb[], $7::bytea[], $8::bytea[], $9::text[],
               $10::bigint[])
     as w (wait_key, topic, "partition", record_offset, at, headers, key, value, type, since)
   on conflict (topic, "partition", record_offset) do nothing`,
);

/**
 * Who finds a key unknown takes its bucket alone, looks again, and waits; who makes keys known takes their buckets
 * together with others of its kind. So neither can miss the other's uncommitted row (messaging-review 3), and the
 * common side, making known, runs in parallel. Buckets bound the number of locks.
 */
export function guardKeys(tx: Tx, keys: readonly string[]): void {
  if (keys.length > 0) tx.send(GUARD, [bucketsOf(keys)]);
}

export async function takeWaiting(tx: Tx, keys: readonly string[]): Promise<KeptRow[]> {
  if (keys.length === 0) return [];
  tx.send(ANNOUNCE, [bucketsOf(keys)]);
  const rows = await tx.query<KeptRow>(TAKE, [keys]);
  return rows.sort((a, b) => a.record_at - b.record_at || a.id - b.id);
}

export interface NewWaiting {
  key: string;
  type: string;
  record: KeptRecord;
}

export function insertWaiting(tx: Tx, waiting: readonly NewWaiting[]): void {
  if (waiting.length === 0) return;
  tx.send(
    INSERT,
    columns(waiting, {
      waitKey: (w) => w.key,
      topic: (w) => w.record.topic,
      partition: (w) => w.record.partition,
      offset: (w) => w.record.offset,
      at: (w) => w.record.at,
      headers: (w) => w.record.headers,
      key: (w) => w.record.key,
      value: (w) => w.record.value,
      type: (w) => w.type,
      since: (w) => w.record.since,
    }),
  );
}

/** Distinct buckets, ascending: everybody locks in one order. */
function bucketsOf(keys: readonly string[]): number[] {
  const buckets = new Set<number>();
  for (const key of keys) {
    let hash = 0;
    for (let at = 0; at < key.length; at++) hash = (Math.imul(hash, 31) + key.charCodeAt(at)) | 0;
    buckets.add((hash >>> 0) % BUCKETS);
    if (buckets.size === BUCKETS) break;
  }
  return [...buckets].sort((a, b) => a - b);
}
