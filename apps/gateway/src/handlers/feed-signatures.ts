import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '#contracts';
import type { HeaderMap } from '../domain/cloud-events.js';
import type { FeedFormat } from '../domain/feed.js';

/** A message as it came, before anybody has read it. */
export interface SignedMessage {
  method: string;
  /** As it was asked for, without a query. */
  path: string;
  headers: HeaderMap;
  body: Buffer;
}

/** How far a sender's clock may be off, either way. */
const TOLERANCE_SECONDS = 300;
/** While secrets change a sender signs with two; more is somebody making us work. */
const MOST_SIGNATURES = 8;
const PREFIX = 'whsec_';
const HEX_PREFIX = 'hmac-sha256-hex=';

/**
 * Whether a message is signed with one of the feed's secrets: as Standard Webhooks, or as the other side signs when it
 * can do nothing else. Signatures are over the bytes that came, and are compared in constant time.
 */
export function isSigned(
  message: SignedMessage,
  format: FeedFormat,
  secrets: readonly string[],
  now: Instant,
): boolean {
  const verify = verifierOf(message, format);
  // Every secret is tried: how many there are must not be told by the time.
  return secrets.map((secret) => verify(message, secret, now)).includes(true);
}

type Verify = (message: SignedMessage, secret: string, now: Instant) => boolean;

function verifierOf({ headers }: SignedMessage, format: FeedFormat): Verify {
  const isStandard = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].some((name) => name in headers);
  if (isStandard || format === 'makegood') return byStandardWebhooks;
  if (format === 'aftership') return byAftership;
  // Both are sent: the one that covers the time and the path decides, and the other is no way round it.
  return 'x-hmac-signature-v2' in headers ? byEasypostV2 : byEasypost;
}

/** `v1,<base64 of HMAC-SHA256("id.timestamp.body")>`, several separated by spaces. */
function byStandardWebhooks({ headers, body }: SignedMessage, secret: string, now: Instant): boolean {
  const [id, timestamp] = [one(headers, 'webhook-id'), one(headers, 'webhook-timestamp')];
  const signatures = one(headers, 'webhook-signature')?.split(' ') ?? [];
  const key = keyIn(secret);
  if (id === undefined || timestamp === undefined || key === undefined) return false;
  if (!/^\d{1,12}$/.test(timestamp) || !isTimely(Number(timestamp), now)) return false;
  const right = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return signatures
    .slice(0, MOST_SIGNATURES)
    .map((signature) => signature.startsWith('v1,') && isSame(signature.slice(3), right))
    .includes(true);
}

/** AfterShip signs the body alone; a message that is sent again makes the reports that it made. */
function byAftership({ headers, body }: SignedMessage, secret: string): boolean {
  const given = one(headers, 'aftership-hmac-sha256');
  if (given === undefined) return false;
  return isSame(given, createHmac('sha256', secret).update(body).digest('base64'));
}

/** As EasyPost's own clients check it: the body alone, with the secret in NFKD. */
function byEasypost({ headers, body }: SignedMessage, secret: string): boolean {
  const given = one(headers, 'x-hmac-signature');
  if (given === undefined) return false;
  const right = createHmac('sha256', secret.normalize('NFKD')).update(body).digest('hex');
  return isSame(given.toLowerCase(), `${HEX_PREFIX}${right}`);
}

/** Timestamp, method, path and body. Behind a proxy the path that was signed may be longer than ours. */
function byEasypostV2(message: SignedMessage, secret: string, now: Instant): boolean {
  const { headers, method, body } = message;
  const [given, timestamp] = [one(headers, 'x-hmac-signature-v2'), one(headers, 'x-timestamp')];
  const path = one(headers, 'x-path');
  if (given === undefined || timestamp === undefined || path === undefined) return false;
  if (!isTimely(secondsIn(timestamp), now) || !path.endsWith(message.path)) return false;
  const right = createHmac('sha256', secret.normalize('NFKD'))
    .update(`${timestamp}${method.toUpperCase()}${path}`)
    .update(body)
    .digest('hex');
  return isSame(`${HEX_PREFIX}${given.toLowerCase().replace(HEX_PREFIX, '')}`, `${HEX_PREFIX}${right}`);
}

/** Unix seconds, or a date as HTTP and ISO write it; NaN when it is none. */
const secondsIn = (timestamp: string): number =>
  /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : Math.floor(Date.parse(timestamp) / 1000);

const isTimely = (seconds: number, now: Instant): boolean =>
  Math.abs(Math.floor(now / 1000) - seconds) <= TOLERANCE_SECONDS;

/** The bytes of `whsec_<base64>`; another side's own secret is none of Standard Webhooks. */
function keyIn(secret: string): Buffer | undefined {
  if (!secret.startsWith(PREFIX)) return undefined;
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  return key.length === 0 ? undefined : key;
}

function one(headers: HeaderMap, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' && value.length <= 4_096 ? value : undefined;
}

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  // Everybody knows how long a signature is.
  return a.length === b.length && timingSafeEqual(a, b);
}
