import { topicOf, type Service } from '#contracts';
import { columns, joined, sql, type Tx } from '#postgres';
import type { Fact } from '../fact.js';
import type { Snapshot } from './snapshot.js';

const INSERT = sql(
  'outbox_insert',
  `insert into outbox (topic, key, type, subject, at, body)
   select topic, key, type, subject, instant(at), body
   from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], string_to_array($6, U&'\\001F'))
     as said (topic, key, type, subject, at, body)`,
);

/** One row of the outbox as the relay reads it. */
export interface OutboxRow {
  id: number;
  topic: string;
  key: string;
  type: string;
  subject: string;
  at: number;
  body: string;
}

/** A row to write: a fact, or a pointer for `dead-letters`. */
export type Said = Omit<OutboxRow, 'id'>;

/** Serialises a fact for its owner's topic. */
export function saidBy(service: Service, { contract, data, time }: Fact): Said {
  if (contract.owner !== service) {
    throw new TypeError(`${service} cannot say ${contract.name}: its owner is ${contract.owner}`);
  }
  return {
    topic: topicOf(service),
    key: contract.key(data),
    type: contract.type,
    subject: contract.subject(data),
    at: time,
    body: JSON.stringify(data),
  };
}

/** Writes to the outbox of this transaction. Call it after the aggregates' rows are locked: ids then follow order. */
export function writeOutbox(tx: Tx, said: readonly Said[]): void {
  if (said.length === 0) return;
  tx.send(INSERT, [
    ...columns(said, {
      topic: (row) => row.topic,
      key: (row) => row.key,
      type: (row) => row.type,
      subject: (row) => row.subject,
      at: (row) => row.at,
    }),
    joined(said.map(({ body }) => body)),
  ]);
}

/** What a snapshot has not seen of the outbox. Snapshots go in as parameters: a join reads the whole table. */
export function unseenBy(snapshot: Snapshot): [string, string[]] {
  return [snapshot.xmax, snapshot.xip];
}

export const UNSEEN = `(xid >= $1::xid8 or xid = any ($2::xid8[]))`;

/** The batch between two snapshots, in the order of writing. */
export const BETWEEN = `
  select id, topic, key, type, subject, at, body from outbox
  where ((xid >= $1::xid8 and xid < $2::xid8) or xid = any ($3::xid8[])) and pg_visible_in_snapshot(xid, $4::pg_snapshot)
  order by id`;

export function between(prev: Snapshot, cur: Snapshot): unknown[] {
  return [prev.xmax, cur.xmax, prev.xip, cur.text];
}
