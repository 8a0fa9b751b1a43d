import { easypostMeaning } from './easypost-codes.js';
import { fieldsOf, firstText, fitted, given, isOurs, locationOf, textOf, type Fields } from './feed-json.js';
import type { Draft, Drafts } from './feed-drafts.js';
import { carrierTime } from './feed-time.js';
import type { FeedReading } from './feed.js';

/**
 * EasyPost's Event about a Tracker, a Tracker, or its list of Trackers: each with all its details so far. Its estimate
 * of the delivery is left out: it changes while the details stay, and the same scan with other content would be a
 * contradiction.
 */
export function readEasypost(body: unknown, feed: FeedReading): Drafts {
  const message = fieldsOf(body);
  if (message === undefined) return { drafts: [], ignored: 0, faults: ['the body must be a JSON object'] };
  const { trackers } = message;
  if (Array.isArray(trackers)) {
    return joined(trackers.map((one, index) => readTracker(one, `trackers[${index}]`, feed)));
  }
  if (message['object'] === 'Tracker') return readTracker(message, '', feed);
  const result = fieldsOf(message['result']);
  if (result === undefined) {
    return { drafts: [], ignored: 0, faults: ['result: must be given: the Tracker of the Event'] };
  }
  // EasyPost sends its events of every kind to one address.
  if (result['object'] !== 'Tracker') return { drafts: [], ignored: 1, faults: [] };
  return readTracker(result, 'result', feed);
}

function joined(all: readonly Drafts[]): Drafts {
  return {
    drafts: all.flatMap(({ drafts }) => drafts),
    faults: all.flatMap(({ faults }) => faults),
    ignored: all.reduce((sum, { ignored }) => sum + ignored, 0),
  };
}

function readTracker(entry: unknown, at: string, feed: FeedReading): Drafts {
  const tracker = fieldsOf(entry);
  if (tracker === undefined) return { drafts: [], ignored: 0, faults: [`${at}: must be a Tracker`] };
  if (!isOurs(feed.calls, tracker['carrier'])) return { drafts: [], ignored: 1, faults: [] };
  const path = at === '' ? '' : `${at}.`;
  const faults: string[] = [];
  const trackingNumber = textOf(tracker['tracking_code']);
  if (trackingNumber === undefined) faults.push(`${path}tracking_code: must be given`);
  const list = tracker['tracking_details'] ?? [];
  if (!Array.isArray(list)) faults.push(`${path}tracking_details: must be a list`);
  const drafts: Draft[] = [];
  (Array.isArray(list) ? (list as unknown[]) : []).forEach((one, index) => {
    const where = `${path}tracking_details[${index}]`;
    const detail = fieldsOf(one);
    if (detail === undefined) {
      faults.push(`${where}: must be an object`);
      return;
    }
    const text = textOf(detail['datetime']);
    const occurredAt = text === undefined ? undefined : carrierTime(text, feed.timeZone);
    if (occurredAt === undefined) faults.push(`${where}.datetime: must be a time, as 2026-01-02T03:04:05Z`);
    else if (trackingNumber !== undefined)
      drafts.push({
        at: where,
        report: scanOf(detail, { carrierCode: feed.carrier, trackingNumber }, occurredAt),
      });
  });
  return { drafts, faults, ignored: 0 };
}

function scanOf(detail: Fields, named: object, occurredAt: string): object {
  const [status, finer] = [textOf(detail['status']), textOf(detail['status_detail'])];
  const words = [status, finer].filter((word) => word !== undefined).join('/');
  const raw = firstText(detail['carrier_code'], words, detail['message']) ?? 'none';
  const place = fieldsOf(detail['tracking_location']) ?? {};
  return given({
    package: named,
    ...easypostMeaning(status, finer),
    rawCode: fitted(raw, 64),
    occurredAt,
    location: locationOf(place['city'], place['state'], place['country']),
  });
}
