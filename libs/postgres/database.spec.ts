import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import type pg from 'pg';
import type { DataSource } from 'typeorm';
import { Database, type RoleLogin } from './database.js';

class OnPool extends Database {
  constructor(private readonly given: pg.Pool) {
    super({} as RoleLogin, {} as DataSource);
  }

  protected override get pool(): pg.Pool {
    return this.given;
  }
}

test('a transaction that the server has ended fails with the reason, not with the next statement’s complaint', async () => {
  const reason = Object.assign(new Error('terminating connection due to transaction timeout'), {
    code: '25P04',
  });
  const released: unknown[] = [];
  let isEnded = false;
  const client = Object.assign(new EventEmitter(), {
    query: async () => {
      if (isEnded) throw new Error('Client has encountered a connection error and is not queryable');
      return { rows: [] };
    },
    release: (broken: unknown) => released.push(broken),
  });
  const database = new OnPool({ connect: async () => client } as unknown as pg.Pool);
  const work = database.transaction(async (tx) => {
    // Between two statements, as a slow handler computes.
    client.emit('error', reason);
    isEnded = true;
    await tx.query('select 1');
  });
  await expect(work).rejects.toBe(reason);
  expect(released).toEqual([reason]);
});
