import { checked, type Drafts, type ReadScans } from './feed-drafts.js';
import type { FeedFormat, FeedReading } from './feed.js';
import { readAftership } from './read-aftership.js';
import { readEasypost } from './read-easypost.js';
import { readMakegood } from './read-makegood.js';

const ADAPTERS: Record<FeedFormat, (body: unknown, feed: FeedReading) => Drafts> = {
  makegood: readMakegood,
  aftership: readAftership,
  easypost: readEasypost,
};

/** Reads a message in the words of its feed (T-3). Pure, so the same message gives the same reports for ever. */
export function readFeed(body: unknown, feed: FeedReading): ReadScans {
  return checked(ADAPTERS[feed.format](body, feed));
}
