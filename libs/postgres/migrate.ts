import { DataSource, type MigrationInterface } from 'typeorm';
import { Audit1796601600001 } from './audit.js';
import { Clock1700000000000 } from './clock-migration.js';
import type { RoleLogin } from './database.js';

export type Migration = new () => MigrationInterface;

/**
 * Brings a service's schema up to date as its owner. Replicas that boot together take turns under an advisory lock.
 * @returns the names of the migrations that ran.
 */
export async function migrate(login: RoleLogin, migrations: readonly Migration[]): Promise<string[]> {
  const url = new URL(login.url);
  const dataSource = new DataSource({
    type: 'postgres',
    host: url.hostname,
    port: Number(url.port || 5432),
    database: url.pathname.slice(1),
    username: login.user,
    password: login.password,
    ssl: url.searchParams.get('sslmode') === 'require',
    schema: login.schema,
    migrations: [Clock1700000000000, Audit1796601600001, ...migrations],
    migrationsTableName: 'migration',
    installExtensions: false,
    applicationName: `${login.schema}-migrations`,
    // Two: the lock is held on one while TypeORM works on the other.
    poolSize: 2,
    extra: { options: `-c search_path=${login.schema} -c timezone=UTC`, connectionTimeoutMillis: 5000 },
  });
  await dataSource.initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query(`select pg_advisory_lock(hashtext('makegood.migrations'), hashtext($1))`, [
      login.schema,
    ]);
    const done = await dataSource.runMigrations({ transaction: 'each' });
    return done.map((migration) => migration.name);
  } finally {
    await lock.release();
    await dataSource.destroy();
  }
}
