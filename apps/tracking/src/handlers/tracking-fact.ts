import { toIso, TrackingUpdated } from '#contracts';
import type { Instant, Scan as ScanOnBus } from '#contracts';
import { fact } from '#messaging';
import type { Fact } from '#messaging';
import { correctedId } from '../domain/reported-scan.js';
import type { ReportedScan } from '../domain/reported-scan.js';
import { meant } from '../domain/scan.js';
import type { ScannedState } from '../domain/scans.js';
import type { PackageFile } from './package-files.js';

/** What is said of a scan: itself, and the state of its package now that it counts. Its time is the report's (Words). */
export function trackingFact({ shipped, units }: PackageFile, scan: ReportedScan, state: ScannedState): Fact {
  const { packageId, orderId, sellerId, sellerFulfillmentOrderId } = shipped;
  const data: TrackingUpdated = {
    packageId,
    orderId,
    sellerId,
    sellerFulfillmentOrderId,
    scan: scanOnBus(scan),
    state: {
      place: state.place,
      status: state.status,
      deliveredAt: isoOrNone(state.deliveredAt),
      returningSince: isoOrNone(state.returningSince),
      asOf: toIso(state.asOf),
    },
    units: units.map(({ line, ordinal }) => ({ line, ordinal })),
  };
  return fact(TrackingUpdated, data, scan.reportedAt);
}

function scanOnBus(scan: ReportedScan): ScanOnBus {
  return {
    scanId: scan.scanId,
    eventCode: scan.eventCode,
    rawCode: scan.rawCode,
    status: meant(scan).meaning.status,
    occurredAt: toIso(scan.occurredAt),
    corrects: correctedId(scan),
    location: scan.location,
    incident: scan.incident,
    faultParty: scan.faultParty,
  };
}

function isoOrNone(instant: Instant | undefined): string | undefined {
  return instant === undefined ? undefined : toIso(instant);
}
