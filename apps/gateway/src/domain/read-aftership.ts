import { aftershipMeaning } from './aftership-codes.js';
import { fieldsOf, firstText, fitted, given, isOurs, locationOf, textOf, type Fields } from './feed-json.js';
import type { Draft, Drafts } from './feed-drafts.js';
import { carrierTime } from './feed-time.js';
import type { FeedReading } from './feed.js';

/**
 * A webhook of AfterShip: one tracking with all its checkpoints so far, each time again. Its estimate of the delivery
 * is left out: it changes while the checkpoints stay, and the same scan with other content would be a contradiction.
 */
export function readAftership(body: unknown, feed: FeedReading): Drafts {
  const tracking = fieldsOf(fieldsOf(body)?.['msg']);
  if (tracking === undefined) return { drafts: [], ignored: 0, faults: ['msg: must be given: the tracking'] };
  if (!isOurs(feed.calls, tracking['slug'])) return { drafts: [], ignored: 1, faults: [] };
  const faults: string[] = [];
  const trackingNumber = textOf(tracking['tracking_number']);
  if (trackingNumber === undefined) faults.push('msg.tracking_number: must be given');
  const list = tracking['checkpoints'] ?? [];
  if (!Array.isArray(list)) faults.push('msg.checkpoints: must be a list');
  const drafts: Draft[] = [];
  (Array.isArray(list) ? (list as unknown[]) : []).forEach((entry, index) => {
    const at = `msg.checkpoints[${index}]`;
    const checkpoint = fieldsOf(entry);
    if (checkpoint === undefined) {
      faults.push(`${at}: must be an object`);
      return;
    }
    const occurredAt = timeOf(checkpoint, feed.timeZone);
    if (occurredAt === undefined)
      faults.push(`${at}.checkpoint_time: must be a time, as 2026-01-02T03:04:05-05:00`);
    else if (trackingNumber !== undefined)
      drafts.push({
        at,
        report: scanOf(checkpoint, { carrierCode: feed.carrier, trackingNumber }, occurredAt),
      });
  });
  return { drafts, faults, ignored: 0 };
}

function scanOf(checkpoint: Fields, named: object, occurredAt: string): object {
  const [tag, subtag] = [textOf(checkpoint['tag']), textOf(checkpoint['subtag'])];
  const raw = firstText(checkpoint['raw_tag'], subtag, tag, checkpoint['message']) ?? 'none';
  const country = checkpoint['country_region'] ?? checkpoint['country_iso3'];
  return given({
    package: named,
    ...aftershipMeaning(tag, subtag),
    rawCode: fitted(raw, 64),
    occurredAt,
    location: locationOf(checkpoint['city'], checkpoint['state'], country),
  });
}

/** Without a time of the carrier's, when AfterShip heard of it: it was no later. */
function timeOf(checkpoint: Fields, timeZone: string): string | undefined {
  const text = firstText(checkpoint['checkpoint_time'], checkpoint['created_at']);
  return text === undefined ? undefined : carrierTime(text, timeZone);
}
