import type pg from 'pg';
import { DataSource } from 'typeorm';
import { Database, type RoleLogin } from '#postgres';
import type { Connection } from './connection.js';

/** Never connected: a simulated database has connections of its own. */
const nowhere = new DataSource({ type: 'postgres' });

/** The product's transactions, retries and sessions, over simulated connections. */
export class SimulatedDatabase extends Database {
  constructor(
    login: RoleLogin,
    private readonly connect: (idleMs?: number) => Connection,
  ) {
    super(login, nowhere);
  }

  protected override get pool(): pg.Pool {
    const pool = {
      connect: async () => this.connect(),
      query: async (query: pg.QueryConfig) => {
        const connection = this.connect();
        try {
          return await connection.query(query);
        } finally {
          connection.release();
        }
      },
    };
    return pool as unknown as pg.Pool;
  }

  override async session(settings: Record<string, string> = {}): Promise<pg.Client> {
    return this.connect(Number(settings['idle_session_timeout'])) as unknown as pg.Client;
  }

  override async close(): Promise<void> {}
}
