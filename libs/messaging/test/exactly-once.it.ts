import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ChildProcess } from 'node:child_process';
import { eventually } from '#testing';
import { CounterLab } from './counter-lab.js';
import type { RunningCounter } from './counting-service.js';

let lab: CounterLab;
let orders: RunningCounter;

beforeAll(async () => {
  lab = await CounterLab.open();
  orders = await lab.start('orders');
}, 120_000);

afterAll(() => lab.close(), 60_000);

/** All that was said so far has one effect, in order, and was said on once, in order. */
async function expectExactlyOnce(expected: number): Promise<void> {
  expect(await lab.settled(expected)).toEqual({ applied: expected, disordered: [] });
  // The relay may be finding its way yet: who held its lock was killed.
  const said = await eventually(
    () => lab.said(),
    ({ facts }) => facts >= expected,
    30_000,
  );
  expect(said).toEqual({ facts: expected, disordered: 0 });
}

describe('one effect, whoever dies', () => {
  let total = 0;
  let ids: string[];
  beforeAll(() => {
    ids = lab.orderIds(40);
  });

  test.each([
    ['before its commit', 'in-handler', 60],
    ['after its commit, before Kafka knows', 'after-commit', 1],
    ['between send and tick', 'after-send', 40],
  ] as const)(
    'a consumer or relay killed %s',
    async (_, death, after) => {
      const dying = await lab.spawn('tracking', death, after);
      const ended = new Promise<NodeJS.Signals | null>((resolve) =>
        dying.once('exit', (_code, signal) => resolve(signal)),
      );
      total += await lab.say(orders, ids, 5);
      // The gate is only worth something if the process really died there.
      expect(await ended).toBe('SIGKILL');
      const next = await lab.spawn('tracking');
      await expectExactlyOnce(total);
      await terminated(next);
    },
    180_000,
  );

  test('two consumers and relays believe they own the same: one is stopped, the other takes over, the first wakes up', async () => {
    const first = await lab.spawn('tracking');
    total += await lab.say(orders, ids, 3);
    await lab.settled(total);
    first.kill('SIGSTOP');
    const second = await lab.spawn('tracking');
    total += await lab.say(orders, ids, 5);
    expect((await lab.settled(total)).applied).toBe(total);
    first.kill('SIGCONT');
    total += await lab.say(orders, ids, 5);
    await expectExactlyOnce(total);
    await Promise.all([terminated(first), terminated(second)]);
  }, 120_000);

  test('the topic is read again from offset 0: marks drop all of it', async () => {
    await lab.rows(`update consumer_offset set next = 0`);
    const again = await lab.start('tracking');
    total += await lab.say(orders, ids, 2);
    await expectExactlyOnce(total);
    await again.stop();
  }, 60_000);

  test('many events of one order in one batch', async () => {
    total += await lab.say(orders, lab.orderIds(1), 300, 300);
    const counter = await lab.start('tracking');
    await expectExactlyOnce(total);
    await counter.stop();
  }, 60_000);
});

async function terminated(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
