import type { Instant } from '#contracts';
import type { PoolClient } from 'pg';
import { rowTypes } from './row-types.js';
import { sql, type Statement } from './statement.js';

const NOW = sql('clock_now', 'select clock_now() as now');

/** One open transaction. */
export interface Tx {
  /**
   * Runs one statement. Rows come back with int4/int8 as numbers (a bigint beyond 2^53 throws), timestamptz as
   * {@link Instant}, json parsed, uuid and text as strings, bytea as Buffer, numeric as string.
   */
  query<R = Record<string, unknown>>(
    statement: Statement | string,
    values?: readonly unknown[],
  ): Promise<R[]>;
  /** The namespace's clock in whole milliseconds: live, or standing still in a simulated namespace. */
  now(): Promise<Instant>;
}

export class ClientTx implements Tx {
  constructor(private readonly client: PoolClient) {}

  async query<R>(statement: Statement | string, values: readonly unknown[] = []): Promise<R[]> {
    const named = typeof statement === 'string' ? { text: statement } : statement;
    const result = await this.client.query({ ...named, values: values as unknown[], types: rowTypes });
    return result.rows as R[];
  }

  async now(): Promise<Instant> {
    const [row] = await this.query<{ now: Instant }>(NOW);
    return row!.now;
  }
}
