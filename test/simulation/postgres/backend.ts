import { PGlite } from '@electric-sql/pglite';
import type pg from 'pg';
import type { Service } from '#contracts';
import type { Migration, RoleLogin } from '#postgres';
import { makeSchemas } from './schemas.js';
import { Session } from './session.js';
import { Snapshot } from './snapshot.js';

/** Nobody else is there, and nothing is to be found after a crash. */
const SETTINGS = {
  shared_buffers: '24MB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  autovacuum: 'off',
  track_counts: 'off',
  track_activities: 'off',
  timezone: 'UTC',
  random_page_cost: '1.1',
  // Each statement is asked a thousand times of tables of a few rows.
  plan_cache_mode: 'force_generic_plan',
};

/** The answer to what returns nothing. */
const NOTHING = { rows: [], rowCount: 0 } as unknown as pg.QueryResult;

/** What has a plan, and so can be planned ahead of being asked. */
const PLANNED = /^\s*(select|with|insert|update|delete)\b/i;

type Login = Pick<RoleLogin, 'user' | 'schema'>;
const SUPERUSER = 'postgres';

/** A statement that was asked, and as whom. */
interface Asked {
  login: Login;
  text: string;
  values: number;
}

/**
 * A real PostgreSQL in this process, with one session. So transactions come one after the other: what two of them do
 * to each other is tested on a server (interleavings.it.ts). Session locks are kept here, as the connections that hold
 * them are the simulation's.
 */
export class Backend {
  /** Whose transaction is open. Everybody else waits. */
  holder?: object;
  readonly sessionLocks = new Map<string, object>();
  /** As whom the session asks; nobody: what a rollback took back is not known. */
  private user = '';
  private readonly asked = new Map<string, Asked>();
  private rewind: () => void;

  private constructor(
    private readonly postgres: PGlite,
    private readonly session: Session,
    private readonly services: readonly Service[],
  ) {
    this.rewind = this.remember();
  }

  static async open(migrations: ReadonlyMap<Service, readonly Migration[]>): Promise<Backend> {
    const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const postgres = await PGlite.create({ startParams: [...PGlite.defaultStartParams, ...settings] });
    const session = new Session(postgres);
    await makeSchemas(session, migrations);
    return new Backend(postgres, session, [...migrations.keys()]);
  }

  /** As after installation. `incarnation` gives each relay's, which Postgres would draw by chance. */
  reset(incarnation: (service: Service) => string): void {
    this.rewind();
    this.asSuperuser(
      this.services
        .map((service) => `update ${service}.relay set incarnation = '${incarnation(service)}'`)
        .join(';'),
    );
  }

  /** From now on each reset knows the plans of all that was asked so far, and still nothing else of it. */
  keepPlans(): void {
    this.rewind();
    for (const [key, { login, text, values }] of this.asked) {
      this.become(login);
      const name = this.session.prepare(key, text);
      const nulls = values > 0 ? `(${Array(values).fill('null').join()})` : '';
      if (PLANNED.test(text)) this.session.run(`explain execute ${name}${nulls}`);
    }
    this.rewind = this.remember();
  }

  /** One statement as that role; what has a name or parameters is prepared once. */
  query(login: Login, { name, text, values, types }: pg.QueryConfig): pg.QueryResult {
    if (text === 'commit' || text === 'rollback') return this.finish(text);
    if (text.startsWith('begin')) return this.begin(login, text);
    // Services share the session, and have statements of one name.
    const key = `${login.user} ${name ?? text}`;
    this.become(login);
    if (!name && !values) return this.session.run(text, types);
    this.note(key, login, text, values);
    return this.session.execute(key, text, values ?? [], types);
  }

  /** The server notices that a connection is gone. */
  abandon(connection: object): void {
    for (const [lock, holder] of this.sessionLocks) if (holder === connection) this.sessionLocks.delete(lock);
    if (this.holder !== connection) return;
    if (!this.session.takeBack()) this.session.run('rollback');
    this.holder = undefined;
    this.user = '';
  }

  /** Reads or changes anything, as nobody in the simulated world could. */
  asSuperuser<R extends pg.QueryResultRow>(text: string, schema = 'public'): R[] {
    const login = { user: SUPERUSER, schema };
    const key = `${schema} ${text}`;
    if (!PLANNED.test(text) || text.includes(';')) {
      this.become(login);
      return this.session.run<R>(text).rows;
    }
    this.note(key, login, text);
    this.become(login);
    return this.session.execute(key, text, []).rows as R[];
  }

  /** Of all services. */
  moveClock(offsetMs: number): void {
    this.asSuperuser(
      this.services.map((service) => `update ${service}.clock set offset_ms = ${offsetMs}`).join(';'),
    );
  }

  close(): Promise<void> {
    return this.postgres.close();
  }

  private begin(login: Login, text: string): pg.QueryResult {
    this.become(login);
    this.session.ahead(text);
    return NOTHING;
  }

  private finish(text: 'commit' | 'rollback'): pg.QueryResult {
    // What was set in a transaction that is rolled back is undone as well; nothing was asked in one that never began.
    if (text === 'rollback') this.user = '';
    if (this.session.takeBack()) {
      this.user = '';
      return NOTHING;
    }
    return this.session.run(text);
  }

  private note(key: string, login: Login, text: string, values: readonly unknown[] = []): void {
    if (!this.asked.has(key)) this.asked.set(key, { login, text, values: values.length });
  }

  private become({ user, schema }: Login): void {
    const whole = `${user} ${schema}`;
    if (this.user === whole) return;
    this.user = whole;
    this.session.ahead(`set role ${user}; set search_path = ${schema}`);
  }

  private remember(): () => void {
    const snapshot = new Snapshot(this.postgres);
    const known = this.session.remember();
    return () => {
      snapshot.restore();
      known();
      this.holder = undefined;
      this.sessionLocks.clear();
      this.user = '';
    };
  }
}
