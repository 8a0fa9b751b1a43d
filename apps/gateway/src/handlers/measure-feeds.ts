import { Inject, Injectable } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';
import type { Databases } from '#messaging';
import { DATABASES, METRICS } from '#runtime';
import { feedStandings, type FeedStanding } from '../store/feeds.js';

/** Gauges of every feed, read at each scrape (T-9, R-13). */
@Injectable()
export class MeasureFeeds {
  constructor(@Inject(METRICS) metrics: Registry, @Inject(DATABASES) { api }: Databases) {
    const common = { labelNames: ['carrier'] as const, registers: [metrics] };
    const failures = new Gauge({
      ...common,
      name: 'makegood_feed_poll_failures',
      help: 'How often in a row a feed could not be asked',
    });
    new Gauge({
      ...common,
      name: 'makegood_feed_silent_seconds',
      help: 'How long ago a carrier’s feed last told of a scan: alert where the carrier is busy',
      async collect() {
        // A database that is away must not take the other metrics with it: readiness says so.
        const feeds = await api.transaction(feedStandings).catch((): FeedStanding[] => []);
        this.reset();
        failures.reset();
        for (const { carrier, silentSeconds, pollFailures } of feeds) {
          this.set({ carrier }, silentSeconds);
          failures.set({ carrier }, pollFailures);
        }
      },
    });
  }
}
