import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MessagingTables } from '#messaging';
import { migrate } from '#postgres';
import type { Database } from '#postgres';
import { testStack } from '#testing';
import type { TestStack } from '#testing';
import { migrations } from '../src/store/migrations/index.js';
import { PackageNumbers } from '../src/store/package-numbers.js';

const [FORMER, LATER] = ['0190a000-0000-7000-8000-0000000000aa', '0190a000-0000-7000-8000-0000000000bb'];
let stack: TestStack;
let worker: Database;

beforeAll(async () => {
  stack = await testStack({ simulated: true });
  const owner = { url: stack.databaseUrl, ...stack.login('orders', 'owner'), schema: 'orders', poolSize: 2 };
  await migrate({ ...owner, role: 'owner' }, [MessagingTables, ...migrations]);
  worker = await stack.database('orders', 'worker');
}, 120_000);
afterAll(() => stack?.close());

/** The next number of a seller, for a process that was just started. */
async function nextOf(sellerId: string): Promise<number | undefined> {
  const taken = await new PackageNumbers(worker).take(new Map([[sellerId, 1]]));
  return taken.get(sellerId)?.[0];
}

const newIncarnation = (since: string) =>
  worker.transaction((tx) => tx.query('update relay set incarnation_since = $1', [since]));

it('begin with 1, and after a restore beyond all that a backup may have forgotten', async () => {
  expect(await nextOf(FORMER)).toBe(1);
  expect(await nextOf(FORMER)).toBe(101);
  await newIncarnation('2026-01-02T00:00:00Z');
  expect(await nextOf(FORMER)).toBe(86_400);
  expect(await nextOf(FORMER)).toBe(86_500);
  expect(await nextOf(LATER)).toBe(86_400);
});

it('never go back, however many a seller has had', async () => {
  await newIncarnation('2026-01-01T00:00:10Z');
  expect(await nextOf(FORMER)).toBe(86_600);
});
