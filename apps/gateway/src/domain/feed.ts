import { isTimeZone } from '#contracts';

/** In which words a carrier, or who speaks for it, tells of scans. */
export const feedFormats = ['makegood', 'aftership', 'easypost'] as const;
export type FeedFormat = (typeof feedFormats)[number];

/** How a feed's messages are to be read. */
export interface FeedReading {
  /** Our code of the carrier: what names its packages. */
  carrier: string;
  format: FeedFormat;
  /** How the other side calls this carrier; empty: all that comes is this carrier's. */
  calls: readonly string[];
  /** IANA zone of times that come without an offset. */
  timeZone: string;
}

/** Where a feed is asked for news. */
export interface PollRequest {
  url: string;
  /** Seconds from one answer to the next question. */
  everySeconds: number;
  /** Value of the header `authorization`. */
  authorization?: string;
}

/** A feed as the operator asks for it. */
export interface FeedRequest {
  /** Name of a publisher that may report scans of this carrier. */
  publisher: string;
  carrier: string;
  format: FeedFormat;
  calls?: string[];
  timeZone?: string;
  /** The other side's own secret, where it does not take ours. */
  secret?: string;
  poll?: PollRequest;
}

/** A path segment, and the name of a folder: nothing that means more in either. */
const CARRIER = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const EVERY = { least: 10, most: 86_400 };
const URL_MOST = 2_000;
const SECRET = { least: 16, most: 256 };
const CALLS_MOST = 20;

type Raw<T> = { readonly [K in keyof T]?: unknown };

/** Every fault of a feed's request at once. */
export function faultsInFeed(request: Raw<FeedRequest>): string[] {
  const { publisher, carrier, format, calls, timeZone, secret, poll } = request;
  return [
    isText(publisher, 1, 64) ? '' : 'publisher: must be the name of a publisher',
    typeof carrier === 'string' && CARRIER.test(carrier)
      ? ''
      : 'carrier: must be 1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first',
    feedFormats.some((known) => known === format) ? '' : `format: must be one of ${feedFormats.join(', ')}`,
    calls === undefined || isTexts(calls)
      ? ''
      : `calls: must be a list of 1 to ${CALLS_MOST} names of 1 to 64 characters`,
    timeZone === undefined || (typeof timeZone === 'string' && isTimeZone(timeZone))
      ? ''
      : 'timeZone: must be an IANA time zone, as America/New_York',
    secret === undefined || isText(secret, SECRET.least, SECRET.most)
      ? ''
      : `secret: must be ${SECRET.least} to ${SECRET.most} characters`,
    ...(poll === undefined ? [] : faultsInPoll(poll, format)),
  ].filter((fault) => fault !== '');
}

function faultsInPoll(poll: unknown, format: unknown): string[] {
  if (typeof poll !== 'object' || poll === null) return ['poll: must be an object'];
  const { url, everySeconds, authorization } = poll as Raw<PollRequest>;
  const faults = faultsInPollUrl(url);
  if (format === 'aftership') faults.push('poll: AfterShip pushes; polling reads makegood and easypost');
  const every = Number.isInteger(everySeconds) ? Number(everySeconds) : 0;
  if (every < EVERY.least || every > EVERY.most)
    faults.push(`poll.everySeconds: must be a whole number from ${EVERY.least} to ${EVERY.most}`);
  if (authorization !== undefined && !(isText(authorization, 1, 2_000) && /^[ -~]+$/.test(authorization)))
    faults.push('poll.authorization: must be 1 to 2000 printable ASCII characters');
  return faults;
}

/**
 * What we ask ourselves, we ask where an operator has said, over TLS (plainly only on this machine), and never where
 * clouds keep the credentials of a machine.
 */
function faultsInPollUrl(text: unknown): string[] {
  if (typeof text !== 'string' || text.length > URL_MOST || !URL.canParse(text)) {
    return [`poll.url: must be a URL of at most ${URL_MOST} characters`];
  }
  const url = new URL(text);
  const faults: string[] = [];
  const isPlainHere = url.protocol === 'http:' && /^(127(\.\d+){3}|localhost|\[::1])$/.test(url.hostname);
  if (url.protocol !== 'https:' && !isPlainHere)
    faults.push('poll.url: must begin with https:// (http:// only for this machine itself)');
  if (/^(169\.254(\.\d+){2}|\[fe[89ab][0-9a-f]:.*]|\[::ffff:a9fe:.*])$/.test(url.hostname))
    faults.push('poll.url: must not be a link-local address');
  if (url.username !== '' || url.password !== '')
    faults.push('poll.url: must hold no user and password; give them as poll.authorization');
  if (url.hash !== '') faults.push('poll.url: must have no fragment');
  return faults;
}

const isText = (value: unknown, least: number, most: number): value is string =>
  typeof value === 'string' && value.length >= least && value.length <= most;

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.length <= CALLS_MOST &&
  value.every((one) => isText(one, 1, 64));
