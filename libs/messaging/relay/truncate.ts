import type { Client } from 'pg';
import { sqlStateOf } from '#postgres';
import { SLOT_SECONDS, SLOTS } from '../tables.js';
import { UNSEEN, unseenBy } from './outbox.js';
import type { Snapshot } from './snapshot.js';

/** The slots that hold rows, in one round trip: mostly none does but the one that is written. */
const FILLED = Array.from(
  { length: SLOTS },
  (_, slot) => `select ${slot} as slot where exists (select from outbox_${slot})`,
).join(' union all ');
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Empties outbox partitions whose rows were all sent before the last tick (those of the last tick may have to be
 * sent again). Lock, check, truncate: a check before the lock loses the row whose writer commits in between
 * (messaging-review 11). A partition in use is left for the next time.
 */
export async function emptyOldSlots(client: Client, prev: Snapshot): Promise<void> {
  const writing = Math.floor(Date.now() / 1000 / SLOT_SECONDS) % SLOTS;
  const { rows } = await client.query<{ slot: number }>(FILLED);
  for (const { slot } of rows) if (slot !== writing) await empty(client, `outbox_${slot}`, prev);
}

async function empty(client: Client, table: string, prev: Snapshot): Promise<void> {
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = '50ms'`);
    await client.query(`lock table ${table} in access exclusive mode`);
    const { rows } = await client.query(`select 1 from ${table} where ${UNSEEN} limit 1`, unseenBy(prev));
    if (rows.length === 0) await client.query(`truncate ${table}`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    if (sqlStateOf(error) !== LOCK_NOT_AVAILABLE) throw error;
  }
}
