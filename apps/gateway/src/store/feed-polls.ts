import { sql, type Tx } from '#postgres';
import type { PollCursor } from '../domain/feed-poll.js';

/** A feed that this process may ask now, and nobody else. */
export interface PollLease {
  feedId: string;
  cursor: PollCursor;
  failures: number;
}

// By the machine's clock: a lease is about processes, not about parcels.
const LEASE = sql(
  'feed_poll_lease',
  `update feed_state set lease = $1, leased_until = clock_timestamp() + $2 * interval '1 second'
   where feed_id = (
     select s.feed_id from feed_state s join feed f using (feed_id) join registry_publisher p using (publisher_id)
     where f.poll_url is not null and f.removed_at is null and p.revoked_at is null
       and s.poll_next_at <= clock_timestamp() and (s.leased_until is null or s.leased_until < clock_timestamp())
     order by s.poll_next_at limit 1 for update of s skip locked)
   returning feed_id as "feedId", poll_cursor as cursor, poll_failures as failures`,
);
const SETTLE = sql(
  'feed_poll_settle',
  `update feed_state set poll_cursor = $3, poll_failures = $4, lease = null, leased_until = null,
     poll_next_at = clock_timestamp() + $5 * interval '1 millisecond'
   where feed_id = $1 and lease = $2`,
);

/** The feed that has been due longest, for so many seconds; nothing when none is due. */
export async function leasePoll(tx: Tx, lease: string, seconds: number): Promise<PollLease | undefined> {
  const [row] = await tx.query<PollLease>(LEASE, [lease, seconds]);
  return row;
}

/** Gives a lease back, with how far the feed was asked and when it is to be asked again. */
export async function settlePoll(
  tx: Tx,
  lease: string,
  { feedId, cursor, failures }: PollLease,
  waitMs: number,
): Promise<void> {
  await tx.query(SETTLE, [feedId, lease, cursor === null ? null : JSON.stringify(cursor), failures, waitMs]);
}
