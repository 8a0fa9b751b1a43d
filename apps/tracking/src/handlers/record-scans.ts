import type { TrackingUpdatedReport } from '#contracts';
import { toInstant } from '#contracts';
import type { Fact, Incoming, Turn } from '#messaging';
import { judgeScan } from '../domain/judge-scan.js';
import { policyInForce } from '../domain/policy-in-force.js';
import type { PolicyVersion } from '../domain/policy-in-force.js';
import { scanOf } from '../domain/reported-scan.js';
import type { ReportedScan } from '../domain/reported-scan.js';
import type { ShippedPackage } from '../domain/shipped-package.js';
import type { NewScan } from '../store/scans.js';
import type { PackageFile, PackageFiles } from './package-files.js';
import { trackingFact } from './tracking-fact.js';

/** A report, with the package that it means. */
export interface MeantReport {
  incoming: Incoming<TrackingUpdatedReport>;
  shipped: ShippedPackage;
}

/** What reports add: the scans to keep, and what is said of them. */
export interface Recorded {
  scans: NewScan[];
  facts: Fact[];
}

/**
 * Adds the scans to the files of their packages, one after the other, so that the second of a batch sees the first.
 * What does not count is parked; a repetition is neither kept nor said (T-4).
 */
export function recordScans(
  reports: readonly MeantReport[],
  files: PackageFiles,
  policies: readonly PolicyVersion[],
  park: Turn['park'],
): Recorded {
  const recorded: Recorded = { scans: [], facts: [] };
  for (const { incoming, shipped } of reports) {
    const file = files.get(shipped.packageId);
    if (!file) throw new Error(`package ${shipped.packageId} is not open`);
    const scan = scanOf(incoming.data, shipped.packageId, incoming.time);
    const { policy } = policyInForce(policies, shipped.marketplaceId, shipped.shippedAt);
    const verdict = judgeScan(scan, incoming.publisher, shipped, file.scans.get(scan.scanId), policy);
    if (verdict.accepted) addScan(file, scan, publisherOf(incoming), recorded);
    else if ('refused' in verdict) {
      // Who may not speak of a package must not be able to hold it either.
      const subject = verdict.refused === 'not-yours' ? undefined : shipped.packageId;
      park(incoming, verdict.refused, verdict.detail, subject);
    }
  }
  return recorded;
}

/** Adds one scan to its package's file, to what is kept and to what is said. */
export function addScan(
  file: PackageFile,
  scan: ReportedScan,
  { publisherId, publisher }: { publisherId: string; publisher: string },
  recorded: Recorded,
): void {
  file.scans.set(scan.scanId, scan);
  const state = file.scannedState();
  const { orderId, sellerId } = file.shipped;
  const { place: placeAfter, status: statusAfter } = state;
  recorded.scans.push({ ...scan, publisherId, publisher, orderId, sellerId, placeAfter, statusAfter });
  recorded.facts.push(trackingFact(file, scan, state));
}

function publisherOf({ publisher }: Incoming): { publisherId: string; publisher: string } {
  if (!publisher) throw new Error('a report without a publisher was accepted');
  return { publisherId: publisher.publisherId, publisher: publisher.name };
}

/** When the scan of a report claims to have happened. */
export function claimedAt({ data }: Incoming<TrackingUpdatedReport>): number {
  return toInstant(data.occurredAt);
}
