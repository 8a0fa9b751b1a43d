import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { Service } from '#contracts';
import type { Migration, RoleLogin } from '#postgres';
import { emptyAll, makeSchemas } from './schemas.js';
import { Wire } from './wire.js';

/**
 * A real PostgreSQL in this process, with one session. So transactions come one after the other: what two of them do
 * to each other is tested on a server (interleavings.it.ts). Session locks are kept here, as the connections that hold
 * them are the simulation's.
 */
export class Backend {
  /** Whose transaction is open. Everybody else waits. */
  holder?: object;
  readonly sessionLocks = new Map<string, object>();
  private user = '';
  private readonly names = new Map<string, string>();
  private rollingBack = Promise.resolve();

  private constructor(
    private readonly client: pg.Client,
    private readonly services: readonly Service[],
    private readonly shutDown: () => Promise<void>,
  ) {}

  static async open(migrations: ReadonlyMap<Service, readonly Migration[]>): Promise<Backend> {
    const postgres = await PGlite.create();
    const client = new pg.Client({
      user: 'postgres',
      database: 'postgres',
      stream: () => new Wire(postgres),
    });
    await client.connect();
    // Each statement is asked a thousand times of tables of a few rows: planning it each time took a fourth of a run.
    await client.query(
      `set timezone = 'UTC'; set random_page_cost = 1.1; set plan_cache_mode = force_generic_plan`,
    );
    await makeSchemas(client, migrations);
    const services = [...migrations.keys()];
    return new Backend(client, services, async () => {
      await client.end();
      await postgres.close();
    });
  }

  /** As after installation. `incarnation` gives each relay's, which Postgres would draw by chance. */
  async reset(incarnation: (service: Service) => string): Promise<void> {
    await this.rollingBack;
    this.holder = undefined;
    this.sessionLocks.clear();
    await this.becomeSuperuser();
    await emptyAll(this.client, this.services);
    for (const service of this.services)
      await this.client.query(`insert into ${service}.relay (incarnation) values ($1)`, [
        incarnation(service),
      ]);
  }

  /** One statement as that role; a named one is prepared once. */
  async query(login: RoleLogin, query: pg.QueryConfig): Promise<pg.QueryResult> {
    // What was set in its transaction is undone as well.
    if (query.text === 'rollback') this.user = '';
    else if (this.user !== login.user) {
      const become = `set role ${login.user}; set search_path = ${login.schema}`;
      this.user = login.user;
      // In one message with what begins a transaction.
      if (!query.name && !query.values) {
        const results: unknown = await this.client.query(`${become}; ${query.text}`);
        return (results as pg.QueryResult[]).at(-1) as pg.QueryResult;
      }
      await this.client.query(become);
    }
    return this.client.query(query.name ? { ...query, name: this.nameOf(login, query.name) } : query);
  }

  /** The server notices that a connection is gone. */
  abandon(connection: object): void {
    for (const [lock, holder] of this.sessionLocks) if (holder === connection) this.sessionLocks.delete(lock);
    if (this.holder !== connection) return;
    const gone = (this.holder = {});
    this.user = '';
    this.rollingBack = this.rollBack(gone);
  }

  private async rollBack(holder: object): Promise<void> {
    await this.client.query('rollback');
    if (this.holder === holder) this.holder = undefined;
  }

  /** Reads or changes anything, as nobody in the simulated world could. */
  async asSuperuser<R extends pg.QueryResultRow>(text: string, schema = 'public'): Promise<R[]> {
    await this.becomeSuperuser(schema);
    return (await this.client.query<R>(text)).rows;
  }

  private async becomeSuperuser(schema = 'public'): Promise<void> {
    await this.client.query(`reset role; set search_path = ${schema}`);
    this.user = '';
  }

  /** Of all services. */
  async moveClock(offsetMs: number): Promise<void> {
    await this.asSuperuser(
      this.services.map((service) => `update ${service}.clock set offset_ms = ${offsetMs}`).join(';'),
    );
  }

  /** When the last rollback of an abandoned transaction is done. */
  settled(): Promise<void> {
    return this.rollingBack;
  }

  close(): Promise<void> {
    return this.shutDown();
  }

  // Services share the session, and have statements of one name.
  private nameOf(login: RoleLogin, name: string): string {
    const whole = `${login.user}.${name}`;
    let short = this.names.get(whole);
    if (!short) this.names.set(whole, (short = `s${this.names.size}`));
    return short;
  }
}
