import { expect, jest, test } from '@jest/globals';
import type { Database } from '#postgres';
import type { ConsumeHooks, Consumption, KafkaPort } from '../kafka/port.js';
import { Names } from '../settings.js';
import { GroupConsumer } from './consumer.js';

const quiet = () => undefined;

function consumer(sources: readonly string[], database: object, kafka: object): GroupConsumer {
  return new GroupConsumer(
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
}

// A sweep that began in a process that had not joined yet took its own unread topics for none (messaging-review 4).
test('before it has joined it says what it is going to read, so that nobody takes it for caught up', () => {
  const one = consumer(['inbound', 'orders.events', 'gateway.events'], {}, {});
  expect(one.heardTopics()).toEqual(['gateway.events', 'inbound.gateway', 'orders.events']);
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
  hooks?.onGap({ topic: 'n.orders.events', partition: 2 }, 10n, 10n);
  await new Promise(setImmediate);
  expect(pause.mock.calls).toEqual(
    Array.from({ length: times }, () => [[{ topic: 'n.orders.events', partition: 2 }]]),
  );
  await one.stop();
});
