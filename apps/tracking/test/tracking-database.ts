import { MessagingTables } from '#messaging';
import { migrate } from '#postgres';
import type { Database } from '#postgres';
import { testStack } from '#testing';
import { migrations } from '../src/store/migrations/index.js';

/** The schema of tracking in a namespace of its own. */
export interface TrackingDatabase {
  worker: Database;
  api: Database;
  /** Empties the tables, but for the policies. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function trackingDatabase(): Promise<TrackingDatabase> {
  const stack = await testStack({ simulated: true });
  const owner = {
    url: stack.databaseUrl,
    ...stack.login('tracking', 'owner'),
    schema: 'tracking',
    poolSize: 2,
  };
  await migrate({ ...owner, role: 'owner' }, [MessagingTables, ...migrations]);
  const worker = await stack.database('tracking', 'worker');
  const api = await stack.database('tracking', 'api');
  const tables = ['package', 'package_state', 'unit', 'scan', 'returned_unit', 'reimbursed_unit', 'parked'];
  return {
    worker,
    api,
    clear: () =>
      worker.transaction(async (tx) => {
        for (const table of tables) await tx.query(`delete from ${table}`);
        await tx.query(`delete from policy where version <> 'M'`);
      }),
    close: () => stack.close(),
  };
}
