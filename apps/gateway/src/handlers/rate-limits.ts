import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Databases } from '#messaging';
import { ApiError, DATABASES } from '#runtime';
import { operationOf, rateOf } from '../domain/rate-plan.js';
import { settleBuckets } from '../store/rate-buckets.js';
import type { KnownClient } from './known-clients.js';
import { RateLimiter } from './rate-limiter.js';

const GIVE_BACK_MS = 1_000;

/** What sellers' programs may ask of the Selling Partner API per second, by their plan and operation. */
@Injectable()
export class RateLimits implements OnApplicationShutdown {
  private readonly log = new Logger('rate limits');
  private readonly limiter: RateLimiter;
  private readonly timer: NodeJS.Timeout;

  constructor(@Inject(DATABASES) { api }: Databases) {
    this.limiter = new RateLimiter(
      (settlements) => api.transaction((tx) => settleBuckets(tx, settlements)),
      Date.now,
      (error) => this.log.warn(`requests pass uncounted: ${String(error)}`),
    );
    this.timer = setInterval(() => void this.limiter.giveBack(), GIVE_BACK_MS).unref();
  }

  /**
   * Takes a token for a call.
   * @returns the rate to tell, as `x-amzn-RateLimit-Limit`; nothing for who is not limited
   * @throws ApiError 429 `QuotaExceeded` on which clients wait and try again
   */
  async take({ principal, plan }: KnownClient, method: string, url: string): Promise<string | undefined> {
    const operation = operationOf(method, url);
    const rate = rateOf(plan, operation);
    if (rate === undefined || principal.sellerId === undefined) return undefined;
    const said = rate.perSecond.toFixed(1);
    const waitMs = await this.limiter.take(principal.sellerId, operation, rate);
    if (waitMs === 0) return said;
    const message = 'You exceeded your quota for the requested resource.';
    const details = `${operation}: ${said} per second, ${rate.burst} at once; try again in ${waitMs} ms`;
    throw new ApiError(429, [{ code: 'QuotaExceeded', message, details }], {
      'retry-after': String(Math.ceil(waitMs / 1000)),
      'x-amzn-RateLimit-Limit': said,
    });
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
