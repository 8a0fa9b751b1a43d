import { columns, sql, type Tx } from '#postgres';

/** What was heard of a feed since it was last written down. */
export interface Heard {
  feedId: string;
  /** How long ago scans came, in milliseconds; undefined when none did. */
  heardMsAgo?: number | undefined;
  /** How long ago the other side spoke to us, with news or without. */
  contactMsAgo?: number | undefined;
  scans: number;
  trouble?: string | undefined;
  troubleMsAgo?: number | undefined;
}

// Ages, not instants: the clock of the database is the one that counts, and the latest of all replicas stays.
const SAVE = sql(
  'feed_heard_save',
  `update feed_state s set
     heard_at = greatest(s.heard_at, clock_now() - h.heard * interval '1 millisecond'),
     contact_at = greatest(s.contact_at, clock_now() - h.contact * interval '1 millisecond'),
     scans = s.scans + h.scans,
     trouble = coalesce(h.trouble, s.trouble),
     trouble_at = greatest(s.trouble_at, clock_now() - h.troubled * interval '1 millisecond')
   from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[])
     as h (feed_id, heard, contact, scans, trouble, troubled)
   where s.feed_id = h.feed_id`,
);

/** Writes down what was heard of any number of feeds. */
export async function saveHeard(tx: Tx, heard: readonly Heard[]): Promise<void> {
  const inOrder = heard.toSorted((a, b) => (a.feedId < b.feedId ? -1 : 1));
  await tx.query(
    SAVE,
    columns(inOrder, {
      feedId: ({ feedId }) => feedId,
      heard: ({ heardMsAgo }) => heardMsAgo,
      contact: ({ contactMsAgo }) => contactMsAgo,
      scans: ({ scans }) => scans,
      trouble: ({ trouble }) => trouble,
      troubled: ({ troubleMsAgo }) => troubleMsAgo,
    }),
  );
}
