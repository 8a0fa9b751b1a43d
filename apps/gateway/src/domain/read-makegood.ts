import { readEvents } from './cloud-events.js';
import { fieldsOf, given, type Fields } from './feed-json.js';
import { scanReport, type Draft, type Drafts } from './feed-drafts.js';
import type { FeedReading } from './feed.js';

const BATCH = 'application/cloudevents-batch+json';

/** Our own words: reports TrackingUpdated, each alone or as a CloudEvent; one, a list, or `{"reports": [...]}`. */
export function readMakegood(body: unknown, feed: FeedReading): Drafts {
  const faults: string[] = [];
  const drafts: Draft[] = [];
  entriesOf(body).forEach((entry, index) => {
    const at = `reports[${index}]`;
    const fields = fieldsOf(entry);
    if (fields === undefined) {
      faults.push(`${at}: must be a report TrackingUpdated`);
      return;
    }
    if (fields['specversion'] === undefined) {
      drafts.push({ at, report: ofCarrier(fields, feed) });
      return;
    }
    const read = readEvents({ 'content-type': BATCH }, [entry]);
    if ('faults' in read) {
      faults.push(...read.faults.map((fault) => fault.replace(/^events\[0]/, at)));
      return;
    }
    const [event] = read.events;
    if (event?.contract !== scanReport) faults.push(`${at}.type: a feed tells of scans: ${scanReport.type}`);
    else drafts.push({ at: `${at}.data`, report: ofCarrier(event.data as Fields, feed) });
  });
  for (const { at, report } of drafts) {
    const named = fieldsOf((report as Fields)['package'])?.['carrierCode'];
    if (named !== undefined && named !== feed.carrier)
      faults.push(
        `${at}.package.carrierCode: must be ${feed.carrier}, the carrier of this feed, or be left out`,
      );
  }
  return { drafts, faults, ignored: 0 };
}

function entriesOf(body: unknown): unknown[] {
  if (Array.isArray(body)) return body;
  const reports = fieldsOf(body)?.['reports'];
  return Array.isArray(reports) ? reports : [body];
}

/** A number without a carrier is one of the feed's. */
function ofCarrier(report: Fields, { carrier }: FeedReading): object {
  const named = fieldsOf(report['package']);
  if (named?.['trackingNumber'] === undefined || named['carrierCode'] !== undefined) return report;
  return given({ ...report, package: { ...named, carrierCode: carrier } });
}
