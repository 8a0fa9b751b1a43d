import { Injectable } from '@nestjs/common';
import { Turns } from '#messaging';
import { uuidv7 } from '#contracts';
import { invalidInput, keepAct, notFound, unavailable, type Actor } from '#runtime';
import { faultsInFeed, type FeedRequest } from '../domain/feed.js';
import { refusalOf } from '../domain/publisher-rights.js';
import { scanReport } from '../domain/feed-drafts.js';
import {
  expireSecrets,
  feedStandings,
  insertFeed,
  insertFeedSecret,
  liveFeeds,
  liveSecrets,
  lockFeed,
  removeFeed,
  type FeedStanding,
  type StoredFeed,
  type StoredSecret,
} from '../store/feeds.js';
import { listPublishers, type RegisteredPublisher } from '../store/publishers.js';
import { newFeedSecret } from './feed-secrets.js';
import { KnownFeeds } from './known-feeds.js';

/** For so long the old secret counts beside the new one, unless told. */
const OVERLAP_HOURS = 24;
const OVERLAP_MOST = 24 * 7;
const SECRET = { least: 16, most: 256 };

/** A secret as it is shown once; null: it is the other side's own. */
export interface ShownSecret {
  carrier: string;
  /** Where the other side sends to. */
  webhook: string;
  secret: string | null;
}

/** A feed with all that is known of it but its secrets. */
export interface ListedFeed {
  feed: StoredFeed;
  standing: FeedStanding;
  secrets: StoredSecret[];
}

/** What the operator does with feeds. */
@Injectable()
export class KeepFeeds {
  constructor(
    private readonly turns: Turns,
    private readonly known: KnownFeeds,
  ) {}

  /** Adds a carrier's feed; its secret is shown this once. */
  async add(operator: Actor, request: { [K in keyof FeedRequest]?: unknown }): Promise<ShownSecret> {
    const faults = faultsInFeed(request);
    if (faults.length > 0) throw invalidInput(faults);
    const {
      publisher: name,
      carrier,
      format,
      calls = [],
      timeZone = 'UTC',
      ...rest
    } = request as FeedRequest;
    const publishers = await this.turns.read(operator, listPublishers);
    const publisher = publishers.find((one) => one.name === name);
    const refusal = whyNot(publisher, name, carrier);
    if (refusal !== undefined || publisher === undefined) throw invalidInput([refusal ?? name]);
    const [feedId, secret] = [uuidv7(), rest.secret ?? newFeedSecret()];
    const sealed = this.seal(secret, feedId);
    const { poll } = rest;
    await this.turns.command(operator, async ({ tx }) => {
      const added = await insertFeed(tx, {
        feedId,
        publisherId: publisher.publisherId,
        carrier,
        format,
        calls,
        timeZone,
        pollUrl: poll?.url ?? null,
        pollEverySeconds: poll?.everySeconds ?? null,
        pollAuthorization: poll?.authorization === undefined ? null : this.seal(poll.authorization, feedId),
      });
      if (!added) throw invalidInput([`carrier: ${carrier} has a feed already; remove it first`]);
      await insertFeedSecret(tx, uuidv7(), feedId, sealed);
      keepAct(tx, operator, { action: 'feed.add', subject: `feed ${carrier}` });
      return { answer: undefined, facts: [] };
    });
    this.known.forget();
    return shownOnce(carrier, rest.secret === undefined ? secret : null);
  }

  async list(operator: Actor): Promise<ListedFeed[]> {
    const [feeds, secrets, standings] = await this.turns.read(operator, (tx) =>
      Promise.all([liveFeeds(tx), liveSecrets(tx), feedStandings(tx)]),
    );
    return standings.flatMap((standing) => {
      const feed = feeds.find(({ feedId }) => feedId === standing.feedId);
      if (feed === undefined) return [];
      return [{ feed, standing, secrets: secrets.filter(({ feedId }) => feedId === feed.feedId) }];
    });
  }

  /** A new secret; the one that counted until now counts a while longer, so that the other side can change over. */
  async rotate(
    operator: Actor,
    carrier: string,
    { secret: given, keepHours = OVERLAP_HOURS }: { secret?: unknown; keepHours?: unknown },
  ): Promise<ShownSecret> {
    const faults: string[] = [];
    const hours = typeof keepHours === 'number' ? keepHours : Number.NaN;
    if (!(hours >= 0 && hours <= OVERLAP_MOST)) faults.push(`keepHours: must be 0 to ${OVERLAP_MOST}`);
    const own = typeof given === 'string' && given.length >= SECRET.least && given.length <= SECRET.most;
    if (given !== undefined && !own)
      faults.push(`secret: must be ${SECRET.least} to ${SECRET.most} characters`);
    if (faults.length > 0) throw invalidInput(faults);
    const secret = own ? given : newFeedSecret();
    await this.turns.command(operator, async ({ tx }) => {
      const feedId = await lockFeed(tx, carrier);
      if (feedId === undefined) throw noFeed(carrier);
      const newest = (await liveSecrets(tx)).find((one) => one.feedId === feedId);
      await expireSecrets(tx, feedId, newest?.secretId, hours * 3_600);
      await insertFeedSecret(tx, uuidv7(), feedId, this.seal(secret, feedId));
      keepAct(tx, operator, { action: 'feed.rotate', subject: `feed ${carrier}` });
      return { answer: undefined, facts: [] };
    });
    this.known.forget();
    return shownOnce(carrier, own ? null : secret);
  }

  /** Nothing is taken from it any more; what it told stays. */
  async remove(operator: Actor, carrier: string): Promise<{ carrier: string; removed: true }> {
    await this.turns.command(operator, async ({ tx }) => {
      const feedId = await lockFeed(tx, carrier);
      if (feedId === undefined) throw noFeed(carrier);
      await removeFeed(tx, feedId);
      keepAct(tx, operator, { action: 'feed.remove', subject: `feed ${carrier}` });
      return { answer: undefined, facts: [] };
    });
    this.known.forget();
    return { carrier, removed: true };
  }

  private seal(text: string, feedId: string): Buffer {
    if (!this.known.secrets.canSeal)
      throw unavailable(
        'The gateway has no key to keep secrets with: set FEED_SECRETS_KEYS to a long random text',
      );
    return this.known.secrets.seal(text, feedId);
  }
}

export const webhookPath = (carrier: string): string => `/carriers/${carrier}/webhook`;

const shownOnce = (carrier: string, secret: string | null): ShownSecret => ({
  carrier,
  webhook: webhookPath(carrier),
  secret,
});

const noFeed = (carrier: string) => notFound(`No feed is of the carrier ${carrier}`);

/** Why this publisher cannot have a feed of that carrier. */
function whyNot(
  publisher: RegisteredPublisher | undefined,
  name: string,
  carrier: string,
): string | undefined {
  if (publisher === undefined) return `publisher: none is called "${name}"; npm run admin -- publisher list`;
  if (publisher.revokedAt !== null) return `publisher: "${name}" was revoked`;
  const refusal = refusalOf(publisher.role, { contract: scanReport, data: {} });
  if (refusal !== undefined) return `publisher: ${refusal}`;
  const { carrierCodes } = publisher.scope;
  if (carrierCodes === undefined || carrierCodes.includes(carrier)) return undefined;
  return `carrier: "${name}" may speak of ${carrierCodes.join(', ')} only`;
}
