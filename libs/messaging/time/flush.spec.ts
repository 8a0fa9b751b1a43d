import { describe, expect, test } from '@jest/globals';
import type { Database } from '#postgres';
import type { KafkaPort } from '../kafka/port.js';
import { Names } from '../settings.js';
import { Flush } from './flush.js';

const HEARD = ['orders.events', 'returns.events'];

/** A flush of tracking over topics of two partitions that end at 5 and 0. */
function flush(rows: { topic: string; partition: number; next: number }[] = []): Flush {
  const kafka = {
    ranges: async () => [
      { partition: 0, low: 0n, high: 5n },
      { partition: 1, low: 0n, high: 0n },
    ],
  } as unknown as KafkaPort;
  const database = {
    read: async ({ name }: { name: string }) => {
      if (name === 'offset_read') return rows;
      return name === 'flush_relay' ? [{ here: '9:9:', sent: '9:9:' }] : [];
    },
  } as unknown as Database;
  return new Flush(
    'tracking',
    () => HEARD,
    new Names(''),
    database,
    kafka,
    () => undefined,
  );
}

describe('whether another service has read all that topics hold', () => {
  test.each<[string, Record<string, Record<string, string>>, boolean]>([
    ['it stands at the ends', { 'orders.events': { 0: '5', 1: '0' } }, true],
    ['one record is unread', { 'orders.events': { 0: '4', 1: '0' } }, false],
    ['it hears the topic and has not begun to read a partition', { 'orders.events': { 1: '0' } }, false],
    ['it does not hear the topic', {}, true],
  ])('%s', async (_what, read, holds) =>
    expect(await flush().holdsAllOf(['orders.events'], read)).toBe(holds),
  );

  test('a topic that is not heard here cannot be compared', async () =>
    expect(await flush().holdsAllOf(['gateway.events'], { 'gateway.events': { 0: '9' } })).toBe(false));
});

describe('an answer', () => {
  const behind = [
    { topic: 'orders.events', partition: 0, next: 5 },
    { topic: 'returns.events', partition: 0, next: 4 },
    { topic: 'forgotten', partition: 0, next: 1 },
  ];

  test('says how far each topic that is heard has been read', async () =>
    expect(await flush(behind).answer(0, 'returns.events')).toEqual({
      flushed: true,
      read: { 'orders.events': { 0: '5' }, 'returns.events': { 0: '4' } },
    }));

  test('is no while a record of a topic that matters is unread', async () =>
    expect(await flush(behind).answer(0)).toEqual({ flushed: false }));
});
