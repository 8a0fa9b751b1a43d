import type { JsonSchema } from '#contracts';
import { schema } from '#runtime';
import { feedFormats } from '../domain/feed.js';

const { instant, listOf, object, oneOf, orNull, text, whole } = schema;

const format = oneOf(feedFormats);
const poll = { url: text, everySeconds: whole };

export const feedAsked = object({
  publisher: text,
  carrier: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' },
  format,
  'calls?': listOf(text),
  'timeZone?': text,
  'secret?': { type: 'string', minLength: 16, maxLength: 256 },
  'poll?': object({ ...poll, 'authorization?': text }),
});
export const feedRotation = object({
  'secret?': { type: 'string', minLength: 16, maxLength: 256 },
  'keepHours?': { type: 'number', minimum: 0, maximum: 168 },
});
/** The secret is null where it is the other side's own. */
export const feedSecret = object({ carrier: text, webhook: text, secret: orNull(text) });
export const feedRemoved = object({ carrier: text, removed: schema.flag });
export const feeds = object({
  feeds: listOf(
    object({
      carrier: text,
      publisher: text,
      format,
      calls: listOf(text),
      timeZone: text,
      webhook: text,
      poll: orNull(object({ ...poll, nextAt: instant, failures: whole })),
      secrets: listOf(object({ addedAt: instant, expiresAt: orNull(instant) })),
      lastHeardAt: orNull(instant),
      silentSeconds: whole,
      lastContactAt: orNull(instant),
      scans: whole,
      trouble: orNull(text),
      troubleAt: orNull(instant),
      addedAt: instant,
    }),
  ),
});

/** One report TrackingUpdated or a list of them, alone or as CloudEvents; or what the feed's format says. */
export const pushed: JsonSchema = {
  oneOf: [{ type: 'object' }, { type: 'array', items: { type: 'object' } }],
};
export const taken = object({ accepted: whole, ignored: whole });
