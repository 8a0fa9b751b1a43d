import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DataSource, type EntitySchema, type MixedList } from 'typeorm';
import { rowTypes } from './row-types.js';
import type { Statement } from './statement.js';
import { ClientTx, type Tx } from './tx.js';
import { isRetryable } from './sql-state.js';

export type DatabaseRole = 'owner' | 'api' | 'worker' | 'ops';

/** Where a service's data lives and as whom to log in. */
export interface RoleLogin {
  /** postgres://host:port/database, without a user. */
  url: string;
  user: string;
  password: string;
  schema: string;
  role: DatabaseRole;
  poolSize: number;
}

/**
 * A process that is stopped (SIGSTOP, a paused machine) must not keep its locks: the server ends its idle
 * transaction after 5 s and any transaction after 30 s.
 */
const SESSION = {
  timezone: 'UTC',
  synchronous_commit: 'on',
  idle_in_transaction_session_timeout: '5000',
  transaction_timeout: '30000',
  // Storage today finds a page in no time: at the default of 4 whole tables are read for a thousand keys.
  random_page_cost: '1.1',
};

/** Start-up options of a session, as libpq's `options` string. */
export function sessionOptions(schema: string, more: Record<string, string> = {}): string {
  const settings: Record<string, string> = { search_path: schema, ...SESSION, ...more };
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
}

const ATTEMPTS = 5;
const UUID = /^[0-9a-f-]{36}$/i;

/**
 * One service's database as one role: a TypeORM data source, and transactions on its pool. A simulation extends it with
 * connections of its own.
 */
export class Database {
  protected constructor(
    readonly login: RoleLogin,
    readonly dataSource: DataSource,
  ) {}

  get role(): DatabaseRole {
    return this.login.role;
  }

  static async connect(
    login: RoleLogin,
    entities: MixedList<string | EntitySchema | (new () => object)> = [],
  ): Promise<Database> {
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
      entities,
      synchronize: false,
      installExtensions: false,
      applicationName: `${login.schema}-${login.role}`,
      poolSize: login.poolSize,
      // An idle connection that the server closed is replaced on next use; it must not take the process down.
      poolErrorHandler: () => undefined,
      extra: {
        options: sessionOptions(login.schema),
        pipeline: true,
        connectionTimeoutMillis: 5000,
        idleTimeoutMillis: 30_000,
      },
    });
    await dataSource.initialize();
    return new Database(login, dataSource);
  }

  /**
   * Runs `work` in one READ COMMITTED transaction. A deadlock or serialization failure is tried again from the
   * start, so `work` must have no effect besides the transaction.
   * @param options.sellerId row-level security shows and accepts this seller's rows only (role `api`).
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>, options: { sellerId?: string } = {}): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(work, options.sellerId);
      } catch (error) {
        if (!isRetryable(error) || attempt >= ATTEMPTS) throw error;
        await sleep(Math.random() * 20 * attempt);
      }
    }
  }

  private async once<T>(work: (tx: Tx) => Promise<T>, sellerId?: string): Promise<T> {
    if (sellerId !== undefined && !UUID.test(sellerId)) throw new TypeError('sellerId must be a UUID');
    const client = await this.pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error) => (broken = error);
    client.on('error', onError);
    try {
      const tx = new ClientTx(client);
      tx.send(sellerId === undefined ? 'begin' : `begin; set local makegood.seller_id = '${sellerId}'`);
      const result = await work(tx);
      await tx.commit();
      return result;
    } catch (error) {
      // Why the server has ended the session says more than that the next statement found it ended.
      const why = broken ?? error;
      await client.query('rollback').catch((failed: Error) => (broken ??= failed));
      throw why;
    } finally {
      client.off('error', onError);
      client.release(broken ?? false);
    }
  }

  /** One statement that needs no transaction around it: a fourth of the round trips, for what is asked all day. */
  async read<R>(statement: Statement, values: readonly unknown[] = []): Promise<R[]> {
    const result = await this.pool.query({ ...statement, values: values as unknown[], types: rowTypes });
    return result.rows as R[];
  }

  /** A connection of its own, outside the pool, for what holds a session: the relay's lock. */
  async session(settings: Record<string, string> = {}): Promise<pg.Client> {
    const url = new URL(this.login.url);
    const client = new pg.Client({
      host: url.hostname,
      port: Number(url.port || 5432),
      database: url.pathname.slice(1),
      user: this.login.user,
      password: this.login.password,
      ssl: url.searchParams.get('sslmode') === 'require',
      application_name: `${this.login.schema}-${this.login.role}-session`,
      options: sessionOptions(this.login.schema, settings),
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    });
    await client.connect();
    return client;
  }

  async close(): Promise<void> {
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
  }

  protected get pool(): pg.Pool {
    return (this.dataSource.driver as unknown as { master: pg.Pool }).master;
  }
}
