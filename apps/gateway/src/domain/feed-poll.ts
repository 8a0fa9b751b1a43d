import { readInstant, type Instant } from '#contracts';
import { fieldsOf, textOf } from './feed-json.js';
import type { FeedFormat } from './feed.js';

/** How far a feed has been asked; kept from poll to poll, null at the beginning. */
export type PollCursor = Readonly<Record<string, string | number>> | null;

/** What follows from an answer. */
export interface PollStep {
  /** The part of the answer that is new. */
  body: unknown;
  cursor: PollCursor;
  /** There is more to be had at once. */
  more: boolean;
}

const HOUR_MS = 3_600_000;
/** What was updated while a walk was under way is looked at once more. */
const OVERLAP_MS = 600_000;
const PAGE = '100';

/** The address to ask, at this cursor. */
export function pollUrl(url: string, format: FeedFormat, cursor: PollCursor): string {
  const asked = new URL(url);
  if (format === 'easypost') {
    if (!asked.searchParams.has('page_size')) asked.searchParams.set('page_size', PAGE);
    if (cursor?.['beforeId'] !== undefined) asked.searchParams.set('before_id', String(cursor['beforeId']));
  } else if (cursor?.['cursor'] !== undefined) asked.searchParams.set('cursor', String(cursor['cursor']));
  return asked.toString();
}

/** What an answer tells, and where to go on. */
export function pollStep(body: unknown, format: FeedFormat, cursor: PollCursor): PollStep {
  return format === 'easypost' ? easypostStep(body, cursor) : ownStep(body, cursor);
}

/** Ours: `{"reports": [...], "cursor": "..."}`; whoever gives a new cursor with reports may have more. */
function ownStep(body: unknown, cursor: PollCursor): PollStep {
  const next = textOf(fieldsOf(body)?.['cursor']);
  if (next === undefined) return { body, cursor, more: false };
  const reports = fieldsOf(body)?.['reports'];
  const isNew = next !== cursor?.['cursor'] && Array.isArray(reports) && reports.length > 0;
  return { body, cursor: { cursor: next }, more: isNew };
}

/**
 * EasyPost's list stands in the order in which trackers were made, newest first, wherever they were updated since. So
 * each walk goes through all pages, and takes the trackers that changed after the walk before it had begun.
 */
function easypostStep(body: unknown, cursor: PollCursor): PollStep {
  const list = fieldsOf(body)?.['trackers'];
  // Not a list: the adapter says what is wrong with it.
  if (!Array.isArray(list)) return { body, cursor, more: false };
  const trackers = list as unknown[];
  const since = Number(cursor?.['since'] ?? 0);
  const updated = trackers.map((one) => readInstant(textOf(fieldsOf(one)?.['updated_at']) ?? '') ?? Infinity);
  const fresh = trackers.filter((_, at) => (updated[at] ?? Infinity) >= since);
  const newest = Math.max(
    Number(cursor?.['newest'] ?? 0),
    ...updated.map((instant) => (Number.isFinite(instant) ? instant : 0)),
  );
  const last = textOf(fieldsOf(trackers.at(-1))?.['id']);
  const isMore = fieldsOf(body)?.['has_more'] === true && last !== undefined && last !== cursor?.['beforeId'];
  return {
    body: { trackers: fresh },
    cursor: isMore
      ? { since, newest, beforeId: last }
      : { since: Math.max(since, newest - OVERLAP_MS), newest },
    more: isMore,
  };
}

/**
 * When to ask again.
 * @param failures how often in a row it has failed; each doubles the wait, to an hour
 * @param random in [0, 1): replicas and feeds that fail together must not come back together
 */
export function nextPoll(now: Instant, everySeconds: number, failures: number, random: number): Instant {
  const every = everySeconds * 1000;
  if (failures === 0) return now + every;
  const longest = Math.max(HOUR_MS, every);
  const wait = Math.min(longest, every * 2 ** Math.min(failures, 12));
  return now + Math.round(wait * (0.5 + random / 2));
}
