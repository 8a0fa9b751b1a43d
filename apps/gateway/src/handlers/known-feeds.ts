import { Inject, Injectable, Logger } from '@nestjs/common';
import { Turns } from '#messaging';
import { CONFIG } from '#runtime';
import type { FeedReading } from '../domain/feed.js';
import type { GatewayConfig } from '../gateway.config.js';
import { liveFeeds, liveSecrets, type StoredFeed } from '../store/feeds.js';
import { listPublishers, type RegisteredPublisher } from '../store/publishers.js';
import { FeedSecrets } from './feed-secrets.js';

/** How long another replica may go on believing in a secret or a feed that was changed here. */
const BELIEVED_MS = 1_000;

/** A feed that counts, ready to be used. */
export interface LiveFeed extends FeedReading {
  feedId: string;
  publisher: RegisteredPublisher;
  /** One, or two while they change. */
  secrets: string[];
  poll: { url: string; everySeconds: number; authorization: string | undefined } | undefined;
}

/**
 * The feeds that count. All are read at once, and at most once a second: nobody from outside can make the database
 * work by naming carriers.
 */
@Injectable()
export class KnownFeeds {
  readonly secrets: FeedSecrets;
  private readonly log = new Logger('feeds');
  private readonly told = new Set<string>();
  private believed?: { feeds: Promise<LiveFeed[]>; until: number } | undefined;

  constructor(
    @Inject(CONFIG) { feedSecretsKeys }: GatewayConfig,
    private readonly turns: Turns,
  ) {
    this.secrets = new FeedSecrets(feedSecretsKeys);
  }

  async ofCarrier(carrier: string): Promise<LiveFeed | undefined> {
    return (await this.all()).find((feed) => feed.carrier === carrier);
  }

  async withId(feedId: string): Promise<LiveFeed | undefined> {
    return (await this.all()).find((feed) => feed.feedId === feedId);
  }

  all(): Promise<LiveFeed[]> {
    if (this.believed !== undefined && Date.now() < this.believed.until) return this.believed.feeds;
    const feeds = this.read();
    this.believed = { feeds, until: Date.now() + BELIEVED_MS };
    // A database that is away must not be remembered as an empty one.
    feeds.catch(() => (this.believed = undefined));
    return feeds;
  }

  /** Called when a feed is changed here: nothing of before is believed. */
  forget(): void {
    this.believed = undefined;
  }

  private async read(): Promise<LiveFeed[]> {
    const [feeds, secrets, publishers] = await this.turns.readOwn((tx) =>
      Promise.all([liveFeeds(tx), liveSecrets(tx), listPublishers(tx)]),
    );
    const byId = new Map(publishers.map((publisher) => [publisher.publisherId, publisher]));
    return feeds.flatMap((feed) => {
      const publisher = byId.get(feed.publisherId);
      if (publisher === undefined) return [];
      const own = secrets.filter(({ feedId }) => feedId === feed.feedId);
      const opened = own.flatMap(({ sealed }) => this.secrets.open(sealed, feed.feedId) ?? []);
      if (opened.length < own.length) this.tellSealed(feed);
      const { feedId, carrier, format, calls, timeZone } = feed;
      const reading = { feedId, carrier, format, calls, timeZone };
      return [{ ...reading, publisher, secrets: opened, poll: this.pollOf(feed) }];
    });
  }

  /** Once: the feeds are read every second. */
  private tellSealed({ feedId, carrier }: StoredFeed): void {
    if (this.told.has(feedId)) return;
    this.told.add(feedId);
    this.log.error(
      `A secret of the feed of ${carrier} does not open: put the key that sealed it into FEED_SECRETS_KEYS, or rotate it`,
    );
  }

  private pollOf({ feedId, pollUrl, pollEverySeconds, pollAuthorization }: StoredFeed): LiveFeed['poll'] {
    if (pollUrl === null || pollEverySeconds === null) return undefined;
    const authorization =
      pollAuthorization === null ? undefined : this.secrets.open(pollAuthorization, feedId);
    return { url: pollUrl, everySeconds: pollEverySeconds, authorization };
  }
}
