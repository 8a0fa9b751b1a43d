import pg from 'pg';
import { DatabaseSetup } from 'pg-transactional-outbox';
import { sessionOptions, type RoleLogin } from '#postgres';
import type { Place } from '../stack/bench-stack.js';

export const SCHEMA = 'tracking';
const POOL = 10;

/** What the library's own set-up makes. */
export async function makeTables(place: Place): Promise<void> {
  for (const box of ['inbox', 'outbox'] as const) {
    const names = {
      outboxOrInbox: box,
      database: '',
      schema: SCHEMA,
      table: `lib_${box}`,
      listenerRole: place.logins.worker.user,
      nextMessagesSchema: SCHEMA,
      nextMessagesName: `next_lib_${box}`,
    };
    const table = DatabaseSetup.dropAndCreateTable(names).replace(/CREATE SCHEMA[^;]*;/, '');
    await asOwner(place, table);
    await asOwner(place, DatabaseSetup.createPollingFunction(names));
    await asOwner(place, DatabaseSetup.setupPollingIndexes(names));
  }
}

export async function emptyTables(place: Place): Promise<void> {
  await asOwner(place, 'truncate tracking.lib_inbox, tracking.lib_outbox');
}

async function asOwner(place: Place, text: string): Promise<void> {
  const client = new pg.Client(connection(place.logins.owner));
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

export function connection(login: RoleLogin): pg.PoolConfig {
  const url = new URL(login.url);
  return {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: login.user,
    password: login.password,
    max: POOL,
    options: sessionOptions(login.schema),
  };
}
