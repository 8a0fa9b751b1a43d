import pg from 'pg';
import type { Arena } from '../nemesis/kind.js';
import type { Disaster } from './disaster.js';
import { only } from './disaster.js';
import { SERVICES } from '../stack/fault-stack.js';

/** A backup from before the last orders takes the place of the database: Kafka knows more than it does. */
export const databaseRestored: Disaster = {
  name: 'database-restored',
  strike: async (arena, scene) => {
    const { stack } = arena;
    await scene.settled(8);
    const { database } = stack.test.namespace;
    await withoutServices(arena, async (sql) => {
      await sql.query(`create database ${database}_backup template ${database}`);
    });
    scene.giveUp(await scene.settled(8));
    await withoutServices(arena, async (sql) => {
      await sql.query(`drop database ${database} with (force)`);
      await sql.query(`alter database ${database}_backup rename to ${database}`);
    });
    for (const service of ['orders', 'tracking', 'reimbursements'] as const) {
      const restored = only(arena, service);
      await scene.noticed(restored, /the database is older than Kafka/);
      await scene.remedy(restored, 'new-incarnation');
    }
    const returns = only(arena, 'returns');
    if ((await returns.health())?.ready !== true) await scene.remedy(returns, 'new-incarnation');
    await stack.untilReady(60_000);
    await scene.settled(8);
  },
};

/** All services leave, and nobody of ours is connected to their database. */
async function withoutServices(arena: Arena, work: (sql: pg.Client) => Promise<void>): Promise<void> {
  const { stack } = arena;
  await Promise.all(stack.replicas.map((replica) => replica.stop()));
  const sql = new pg.Client({ connectionString: stack.test.servers.databaseUrl });
  await sql.connect();
  try {
    await sql.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      stack.test.namespace.database,
    ]);
    await work(sql);
  } finally {
    await sql.end();
  }
  for (const service of SERVICES) for (const replica of stack.of(service)) replica.start();
}
