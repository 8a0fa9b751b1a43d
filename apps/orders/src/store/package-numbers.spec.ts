import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Database } from '#postgres';
import { PackageNumbers } from './package-numbers.js';

/** The table, with the time that a round trip takes. */
function table() {
  const next = new Map<string, number>();
  let trips = 0;
  const query = async (_statement: unknown, [sellers, amounts]: [string[], number[]]) => {
    trips += 1;
    await sleep(1);
    return sellers.map((sellerId, nth) => {
      next.set(sellerId, (next.get(sellerId) ?? 1) + (amounts[nth] ?? 0));
      return { seller_id: sellerId, next: next.get(sellerId) };
    });
  };
  const transaction = (work: (tx: object) => Promise<unknown>) => work({ query });
  return { database: { transaction } as unknown as Database, trips: () => trips };
}

const wanted = (...counts: [string, number][]) => new Map(counts);

describe('PackageNumbers', () => {
  it('begins at 1 for each seller, and asks again only when a block is used up', async () => {
    const { database, trips } = table();
    const numbers = new PackageNumbers(database);
    expect(await numbers.take(wanted(['s1', 2], ['s2', 1]))).toEqual(
      new Map([
        ['s1', [1, 2]],
        ['s2', [1]],
      ]),
    );
    expect((await numbers.take(wanted(['s1', 98]))).get('s1')?.at(-1)).toBe(100);
    expect(trips()).toBe(1);
    expect((await numbers.take(wanted(['s1', 1]))).get('s1')).toEqual([101]);
    expect(trips()).toBe(2);
  });

  it('serves a batch that is larger than a block', async () => {
    const numbers = new PackageNumbers(table().database);
    expect((await numbers.take(wanted(['s1', 250]))).get('s1')).toHaveLength(250);
  });

  it('never hands out a number twice, to batches at once or to several processes', async () => {
    const { database } = table();
    const processes = [new PackageNumbers(database), new PackageNumbers(database)];
    const all: number[] = [];
    for (let round = 0; round < 10; round++) {
      const batches = [1, 30, 70, 20].map(async (count, nth) => {
        const taken = await processes[nth % 2]!.take(wanted(['s1', count], ['s2', 1]));
        return taken.get('s1') ?? [];
      });
      all.push(...(await Promise.all(batches)).flat());
    }
    expect(all).toHaveLength(10 * (1 + 30 + 70 + 20));
    expect(new Set(all).size).toBe(all.length);
  });

  it('looks again when another batch used up a block while it waited', async () => {
    const numbers = new PackageNumbers(table().database);
    await numbers.take(wanted(['s2', 1]));
    const [waits, draws] = await Promise.all([
      numbers.take(wanted(['s1', 1], ['s2', 60])),
      numbers.take(wanted(['s2', 60])),
    ]);
    const all = [...(waits.get('s2') ?? []), ...(draws.get('s2') ?? [])];
    expect(new Set(all).size).toBe(120);
  });

  it('asks for nothing when nothing is wanted', async () => {
    const { database, trips } = table();
    await new PackageNumbers(database).take(new Map());
    expect(trips()).toBe(0);
  });
});
