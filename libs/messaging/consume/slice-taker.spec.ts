import { expect, test } from '@jest/globals';
import type { Database } from '#postgres';
import type { ReadRecord } from '../kafka/port.js';
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
  // The consumer hands over the batch as it was fetched, which names its place among all else.
  const batch = { topic: 'inbound.x', partition: 1, fetchedOffset: 5n, lastOffset: 5n, records: [record] };
  await taker.take(batch, [record], 5n, 5n);
  expect(logged).toEqual([
    { topic: 'inbound.x', partition: 1, offset: '5', error: 'TypeError: the handler cannot take it' },
  ]);
});
