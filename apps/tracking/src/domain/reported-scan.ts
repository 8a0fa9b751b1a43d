import type { FaultParty, Instant, Location, PackageReference, TrackingUpdatedReport } from '#contracts';
import { naturalKey, toInstant, uuidv5 } from '#contracts';
import type { Scan } from './scan.js';

/** A scan as it is kept: what was said, by whom and when. */
export interface ReportedScan extends Scan {
  packageId: string;
  faultParty?: FaultParty | undefined;
  location?: Location | undefined;
  /** The carrier's own estimate as it wrote it; never our clock (I-1). */
  carrierEstimate?: string | undefined;
  /** The same for the same content: tells a repetition from a contradiction. */
  content: string;
  /** It named its package by carrier and number only, which another package may turn out to have had (Words). */
  byNumber: boolean;
  reportedAt: Instant;
}

// Never to be changed: stored scans are compared by it.
const CONTENT = '6c0e9a34-7d1f-5f0e-8a55-2f1d0c3b4a59';

/** The scan that a report makes of a package. Its id is its natural key: (package, raw code, occurredAt, corrects). */
export function scanOf(report: TrackingUpdatedReport, packageId: string, reportedAt: Instant): ReportedScan {
  const { eventCode, status, rawCode, incident, faultParty, location, corrects: named } = report;
  const occurredAt = toInstant(report.occurredAt);
  const corrects = named && { rawCode: named.rawCode, occurredAt: toInstant(named.occurredAt) };
  return {
    scanId: naturalKey.scan({ packageId, rawCode, occurredAt, corrects }),
    packageId,
    eventCode,
    status,
    rawCode,
    occurredAt,
    incident,
    corrects,
    faultParty,
    location,
    carrierEstimate: report.estimatedDeliveryAt,
    content: contentOf(report),
    byNumber: isByNumber(report.package),
    reportedAt,
  };
}

function contentOf({
  eventCode,
  status,
  incident,
  faultParty,
  location,
  estimatedDeliveryAt,
}: TrackingUpdatedReport): string {
  const { city, stateOrRegion, countryCode } = location ?? {};
  const where = [city, stateOrRegion, countryCode].map((part) => part ?? null);
  const said = [eventCode, status, incident, faultParty, estimatedDeliveryAt].map((part) => part ?? null);
  return uuidv5(CONTENT, [...said, where]);
}

function isByNumber({ trackingNumber }: PackageReference): boolean {
  return trackingNumber !== undefined;
}

/** The id under which the scan that this one corrects was first reported. */
export function correctedId({ packageId, corrects }: ReportedScan): string | undefined {
  return corrects && naturalKey.scan({ packageId, ...corrects });
}

/** The same scan, of the package that its number turned out to mean. */
export function movedTo(scan: ReportedScan, packageId: string): ReportedScan {
  const { rawCode, occurredAt, corrects } = scan;
  return { ...scan, packageId, scanId: naturalKey.scan({ packageId, rawCode, occurredAt, corrects }) };
}
