import type pg from 'pg';
import type { Row } from '../../checker/observed.js';
import { SERVICES } from '../stack/fault-stack.js';

/** Of the outbox only what the relay's row has not seen: what was said is on the topics. */
const UNSEEN = (schema: string): string => `
  select to_jsonb(o) as row from ${schema}.outbox o, ${schema}.relay r
  where o.xid >= pg_snapshot_xmax(r.cur) or o.xid in (select pg_snapshot_xip(r.cur))`;

/** Every table of every service, as a superuser sees it, in one snapshot. */
export async function readTables(pool: pg.Pool): Promise<Record<string, Row[]>> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const { rows: tables } = await client.query<{ schema: string; name: string }>(
      `select schemaname as schema, tablename as name from pg_tables
       where schemaname = any ($1) and tablename not like 'outbox%' union
       select unnest($1::text[]), 'outbox' order by 1, 2`,
      [[...SERVICES]],
    );
    const read: Record<string, Row[]> = {};
    for (const { schema, name } of tables) {
      const text =
        name === 'outbox' ? UNSEEN(schema) : `select to_jsonb(t) as row from "${schema}"."${name}" t`;
      const { rows } = await client.query<{ row: Row }>(text);
      read[`${schema}.${name}`] = rows.map(({ row }) => row);
    }
    await client.query('commit');
    return read;
  } finally {
    client.release();
  }
}
