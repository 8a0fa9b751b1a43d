import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Leased, Settlement } from '../store/rate-buckets.js';
import { RateLimiter } from './rate-limiter.js';

const RATE = { perSecond: 2, burst: 30 };
const SELLER = 'seller';

/** The bucket that replicas share, as the table keeps it, and a clock. */
class Shared {
  now = 0;
  settlements = 0;
  private tokens = RATE.burst;
  private countedAt = 0;

  replica(): RateLimiter {
    return new RateLimiter(
      async (settlements) => settlements.map((one) => this.settle(one)),
      () => this.now,
    );
  }

  private settle({ sellerId, operation, used, wanted }: Settlement): Leased {
    this.settlements += 1;
    const back = ((this.now - this.countedAt) / 1000) * RATE.perSecond;
    const free = Math.min(RATE.burst, this.tokens - used + back);
    const tokens = wanted && free >= 1 ? Math.min(Math.floor(free), Math.ceil(free / 3)) : 0;
    this.tokens = free - tokens;
    this.countedAt = this.now;
    return { sellerId, operation, tokens, left: this.tokens };
  }
}

const take = (replica: RateLimiter, operation = 'get') => replica.take(SELLER, operation, RATE);
const all = (replica: RateLimiter, times: number) =>
  Promise.all(Array.from({ length: times }, () => take(replica)));

describe('RateLimiter', () => {
  test('lets a burst through, then says when the next token comes', async () => {
    const shared = new Shared();
    const waits = await all(shared.replica(), 40);
    expect(waits.filter((wait) => wait === 0)).toHaveLength(30);
    expect(waits.slice(30)).toEqual(Array.from({ length: 10 }, () => 500));
    expect(shared.settlements).toBeLessThan(30);
  });

  test('goes on at the rate', async () => {
    const shared = new Shared();
    const replica = shared.replica();
    await all(replica, 40);
    shared.now += 499;
    expect(await take(replica)).toBe(1);
    shared.now += 1;
    expect(await take(replica)).toBe(0);
    expect(await take(replica)).toBe(500);
  });

  test('counts each operation by itself', async () => {
    const replica = new Shared().replica();
    await all(replica, 40);
    expect(await take(replica, 'other')).toBe(0);
  });

  test('gives back what it leased and did not use', async () => {
    const shared = new Shared();
    const idle = shared.replica();
    expect(await take(idle)).toBe(0);
    await new Promise(setImmediate);
    shared.now += 2_000;
    await idle.giveBack();
    const waits = await all(shared.replica(), 40);
    expect(waits.filter((wait) => wait === 0)).toHaveLength(30);
  });

  test('lets requests pass while the database cannot be asked, and counts them afterwards', async () => {
    const shared = new Shared();
    let away = true;
    const failures: unknown[] = [];
    const inner = shared.replica();
    const replica = new RateLimiter(
      (settlements) => {
        if (away) return Promise.reject(new Error('away'));
        const { settle } = inner as unknown as { settle: (list: readonly Settlement[]) => Promise<Leased[]> };
        return settle(settlements);
      },
      () => shared.now,
      (error) => failures.push(error),
    );
    expect(await all(replica, 20)).toEqual(Array.from({ length: 20 }, () => 0));
    expect(failures.length).toBeGreaterThan(0);
    away = false;
    const waits = await all(replica, 20);
    expect(waits.filter((wait) => wait === 0)).toHaveLength(10);
  });

  test('never lets through more than burst and rate, but one per replica and what comes back during a lease', async () => {
    const replicas = 3;
    const slack = replicas + (RATE.perSecond * 2_000) / 1000;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(3_000), fc.nat(replicas - 1), fc.integer({ min: 1, max: 40 })), {
          maxLength: 40,
        }),
        async (arrivals) => {
          const shared = new Shared();
          const doors = Array.from({ length: replicas }, () => shared.replica());
          // Over any stretch of time: a bucket that holds the slack besides never runs dry.
          let [level, at] = [RATE.burst + slack, 0];
          for (const [after, door, requests] of arrivals) {
            shared.now += after;
            for (const one of doors) await one.giveBack();
            const waits = await all(doors[door]!, requests);
            level = Math.min(RATE.burst + slack, level + ((shared.now - at) / 1000) * RATE.perSecond);
            level -= waits.filter((wait) => wait === 0).length;
            at = shared.now;
            expect(level).toBeGreaterThanOrEqual(-1e-9);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  test('never refuses a client that keeps to the rate', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 500, max: 5_000 }), { maxLength: 60 }), async (gaps) => {
        const shared = new Shared();
        const doors = [shared.replica(), shared.replica()];
        for (const [nth, gap] of gaps.entries()) {
          shared.now += gap;
          for (const one of doors) await one.giveBack();
          expect(await take(doors[nth % 2]!)).toBe(0);
          await new Promise(setImmediate);
        }
      }),
      { numRuns: 100 },
    );
  });
});
