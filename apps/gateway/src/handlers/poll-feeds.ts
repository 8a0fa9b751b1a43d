import { randomUUID } from 'node:crypto';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { Databases } from '#messaging';
import { ApiError, CONFIG, DATABASES } from '#runtime';
import { nextPoll, pollStep, pollUrl } from '../domain/feed-poll.js';
import { readFeed } from '../domain/feed-scans.js';
import type { GatewayConfig } from '../gateway.config.js';
import { leasePoll, settlePoll, type PollLease } from '../store/feed-polls.js';
import { askFeed } from './ask-feed.js';
import { HearFeeds } from './hear-feeds.js';
import { KnownFeeds, type LiveFeed } from './known-feeds.js';
import { TakeScans } from './take-scans.js';

const TICK_MS = 1_000;
/** In most installations nobody is asked: that must cost next to nothing. */
const REST_MS = 10_000;
/** Feeds that one process asks at a time: a slow one must not hold up the others. */
const AT_ONCE = 4;
/** Pages of one turn, and how long it goes on taking them: well within the lease. */
const MOST_PAGES = 50;
const TURN_MS = 45_000;
const LEASE_SECONDS = 180;

/** Asks the feeds that wait to be asked, each by one replica at a time. */
@Injectable()
export class PollFeeds implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly log = new Logger('feeds');
  private readonly stopping = new AbortController();
  private readonly underWay = new Set<Promise<void>>();
  private timer?: NodeJS.Timeout;
  private restUntil = 0;

  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    @Inject(DATABASES) private readonly databases: Databases,
    private readonly feeds: KnownFeeds,
    private readonly takeScans: TakeScans,
    private readonly hear: HearFeeds,
  ) {}

  onApplicationBootstrap(): void {
    // In a replay nobody outside is asked.
    if (!this.config.simulated) this.timer = setInterval(() => this.tick(), TICK_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await Promise.all(this.underWay);
  }

  private tick(): void {
    if (this.underWay.size >= AT_ONCE || Date.now() < this.restUntil) return;
    const turn = this.turn().catch((error: unknown) =>
      this.log.warn(`feeds are not asked: ${String(error)}`),
    );
    this.underWay.add(turn);
    void turn.finally(() => this.underWay.delete(turn));
  }

  private async turn(): Promise<void> {
    if (!(await this.feeds.all()).some(({ poll }) => poll !== undefined)) {
      this.restUntil = Date.now() + REST_MS;
      return;
    }
    const token = randomUUID();
    const lease = await this.databases.worker.transaction((tx) => leasePoll(tx, token, LEASE_SECONDS));
    if (lease === undefined) return;
    const feed = await this.feeds.withId(lease.feedId);
    const done = feed === undefined ? { ...lease, waitMs: TICK_MS } : await this.ask(feed, lease);
    await this.databases.worker.transaction((tx) => settlePoll(tx, token, done, done.waitMs));
  }

  /** Page after page; how far it got is kept even when a later page fails. */
  private async ask(feed: LiveFeed, lease: PollLease): Promise<PollLease & { waitMs: number }> {
    const { poll, format } = feed;
    if (poll === undefined) return { ...lease, waitMs: TICK_MS };
    let { cursor } = lease;
    const until = Date.now() + TURN_MS;
    try {
      for (let page = 1; ; page += 1) {
        const body = await askFeed(
          pollUrl(poll.url, format, cursor),
          poll.authorization,
          this.stopping.signal,
        );
        const step =
          body === undefined
            ? { body: { reports: [] }, cursor, more: false }
            : pollStep(body, format, cursor);
        if (body === undefined) this.hear.heard(feed.feedId, 0);
        else await this.takeScans.take(feed, readFeed(step.body, feed));
        ({ cursor } = step);
        if (!step.more)
          return { ...lease, cursor, failures: 0, waitMs: nextPoll(0, poll.everySeconds, 0, 0) };
        if (page >= MOST_PAGES || Date.now() > until) return { ...lease, cursor, failures: 0, waitMs: 0 };
      }
    } catch (error) {
      if (this.stopping.signal.aborted) return { ...lease, cursor, waitMs: 0 };
      const failures = lease.failures + 1;
      this.told(feed, failures, error);
      return { ...lease, cursor, failures, waitMs: nextPoll(0, poll.everySeconds, failures, Math.random()) };
    }
  }

  private told(feed: LiveFeed, failures: number, error: unknown): void {
    // What it sent and we could not take has been noted already, fault by fault.
    if (!(error instanceof ApiError && error.getStatus() === 400))
      this.hear.trouble(feed.feedId, describe(error));
    this.log.warn({ carrier: feed.carrier, failures }, `a feed could not be asked: ${describe(error)}`);
  }
}

/** What `fetch` throws says "fetch failed"; why is in its cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
