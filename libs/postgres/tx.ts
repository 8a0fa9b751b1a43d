import type { Writable } from 'node:stream';
import type { Instant } from '#contracts';
import type { PoolClient, QueryResult } from 'pg';
import { rowTypes } from './row-types.js';
import { sql, type Statement } from './statement.js';

const NOW = sql('clock_now', 'select clock_now() as now');

/** One open transaction. */
export interface Tx {
  /**
   * Runs one statement. Several that do not need each other's rows are best asked together (`Promise.all`): they make
   * one round trip, and are done in the order of the calls. Rows come back with int4/int8 as numbers (a bigint beyond
   * 2^53 throws), timestamptz as {@link Instant}, json parsed, uuid and text as strings, bytea as Buffer, numeric as
   * string.
   */
  query<R = Record<string, unknown>>(
    statement: Statement | string,
    values?: readonly unknown[],
  ): Promise<R[]>;
  /**
   * Runs a statement whose rows nobody needs, without waiting for it: it travels with the next one, or with the commit.
   * When it fails, so does the transaction, for that reason.
   */
  send(statement: Statement | string, values?: readonly unknown[]): void;
  /** The namespace's clock in whole milliseconds: live, or standing still in a simulated namespace. */
  now(): Promise<Instant>;
}

/**
 * A transaction on a connection that sends statements before earlier ones are answered (pg's pipeline mode). They are
 * done in the order of the calls.
 */
export class ClientTx implements Tx {
  private failure?: { why: unknown };
  private readonly stream?: Writable;

  constructor(private readonly client: PoolClient) {
    // Not in pg's types, and not there in a simulation.
    this.stream = (client as { connection?: { stream?: Writable } }).connection?.stream;
  }

  async query<R>(statement: Statement | string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.ask(statement, values)).rows as R[];
  }

  send(statement: Statement | string, values: readonly unknown[] = []): void {
    // Whoever asks next hears of it, at the latest the commit.
    this.ask(statement, values).catch(() => undefined);
  }

  async now(): Promise<Instant> {
    const [row] = await this.query<{ now: Instant }>(NOW);
    return row!.now;
  }

  /** @throws why a statement failed: then nothing was done, and the transaction is over. */
  async commit(): Promise<void> {
    this.gather();
    const { command } = await this.client.query('commit');
    if (this.failure) throw this.failure.why;
    if (command === 'ROLLBACK') throw new Error('a statement had failed, so nothing was committed');
  }

  private async ask(statement: Statement | string, values: readonly unknown[] = []): Promise<QueryResult> {
    const named = typeof statement === 'string' ? { text: statement } : statement;
    this.gather();
    try {
      const result = await this.client.query({ ...named, values: values as unknown[], types: rowTypes });
      // What had failed was undone up to a savepoint, or this would have failed too.
      this.failure = undefined;
      return result;
    } catch (error) {
      // All that follow fail because of the first.
      this.failure ??= { why: error };
      throw this.failure.why;
    }
  }

  /** What is asked in the same turn of the loop is written to the socket at once: a write costs more than a statement. */
  private gather(): void {
    if (!this.stream || this.stream.writableCorked > 0) return;
    this.stream.cork();
    process.nextTick(() => this.stream?.uncork());
  }
}
