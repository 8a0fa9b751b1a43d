import { EventEmitter } from 'node:events';
import type pg from 'pg';
import type { RoleLogin } from '#postgres';
import type { Process } from '../engine/process.js';
import type { VirtualTime } from '../engine/virtual-time.js';
import type { Backend } from './backend.js';

const LOCK = /pg_try_advisory_lock/;
const IDLE_IN_TRANSACTION_MS = 5_000;
const CLOSED = new Error('Client was closed and is not queryable');
const DEAD = new Error('the process is dead');

/** What a process of the simulation holds of the database: the part of pg's client that the product uses. */
export class Connection extends EventEmitter {
  private broken?: Error;
  private last: Promise<unknown> = Promise.resolve();
  private stopWatching: () => void = () => undefined;

  constructor(
    private readonly backend: Backend,
    private readonly process: Process,
    private readonly time: VirtualTime,
    private readonly login: RoleLogin,
    /** After so many milliseconds without a statement the server ends the session; left out: never. */
    private readonly idleMs?: number,
  ) {
    super();
    process.onEnd(() => this.lose(DEAD));
  }

  /** Asked before earlier ones are answered, statements are still done one after the other. */
  query(text: string | pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> {
    const query = typeof text === 'string' ? { text, values } : text;
    const answered = this.last.then(() => this.ask(query));
    this.last = answered.catch(() => undefined);
    return answered;
  }

  private ask(query: pg.QueryConfig): Promise<pg.QueryResult> {
    return this.process.step(pointOf(this.login, query), () => this.run(query), {
      ready: () => this.broken !== undefined || (this.backend.holder ?? this) === this,
      loseReply: () => this.lose(new Error('Connection terminated unexpectedly')),
    });
  }

  /** Back to the pool: nothing is held any more. */
  release(): void {
    this.lose(CLOSED);
  }

  async end(): Promise<void> {
    this.release();
  }

  private run(query: pg.QueryConfig): pg.QueryResult {
    if (this.broken) throw this.broken;
    this.stopWatching();
    const verb = query.text.trimStart().slice(0, 8).toLowerCase();
    try {
      if (verb.startsWith('begin')) this.backend.holder = this;
      if (LOCK.test(query.text)) return this.lock();
      const result = this.backend.query(this.login, query);
      if (verb === 'commit' || verb === 'rollback') this.backend.holder = undefined;
      return result;
    } finally {
      this.watch();
    }
  }

  /** A stopped process keeps neither its rows nor its lock. */
  private watch(): void {
    const inTransaction = this.backend.holder === this;
    const ms = inTransaction ? IDLE_IN_TRANSACTION_MS : this.idleMs;
    if (ms === undefined) return;
    this.stopWatching = this.time.after(ms, () => {
      const timeout = inTransaction ? 'idle-in-transaction' : 'idle-session';
      const error = Object.assign(new Error(`terminating connection due to ${timeout} timeout`), {
        code: inTransaction ? '25P03' : '57P05',
      });
      this.lose(error);
      this.process.defer(() => void (this.listenerCount('error') > 0 && this.emit('error', error)));
    });
  }

  private lock(): pg.QueryResult {
    const holder = this.backend.sessionLocks.get(this.login.schema);
    const got = (holder ?? this) === this;
    if (got) this.backend.sessionLocks.set(this.login.schema, this);
    return { rows: [{ got }], rowCount: 1 } as pg.QueryResult;
  }

  private lose(error: Error): Error {
    this.stopWatching();
    this.broken ??= error;
    this.backend.abandon(this);
    return this.broken;
  }
}

/** `orders sql offset_lock`; without a name, what the statement begins with. */
function pointOf({ schema }: RoleLogin, { name, text }: pg.QueryConfig): string {
  return `${schema} sql ${name ?? text.trim().split(/\s+/, 3).join(' ').toLowerCase()}`;
}
