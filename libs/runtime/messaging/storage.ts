import { setTimeout as sleep } from 'node:timers/promises';
import { MessagingTables, type Databases, type Logger } from '#messaging';
import { Database, migrate, type DatabaseRole, type Migration, type RoleLogin } from '#postgres';
import type { ServiceConfig, ServiceName } from '../service-config.js';

/** Connections per role: the worker runs batches, relay and sweeps; requests of sellers and operators are short. */
const POOLS: Record<DatabaseRole, number> = { owner: 2, api: 8, worker: 8, ops: 4 };
const PATIENCE_MS = 60_000;

/** As whom a service logs in: roles are `<namespace prefix><service>_<role>`, the schema has the service's name. */
export function loginOf(service: ServiceName, role: DatabaseRole, config: ServiceConfig): RoleLogin {
  const passwords: Record<DatabaseRole, string> = {
    owner: config.ownerPassword,
    api: config.apiPassword,
    worker: config.workerPassword,
    ops: config.opsPassword,
  };
  const prefix = config.namespace === '' ? '' : `${config.namespace.replaceAll('-', '_')}_`;
  return {
    url: config.databaseUrl,
    user: `${prefix}${service}_${role}`,
    password: passwords[role],
    schema: service,
    role,
    poolSize: POOLS[role],
  };
}

/** Brings the schema up to date and connects; waits up to a minute for a server that is not there yet. */
export async function openStorage(
  service: ServiceName,
  config: ServiceConfig,
  migrations: readonly Migration[],
  log: Logger,
): Promise<Databases> {
  const done = await untilReachable(log, () =>
    migrate(loginOf(service, 'owner', config), [MessagingTables, ...migrations]),
  );
  if (done.length > 0) log.info({ migrations: done }, 'schema brought up to date');
  const [api, worker, ops] = await Promise.all(
    (['api', 'worker', 'ops'] as const).map((role) => Database.connect(loginOf(service, role, config))),
  );
  if (api === undefined || worker === undefined || ops === undefined)
    throw new Error('a database role is missing');
  return { api, worker, ops };
}

async function untilReachable<T>(log: Logger, work: () => Promise<T>): Promise<T> {
  const giveUp = Date.now() + PATIENCE_MS;
  for (let wait = 250; ; wait = Math.min(wait * 2, 5_000)) {
    try {
      return await work();
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      const away =
        code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === '57P03';
      if (!away || Date.now() > giveUp) throw error;
      log.warn({ code }, 'Postgres is not reachable yet');
      await sleep(wait);
    }
  }
}

export async function closeStorage(databases: Databases): Promise<void> {
  await Promise.all(Object.values(databases).map((database: Database) => database.close()));
}
