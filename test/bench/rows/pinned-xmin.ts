import pg from 'pg';
import { PipelineArena } from '../pipeline/arena.js';
import { RESET_KEEPING_ROWS } from '../pipeline/tables.js';
import type { BenchStack } from '../stack/bench-stack.js';
import { eventsOf, openOurs } from './pipeline-duel.js';
import { duelRow, type Circumstances, type OpenDuel } from './row.js';

/**
 * A transaction that stays open keeps every dead row version of its database in place. Each side has a database of
 * its own, so that one alone is pinned from before its first round to after its last.
 */
export const pinnedXmin = duelRow({
  name: 'pinned-xmin',
  says: 'the pipeline while a transaction is held open for the whole run, to the pipeline without one',
  unit: 'events/s',
  expected: { atLeast: 0.95 },
  fair: { atLeast: 2_000 },
  open,
});

async function open(given: Circumstances): Promise<OpenDuel> {
  const { profile, tell } = given;
  const stacks = await Promise.all([given.stack.apart(), given.stack.apart()]);
  const [pinnedStack, freeStack] = stacks;
  const options = { events: eventsOf(given), reset: RESET_KEEPING_ROWS };
  const arenas = await Promise.all(stacks.map((stack) => PipelineArena.open(stack, options, tell)));
  const [pinnedArena, freeArena] = arenas as [PipelineArena, PipelineArena];
  const [pinned, free] = await Promise.all([
    openOurs('pinned', pinnedStack.place, profile),
    openOurs('free', freeStack.place),
  ]);
  const pin = await holdTransaction(pinnedStack);
  return {
    ours: (round) => pinnedArena.round(pinned, round),
    peer: (round) => freeArena.round(free, round),
    notes: () => Promise.all([deadRows('pinned', pinnedStack), deadRows('without', freeStack)]),
    close: async () => {
      await Promise.all([pinned.close(), free.close()]);
      await pin.end();
      for (const arena of arenas) await arena.close();
      for (const stack of stacks) await stack.drop();
    },
  };
}

/** Has a transaction id and a snapshot of its own, and does nothing more. */
async function holdTransaction(stack: BenchStack): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  await client.query('begin isolation level repeatable read');
  await client.query('select pg_current_xact_id()');
  return client;
}

/** Counted by the vacuum's own reading of each page. */
async function deadRows(name: string, stack: BenchStack): Promise<string> {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  await client.connect();
  try {
    await client.query('create extension if not exists pgstattuple');
    const counts: string[] = [];
    for (const table of [
      'outbox_0',
      'outbox_1',
      'outbox_2',
      'outbox_3',
      'relay',
      'consumer_offset',
      'mark',
    ]) {
      const { rows } = await client.query<{ dead: string }>(
        `select dead_tuple_count::text as dead from pgstattuple('tracking.${table}')`,
      );
      counts.push(`${table} ${rows[0]?.dead}`);
    }
    return `${name}, dead row versions at the end: ${counts.join(', ')}`;
  } finally {
    await client.end();
  }
}
