import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { testStack, type TestStack } from '#testing';
import type { Database } from './database.js';
import { migrate } from './migrate.js';

let stack: TestStack;
let worker: Database;

beforeAll(async () => {
  stack = await testStack({ simulated: true });
  const owner = { url: stack.databaseUrl, ...stack.login('orders', 'owner'), schema: 'orders', poolSize: 1 };
  await migrate({ ...owner, role: 'owner' }, [Numbers1700000000001]);
  worker = await stack.database('orders', 'worker');
}, 120_000);
beforeEach(() => worker.transaction(async (tx) => void (await tx.query('delete from number'))));
afterAll(() => stack?.close());

class Numbers1700000000001 {
  readonly name = 'Numbers1700000000001';
  async up(runner: { query(text: string): Promise<unknown> }): Promise<void> {
    await runner.query('create table number (value int primary key)');
  }
  async down(): Promise<void> {}
}

const insert = { name: 'number_insert', text: 'insert into number (value) values ($1)' };
const kept = async () =>
  (
    await worker.read<{ value: number }>({ name: 'numbers', text: 'select value from number order by 1' })
  ).map(({ value }) => value);

test('what is sent is done in the order of the calls, and seen by what is asked after it', async () => {
  const seen = await worker.transaction(async (tx) => {
    tx.send(insert, [1]);
    const [one, , two] = await Promise.all([
      tx.query<{ count: number }>('select count(*)::int as count from number'),
      tx.query(insert, [2]),
      tx.query<{ count: number }>('select count(*)::int as count from number'),
    ]);
    tx.send(insert, [3]);
    return [one[0]?.count, two[0]?.count];
  });
  expect(seen).toEqual([1, 2]);
  expect(await kept()).toEqual([1, 2, 3]);
});

test.each([
  ['with the commit', () => undefined],
  ['before another statement', 'select 1'],
])('a statement that fails %s undoes all, and its reason is what the caller is told', async (_, then) => {
  const work = worker.transaction(async (tx) => {
    tx.send(insert, [1]);
    tx.send(insert, [1]);
    tx.send(insert, [2]);
    if (typeof then === 'string') await tx.query(then);
  });
  await expect(work).rejects.toMatchObject({ code: '23505' });
  expect(await kept()).toEqual([]);
});

test('a failure that was swallowed is not taken for a commit', async () => {
  const work = worker.transaction(async (tx) => {
    await tx.query(insert, [1]);
    await tx.query(insert, [1]).catch(() => undefined);
  });
  await expect(work).rejects.toMatchObject({ code: '23505' });
  expect(await kept()).toEqual([]);
});

test('what was undone up to a savepoint does not make the rest fail', async () => {
  await worker.transaction(async (tx) => {
    tx.send(insert, [1]);
    await tx.query('savepoint here');
    await tx.query(insert, [1]).catch(() => undefined);
    await tx.query('rollback to savepoint here');
    tx.send(insert, [2]);
  });
  expect(await kept()).toEqual([1, 2]);
});
