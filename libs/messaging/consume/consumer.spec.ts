import { afterEach, describe, expect, jest, test } from '@jest/globals';
import type { Database, Statement } from '#postgres';
import type { ConsumeHooks, Consumption, KafkaPort } from '../kafka/port.js';
import { Names } from '../settings.js';
import { GroupConsumer } from './consumer.js';

const quiet = () => undefined;
const started: GroupConsumer[] = [];
afterEach(() => Promise.all(started.splice(0).map((one) => one.stop())));

function consumer(sources: readonly string[], database: object, kafka: object): GroupConsumer {
  const one = new GroupConsumer(
    {
      service: 'tracking',
      hearing: new Map(sources.map((source) => [source, { types: new Set<string>(), takesStrays: false }])),
      dispatch: async () => [],
    },
    new Names('n'),
    database as Database,
    kafka as KafkaPort,
    quiet,
    { info: quiet, warn: quiet, error: quiet },
  );
  started.push(one);
  return one;
}

// A sweep that began in a process that had not joined yet took its own unread topics for none (messaging-review 4).
test('before it has joined it says what it is going to read, so that nobody takes it for caught up', () => {
  const one = consumer(['inbound', 'orders.events', 'gateway.events'], {}, {});
  expect(one.heardTopics()).toEqual(['gateway.events', 'inbound.gateway', 'orders.events']);
});

// Kafka was killed while a service was joining: the crash was told before `consume` had said that it runs, and nobody
// joined again.
test('a crash while it is joining is not lost: it joins again', async () => {
  let joins = 0;
  const consume = async (_: unknown, hooks: ConsumeHooks) => {
    joins += 1;
    if (joins === 1) hooks.onCrash(new Error('no coordinator'));
    return { stop: async () => undefined };
  };
  consumer(['orders.events'], {}, { consume }).start();
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  expect(joins).toBe(2);
});

// Simulated, seed 39: of two control records at the end the second was stepped over first, which did nothing, and all
// sweeps waited for it for good.
test.each<[string, () => Promise<boolean>, number]>([
  ['was not reached yet is looked for again', async () => false, 1],
  ['was stepped over is not', async () => true, 0],
])('a gap that %s', async (_what, transaction, times) => {
  let hooks: ConsumeHooks | undefined;
  const pause = jest.fn<Consumption['pause']>();
  const consume = async (_: unknown, given: ConsumeHooks) => {
    hooks = given;
    return { pause, stop: async () => undefined };
  };
  const one = consumer(['orders.events'], { transaction }, { consume });
  one.start();
  await Promise.resolve();
  await new Promise(setImmediate);
  hooks?.onJoin([], { pause, resume: quiet } as unknown as Consumption);
  await new Promise(setImmediate);
  pause.mockClear();
  hooks?.onGap({ topic: 'n.orders.events', partition: 2 }, 10n, 10n);
  await new Promise(setImmediate);
  expect(pause.mock.calls).toEqual(
    Array.from({ length: times }, () => [[{ topic: 'n.orders.events', partition: 2 }]]),
  );
});

describe('a partition of which the client brings what lies before its position', () => {
  const at = { topic: 'n.orders.events', partition: 2 };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  /** A consumer that has joined and stands at 5; `block` holds back its next transaction until told. */
  async function joined() {
    let next = 5;
    let hold: Promise<void> | undefined;
    const tx = {
      query: async ({ name }: Statement, [, , moved]: unknown[] = []) => {
        if (name === 'offset_move') next = Number((moved as bigint[])[0]);
        if (name === 'offset_read') return [{ topic: 'orders.events', partition: 2, next }];
        return name === 'offset_lock' ? [{ partition: 2, next, parked: false }] : [];
      },
    };
    const transaction = async (work: (given: typeof tx) => Promise<unknown>) => {
      const held = hold;
      hold = undefined;
      await held;
      return work(tx);
    };
    let hooks: ConsumeHooks | undefined;
    const nothing = () => undefined;
    const consumption = { pause: nothing, resume: nothing, seek: nothing, stop: async () => undefined };
    const kafka = {
      ranges: async () => [{ partition: 2, low: 0n, high: 99n }],
      consume: async (_: unknown, given: ConsumeHooks) => {
        hooks = given;
        return { ...consumption, report: async () => undefined };
      },
    };
    const one = consumer(['orders.events'], { transaction }, kafka);
    one.start();
    await turn();
    const join = async () => {
      hooks?.onJoin([at], consumption as unknown as Consumption);
      await turn();
    };
    await join();
    const bring = (first: bigint, last: bigint) =>
      hooks?.onBatch(
        { ...at, fetchedOffset: first, lastOffset: last, records: [{ ...record, offset: first }] },
        { heartbeat: async () => undefined, isStale: () => false, resolve: nothing },
      );
    const block = () => {
      let release: () => void = nothing;
      hold = new Promise((resolve) => (release = resolve));
      return release;
    };
    return { one, join, bring, block };
  }
  const record = { offset: 0n, key: null, value: null, headers: {}, timestamp: 0 };

  test('is halted: the topic was made again, and is already longer than what was read of the old one', async () => {
    const { one, bring } = await joined();
    await bring(5n, 8n);
    expect(one.standing.halted.size).toBe(0);
    await bring(0n, 20n);
    expect([...one.standing.halted.keys()]).toEqual(['orders.events/2']);
  });

  // Simulated, seed 61: a batch that outlived a rebalance moved the position, and its successor was taken for a loss.
  test('is read on when a batch from before a rebalance was taken meanwhile', async () => {
    const { one, join, bring, block } = await joined();
    const release = block();
    const old = bring(5n, 8n);
    await turn();
    await join();
    release();
    await old;
    await bring(5n, 12n);
    expect(one.standing.halted.size).toBe(0);
  });
});
