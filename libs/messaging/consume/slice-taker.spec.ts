import { describe, expect, test } from '@jest/globals';
import type { Database, Statement, Tx } from '#postgres';
import type { ReadRecord } from '../kafka/port.js';
import { SeekTo } from './faults.js';
import type { Run } from './read-runs.js';
import type { Heard } from './slice.js';
import { SliceTaker } from './slice-taker.js';

const record: ReadRecord = {
  offset: 5n,
  key: null,
  value: Buffer.from('{"name":"A. Buyer"}'),
  headers: {},
  timestamp: 0,
};

test('what is logged of a record that is put aside names its place and holds nothing of its batch', async () => {
  let failures = 2;
  const database = {
    // Twice a handler's error: the slice, and then without what woke up; the third time it is put aside.
    transaction: async () => {
      if ((failures -= 1) >= 0) throw new TypeError('the handler cannot take it');
      return { woken: 0 };
    },
  } as unknown as Database;
  const logged: object[] = [];
  const quiet = () => undefined;
  const log = { info: quiet, warn: quiet, error: (detail: object) => logged.push(detail) };
  const taker = new SliceTaker({} as Heard, database, quiet, log);
  await taker.take({ topic: 'inbound.x', partition: 1, fetchedOffset: 5n, through: 5n, records: [record] });
  expect(logged).toEqual([
    { topic: 'inbound.x', partition: 1, offset: '5', error: 'TypeError: the handler cannot take it' },
  ]);
});

test('what takes too long for one transaction is taken by halves, not again as a whole for ever', async () => {
  const sizes: number[] = [];
  const tooLong = Object.assign(new Error('terminating connection due to transaction timeout'), {
    code: '25P04',
  });
  let standsAt = 0n;
  const tx = {
    query: async ({ name }: Statement) =>
      name === 'offset_lock' ? [{ partition: 0, next: standsAt, parked: false }] : [],
    send: ({ name }: Statement, values: unknown[]) => {
      if (name === 'offset_move') standsAt = (values[2] as bigint[])[0]!;
    },
  } as unknown as Tx;
  const database = {
    transaction: async (work: (given: Tx) => Promise<unknown>) => {
      const before = standsAt;
      const result = await work(tx);
      const size = Number(standsAt - before);
      sizes.push(size);
      if (size <= 2) return result;
      standsAt = before;
      throw tooLong;
    },
  } as unknown as Database;
  const quiet = () => undefined;
  const log = { info: quiet, warn: quiet, error: quiet };
  const taker = new SliceTaker({ hearing: new Map() } as unknown as Heard, database, quiet, log);
  const records = [0n, 1n, 2n, 3n, 4n].map((offset) => ({ ...record, offset }));
  const run: Run = { topic: 'orders.events', partition: 0, fetchedOffset: 0n, through: 4n, records };
  expect(await taker.takeTogether([run])).toEqual([undefined]);
  expect([sizes, standsAt]).toEqual([[5, 2, 3, 1, 2], 5n]);
});

describe('runs of several partitions', () => {
  const run = (partition: number): Run => ({
    topic: 'orders.events',
    partition,
    records: [],
    fetchedOffset: 5n,
    through: 9n,
  });

  /** A database that stands at 5 on every partition but 1; what each of its transactions moved is kept. */
  function lab(begin: () => void = () => undefined) {
    const moved: (readonly unknown[])[] = [];
    const tx = {
      send: ({ name }: Statement, [, partitions, next]: unknown[]) => {
        if (name === 'offset_move') moved.push([partitions, next]);
      },
      query: async ({ name }: Statement, [, partitions]: unknown[]) => {
        if (name !== 'offset_lock') return [];
        return (partitions as number[]).map((partition) => ({
          partition,
          next: partition === 1 ? 3 : 5,
          parked: false,
        }));
      },
    } as unknown as Tx;
    const database = {
      transaction: async (work: (given: Tx) => Promise<unknown>) => {
        begin();
        return work(tx);
      },
    } as unknown as Database;
    const quiet = () => undefined;
    const heard = { hearing: new Map() } as unknown as Heard;
    return {
      moved,
      taker: new SliceTaker(heard, database, quiet, { info: quiet, warn: quiet, error: quiet }),
    };
  }

  test('are taken in one transaction', async () => {
    const { taker, moved } = lab();
    expect(await taker.takeTogether([run(0), run(2)])).toEqual([undefined, undefined]);
    expect(moved).toEqual([
      [
        [0, 2],
        [10n, 10n],
      ],
    ]);
  });

  test('one whose position is elsewhere holds back none of the others', async () => {
    const { taker, moved } = lab();
    expect(await taker.takeTogether([run(0), run(1), run(2)])).toEqual([
      undefined,
      new SeekTo(3n),
      undefined,
    ]);
    expect(moved).toEqual([
      [[0], [10n]],
      [[2], [10n]],
    ]);
  });

  test('a database that is away is asked once for all of them', async () => {
    let asked = 0;
    const away = new Error('connect ECONNREFUSED');
    const { taker } = lab(() => {
      asked += 1;
      throw away;
    });
    expect(await taker.takeTogether([run(0), run(2)])).toEqual([away, away]);
    expect(asked).toBe(1);
  });
});
