import type { Instant } from '#contracts';
import { sql, type Tx } from '#postgres';
import type { FeedFormat, FeedReading } from '../domain/feed.js';

/** A feed that counts, as it is kept: its secrets are sealed. */
export interface StoredFeed extends FeedReading {
  feedId: string;
  publisherId: string;
  pollUrl: string | null;
  pollEverySeconds: number | null;
  pollAuthorization: Buffer | null;
  addedAt: Instant;
}

/** A secret of a feed that still counts. */
export interface StoredSecret {
  feedId: string;
  secretId: string;
  sealed: Buffer;
  addedAt: Instant;
  expiresAt: Instant | null;
}

/** What a feed has been up to. */
export interface FeedStanding {
  feedId: string;
  carrier: string;
  publisher: string;
  /** When scans last came; null: never. */
  heardAt: Instant | null;
  /** Since then, or since the feed was added: seconds. */
  silentSeconds: number;
  /** When the other side last spoke to us at all, with news or without. */
  contactAt: Instant | null;
  scans: number;
  trouble: string | null;
  troubleAt: Instant | null;
  pollNextAt: Instant;
  pollFailures: number;
}

const LIVE_COLUMNS = `f.feed_id as "feedId", f.publisher_id as "publisherId", f.carrier, f.format, f.calls,
  f.time_zone as "timeZone", f.poll_url as "pollUrl", f.poll_every_seconds as "pollEverySeconds",
  f.poll_authorization as "pollAuthorization", f.added_at as "addedAt"`;
const LIVE = sql(
  'feed_live',
  `select ${LIVE_COLUMNS} from feed f join registry_publisher p using (publisher_id)
   where f.removed_at is null and p.revoked_at is null order by f.carrier`,
);
const SECRETS = sql(
  'feed_secret_live',
  `select s.feed_id as "feedId", s.secret_id as "secretId", s.sealed, s.added_at as "addedAt", s.expires_at as "expiresAt"
   from feed_secret s join feed f using (feed_id)
   where f.removed_at is null and (s.expires_at is null or s.expires_at > clock_now())
   order by s.added_at desc, s.secret_id desc`,
);
const INSERT = sql(
  'feed_insert',
  `insert into feed (feed_id, publisher_id, carrier, format, calls, time_zone, poll_url, poll_every_seconds, poll_authorization)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict (carrier) where removed_at is null do nothing returning feed_id`,
);
const INSERT_STATE = sql('feed_state_insert', 'insert into feed_state (feed_id) values ($1)');
const INSERT_SECRET = sql(
  'feed_secret_insert',
  'insert into feed_secret (secret_id, feed_id, sealed) values ($1, $2, $3)',
);
// The newest goes on for a while; with the one that comes there are never more than two.
const EXPIRE = sql(
  'feed_secret_expire',
  `update feed_secret s set expires_at = case when s.secret_id = $2
     then least(coalesce(s.expires_at, 'infinity'), clock_now() + $3 * interval '1 second') else clock_now() end
   where s.feed_id = $1 and (s.expires_at is null or s.expires_at > clock_now())`,
);
const LOCK = sql(
  'feed_lock',
  `select feed_id as "feedId" from feed where carrier = $1 and removed_at is null for update`,
);
const REMOVE = sql(
  'feed_remove',
  `update feed set removed_at = clock_now(), poll_authorization = null where feed_id = $1`,
);
const FORGET_SECRETS = sql(
  'feed_secret_forget',
  `update feed_secret set sealed = '', expires_at = clock_now() where feed_id = $1`,
);
const STANDING = sql(
  'feed_standing',
  `select f.feed_id as "feedId", f.carrier, p.name as publisher, s.heard_at as "heardAt", s.contact_at as "contactAt",
     extract(epoch from clock_now() - coalesce(s.heard_at, f.added_at))::float8 as "silentSeconds",
     s.scans, s.trouble, s.trouble_at as "troubleAt", s.poll_next_at as "pollNextAt", s.poll_failures as "pollFailures"
   from feed f join feed_state s using (feed_id) join registry_publisher p using (publisher_id)
   where f.removed_at is null and p.revoked_at is null order by f.carrier`,
);

export const liveFeeds = (tx: Tx): Promise<StoredFeed[]> => tx.query<StoredFeed>(LIVE);

/** The newest of each feed first. */
export const liveSecrets = (tx: Tx): Promise<StoredSecret[]> => tx.query<StoredSecret>(SECRETS);

export const feedStandings = (tx: Tx): Promise<FeedStanding[]> => tx.query<FeedStanding>(STANDING);

export interface NewFeed extends FeedReading {
  feedId: string;
  publisherId: string;
  format: FeedFormat;
  pollUrl: string | null;
  pollEverySeconds: number | null;
  pollAuthorization: Buffer | null;
}

/** @returns false when the carrier has a feed already. */
export async function insertFeed(tx: Tx, feed: NewFeed): Promise<boolean> {
  const { feedId, publisherId, carrier, format, calls, timeZone } = feed;
  const { pollUrl, pollEverySeconds, pollAuthorization } = feed;
  const values = [feedId, publisherId, carrier, format, JSON.stringify(calls), timeZone];
  const rows = await tx.query(INSERT, [...values, pollUrl, pollEverySeconds, pollAuthorization]);
  if (rows.length === 0) return false;
  await tx.query(INSERT_STATE, [feedId]);
  return true;
}

export async function insertFeedSecret(
  tx: Tx,
  secretId: string,
  feedId: string,
  sealed: Buffer,
): Promise<void> {
  await tx.query(INSERT_SECRET, [secretId, feedId, sealed]);
}

/** The newest secret counts for so many seconds more; older ones no longer. */
export async function expireSecrets(
  tx: Tx,
  feedId: string,
  newestId: string | undefined,
  seconds: number,
): Promise<void> {
  await tx.query(EXPIRE, [feedId, newestId ?? null, seconds]);
}

/** The carrier's feed, its row locked: secrets change and go one after the other. */
export async function lockFeed(tx: Tx, carrier: string): Promise<string | undefined> {
  const [row] = await tx.query<{ feedId: string }>(LOCK, [carrier]);
  return row?.feedId;
}

/** What it has told stays; its secrets go. */
export async function removeFeed(tx: Tx, feedId: string): Promise<void> {
  await tx.query(REMOVE, [feedId]);
  await tx.query(FORGET_SECRETS, [feedId]);
}
