import { describe, expect, test } from '@jest/globals';
import type { Database } from '#postgres';
import type { KafkaPort } from '../kafka/port.js';
import { Names } from '../settings.js';
import { Flush, reaches, type Offsets } from './flush.js';

const HEARD = ['orders.events', 'returns.events'];

/** A flush of tracking over topics of two partitions that end at 5 and 0; what was asked of Kafka is kept. */
function flush(rows: { topic: string; partition: number; next: number }[] = []) {
  const asked: (readonly string[])[] = [];
  const kafka = {
    ends: async (topics: readonly string[]) => {
      asked.push(topics);
      return new Map(topics.map((topic) => [topic, [5n, 0n]]));
    },
  } as unknown as KafkaPort;
  const database = {
    read: async ({ name }: { name: string }) => {
      if (name === 'offset_read') return rows;
      return name === 'flush_relay' ? [{ here: '9:9:', sent: '9:9:' }] : [];
    },
  } as unknown as Database;
  const none = () => undefined;
  return { asked, flush: new Flush('tracking', () => HEARD, new Names('n'), database, kafka, none) };
}

describe('whether who has read so far has read all that ends there', () => {
  test.each<[string, Offsets, boolean]>([
    ['it stands at the ends', { 'orders.events': { 0: 5, 1: 0 } }, true],
    ['one record is unread', { 'orders.events': { 0: 4, 1: 0 } }, false],
    ['nothing was read of a partition that holds nothing', { 'orders.events': { 0: 5 } }, true],
    ['nothing was read of a partition', { 'orders.events': { 1: 0 } }, false],
    ['nothing was read of the topic', { 'returns.events': { 0: 5, 1: 0 } }, false],
  ])('%s', (_what, read, reached) =>
    expect(reaches(read, { 'orders.events': { 0: 5, 1: 0 } })).toBe(reached),
  );
});

describe('an answer', () => {
  const behind = [
    { topic: 'orders.events', partition: 0, next: 5 },
    { topic: 'returns.events', partition: 0, next: 4 },
    { topic: 'forgotten', partition: 0, next: 1 },
  ];

  test('says how far each topic that is heard has been read', async () =>
    expect(await flush(behind).flush.answer(0, { apartFrom: 'returns.events' })).toEqual({
      flushed: true,
      read: { 'orders.events': { 0: 5 }, 'returns.events': { 0: 4 } },
    }));

  test('names a topic of which nothing was read yet', async () => {
    const upTo = { 'orders.events': {}, 'returns.events': {} };
    expect(await flush().flush.answer(0, { upTo })).toMatchObject({ read: { 'returns.events': {} } });
  });

  test('is no while a record of a topic that matters is unread', async () =>
    expect(await flush(behind).flush.answer(0)).toEqual({ flushed: false }));

  test('does not wait for what came after who asks had looked, and asks Kafka for the rest only', async () => {
    const { flush: one, asked } = flush(behind);
    expect(await one.answer(0, { upTo: { 'returns.events': { 0: 4 } } })).toMatchObject({ flushed: true });
    expect(asked).toEqual([['n.orders.events']]);
  });
});

describe('what lay unread before a sweep', () => {
  /** A service that has read all that it hears, and of a carrier's topic of two records `next`, of which it learns now. */
  function hearing(next: number): Flush {
    const kafka = {
      ends: async (topics: readonly string[]) => new Map(topics.map((topic) => [topic, [2n]])),
    } as unknown as KafkaPort;
    const rows = [
      { topic: 'inbound.gateway', partition: 0, next: 2 },
      { topic: 'inbound.carrier', partition: 0, next },
    ];
    const database = {
      read: async ({ name }: { name: string }) =>
        name === 'publisher_topics' ? [{ topic: 'inbound.carrier' }] : rows,
    } as unknown as Database;
    const quiet = () => undefined;
    return new Flush('tracking', () => ['inbound.gateway'], new Names(''), database, kafka, quiet);
  }

  // Simulated, seed 45: a parcel was overdue though its carrier's scan lay there for days.
  test('is also that of a publisher whom this process has just heard of, and does not read yet', async () => {
    const ends: Offsets = { 'inbound.gateway': { 0: 2 } };
    expect(await hearing(1).caughtUp(ends, 0)).toBe(false);
    expect(await hearing(2).caughtUp(ends, 0)).toBe(true);
  });
});
