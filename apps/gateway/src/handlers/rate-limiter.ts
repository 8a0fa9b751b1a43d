import type { Leased, Settlement } from '../store/rate-buckets.js';
import type { Rate } from '../domain/rate-plan.js';

/** For so long a process may use what it has leased; then it gives the rest back. */
const LEASE_MS = 2_000;

interface Bucket {
  readonly sellerId: string;
  readonly operation: string;
  rate: Rate;
  /** Leased and not used yet. */
  left: number;
  leasedUntil: number;
  /** Used since the last settlement without having been leased; negative: to be given back. */
  owed: number;
  /** Until then there is nothing to be had. */
  emptyUntil: number;
  wanted: boolean;
  settling?: Promise<void> | undefined;
}

/** How buckets are settled with those who share them. */
export type Settle = (settlements: readonly Settlement[]) => Promise<Leased[]>;

/**
 * Token buckets shared by all replicas of the door. Each leases some tokens of a bucket at a time and answers from
 * those, so that no request waits for the database but those that come while a lease is being asked for; the first of
 * them goes through on credit.
 */
export class RateLimiter {
  private readonly buckets = new Map<string, Bucket>();
  private readonly toSettle = new Set<Bucket>();
  private round?: Promise<void> | undefined;

  /**
   * @param settle is retried with the next request when it fails; meanwhile requests pass
   * @param now epoch milliseconds
   */
  constructor(
    private readonly settle: Settle,
    private readonly now: () => number = Date.now,
    private readonly failed: (error: unknown) => void = () => undefined,
  ) {}

  /** Takes one token. @returns 0 when it was there, else in how many milliseconds one will be. */
  async take(sellerId: string, operation: string, rate: Rate): Promise<number> {
    const bucket = this.bucketOf(sellerId, operation, rate);
    for (;;) {
      const now = this.now();
      if (bucket.emptyUntil > now) return bucket.emptyUntil - now;
      this.expire(bucket, now);
      if (bucket.left >= 1) {
        bucket.left -= 1;
        // Before it is asked for: a burst does not wait.
        if (bucket.left < 1) void this.lease(bucket);
        return 0;
      }
      if (!bucket.settling) {
        bucket.owed += 1;
        void this.lease(bucket);
        return 0;
      }
      await bucket.settling;
    }
  }

  /** Gives back what is leased and was not used in time, and forgets buckets that nobody uses. */
  async giveBack(): Promise<void> {
    const now = this.now();
    for (const [key, bucket] of this.buckets) {
      this.expire(bucket, now);
      if (bucket.settling || bucket.left > 0 || bucket.emptyUntil > now) continue;
      if (bucket.owed === 0) this.buckets.delete(key);
      else void this.enqueue(bucket);
    }
    await this.round;
  }

  private bucketOf(sellerId: string, operation: string, rate: Rate): Bucket {
    const key = keyOf({ sellerId, operation });
    let bucket = this.buckets.get(key);
    if (!bucket) {
      const empty = { left: 0, leasedUntil: 0, owed: 0, emptyUntil: 0, wanted: false };
      this.buckets.set(key, (bucket = { sellerId, operation, rate, ...empty }));
    }
    bucket.rate = rate;
    return bucket;
  }

  private expire(bucket: Bucket, now: number): void {
    if (bucket.left === 0 || bucket.leasedUntil > now) return;
    bucket.owed -= bucket.left;
    bucket.left = 0;
  }

  private lease(bucket: Bucket): Promise<void> {
    bucket.wanted = true;
    return this.enqueue(bucket);
  }

  private enqueue(bucket: Bucket): Promise<void> {
    this.toSettle.add(bucket);
    bucket.settling ??= (this.round ?? Promise.resolve()).then(() => this.settleAll());
    return bucket.settling;
  }

  /** All that have been asked for meanwhile, in one round trip; one round at a time. */
  private settleAll(): Promise<void> {
    if (this.toSettle.size > 0) this.round = this.settleRound([...this.toSettle]);
    return this.round ?? Promise.resolve();
  }

  private async settleRound(buckets: readonly Bucket[]): Promise<void> {
    this.toSettle.clear();
    const settlements = buckets.map(({ sellerId, operation, rate, owed, wanted }) => ({
      sellerId,
      operation,
      ...rate,
      used: owed,
      wanted,
    }));
    for (const bucket of buckets) {
      bucket.owed = 0;
      bucket.wanted = false;
    }
    let leased: readonly Leased[] = [];
    try {
      leased = await this.settle(settlements);
    } catch (error) {
      settlements.forEach(({ used }, at) => (buckets[at]!.owed += used));
      this.failed(error);
    }
    this.round = undefined;
    for (const bucket of buckets) bucket.settling = undefined;
    const wanted = new Set(settlements.filter((one) => one.wanted).map(keyOf));
    for (const one of leased) if (wanted.has(keyOf(one))) this.receive(one);
  }

  private receive(leased: Leased): void {
    const bucket = this.buckets.get(keyOf(leased));
    if (!bucket) return;
    const now = this.now();
    bucket.left += leased.tokens;
    bucket.leasedUntil = now + LEASE_MS;
    if (bucket.left < 1)
      bucket.emptyUntil = now + Math.ceil(((1 - leased.left) / bucket.rate.perSecond) * 1000);
  }
}

function keyOf({ sellerId, operation }: { sellerId: string; operation: string }): string {
  return `${sellerId} ${operation}`;
}
