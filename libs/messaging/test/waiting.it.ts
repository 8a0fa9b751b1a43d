import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Database } from '#postgres';
import { guardKeys, insertWaiting, takeWaiting } from '../parking/waiting.js';
import { CounterLab } from './counter-lab.js';

let lab: CounterLab;
let tracking: Database;

beforeAll(async () => {
  lab = await CounterLab.open();
  tracking = await lab.stack.database('tracking', 'worker');
}, 120_000);

afterAll(() => lab.close(), 60_000);

const record = (offset: bigint) => ({
  topic: 'inbound.x',
  partition: 0,
  offset,
  at: 1,
  headers: '{}',
  key: null,
  value: null,
});

/** A report that may have to wait: looks, guards, looks again. */
function wait(key: string, offset: bigint, beforeCommit: Promise<void>): Promise<'known' | 'waits'> {
  return tracking.transaction(async (tx) => {
    const isKnown = async () =>
      (await tx.query('select 1 from effect where order_id = $1::uuid', [key])).length > 0;
    if (await isKnown()) return 'known';
    guardKeys(tx, [`package:${key}`]);
    if (await isKnown()) return 'known';
    insertWaiting(tx, [{ key: `package:${key}`, type: 't', record: record(offset) }]);
    await beforeCommit;
    return 'waits';
  });
}

/** Makes a key known and takes what waits for it. */
function learn(key: string, beforeCommit: Promise<void>): Promise<number> {
  return tracking.transaction(async (tx) => {
    const woken = await takeWaiting(tx, [`package:${key}`]);
    await tx.query(
      `insert into effect (order_id, seller_id, applied, numbers) values ($1::uuid, $1::uuid, 0, '{}')`,
      [key],
    );
    await beforeCommit;
    return woken.length;
  });
}

const soon = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

test('a report and what it waits for, at the same time, in either order: never missed (messaging-review 3)', async () => {
  for (let round = 0; round < 6; round++) {
    const [key] = lab.orderIds(1);
    const waitsFirst = round % 2 === 0;
    const first = waitsFirst ? wait(key!, BigInt(round), soon(120)) : learn(key!, soon(120));
    await soon(40);
    const second = waitsFirst ? learn(key!, soon(0)) : wait(key!, BigInt(round), soon(0));
    const [a, b] = await Promise.all([first, second]);
    // Either the report saw the package, or the package saw the report; the wake-up is never lost.
    expect(waitsFirst ? [a, b] : [b, a]).toEqual(waitsFirst ? ['waits', 1] : ['known', 0]);
  }
}, 30_000);
