import { toIso, type JourneyEntry } from '#contracts';
import { clockWords } from '../domain/words.js';
import { meant } from '../domain/scan.js';
import { checkNumber } from '../domain/tracking-number.js';
import type { ShippedPackage } from '../domain/shipped-package.js';
import type { KnownPackage } from '../store/known-packages.js';
import type { KeptScan } from '../store/scans.js';

/** What tracking knows of one package: each scan as it was reported and what it led to, and what the clock said. */
export function journeyEntries({ shipped, state, scans }: KnownPackage): JourneyEntry[] {
  const scanned = [
    ...numberEntries(shipped),
    ...scans.flatMap((scan) => scanEntries(scan, shipped.packageNumber)),
  ];
  const { text, rule, at, state: clock } = clockWords(state);
  const { packageId, packageNumber } = shipped;
  const entry = { packageId, rules: [rule], text: `package ${packageNumber}: ${text}` };
  if (clock === 'running') return scanned;
  const units = (state.overdueLines ?? []).map((line, index) => ({
    line,
    ordinal: state.overdueOrdinals?.[index],
  }));
  const data = { policyVersion: state.policyVersion, cause: state.overdueCause, units };
  if (clock === 'overdue') {
    return [
      ...scanned,
      {
        ...entry,
        at: toIso(at + 1),
        kind: 'fact',
        type: 'DeliveryOverdue',
        data: { ...data, dueAt: toIso(at) },
      },
    ];
  }
  return [
    ...scanned,
    {
      ...entry,
      at: toIso(at),
      kind: 'decision',
      type: 'ClockStopped',
      data: { ...data, by: state.stoppedBy },
    },
  ];
}

/** T-5: only what is wrong with the number is worth a line. */
function numberEntries(shipped: ShippedPackage): JourneyEntry[] {
  const { packageId, packageNumber, shippedAt, carrierCode, trackingNumber } = shipped;
  const { warning } = checkNumber(shipped);
  if (warning === undefined) return [];
  const text = `package ${packageNumber}: ${warning}`;
  const data = { carrierCode, trackingNumber };
  const entry = { packageId, text, rules: ['T-5'], data };
  return [{ ...entry, at: toIso(shippedAt), kind: 'decision', type: 'TrackingNumberDoubted' }];
}

function scanEntries(scan: KeptScan, packageNumber: number): JourneyEntry[] {
  const { packageId, rawCode, eventCode, publisher, corrects, movedTo } = scan;
  const { status } = meant(scan).meaning;
  const where = [scan.location?.city, scan.location?.stateOrRegion, scan.location?.countryCode]
    .filter(Boolean)
    .join(', ');
  const how = [where && `at ${where}`, scan.incident && `(${scan.incident})`].filter(Boolean).join(' ');
  const correcting = corrects ? `, correcting ${corrects.rawCode} of ${toIso(corrects.occurredAt)}` : '';
  const data = {
    scanId: scan.scanId,
    publisher,
    eventCode,
    rawCode,
    status,
    occurredAt: toIso(scan.occurredAt),
    heardAt: toIso(scan.heardAt),
    corrects: corrects && { rawCode: corrects.rawCode, occurredAt: toIso(corrects.occurredAt) },
    location: scan.location,
    incident: scan.incident,
    faultParty: scan.faultParty,
    estimatedDeliveryAt: scan.carrierEstimate,
  };
  const report: JourneyEntry = {
    at: toIso(scan.occurredAt),
    recordedAt: toIso(scan.reportedAt),
    kind: 'report',
    type: 'TrackingUpdated',
    packageId,
    text:
      `${publisher} scanned package ${packageNumber}: ${status}, ${rawCode} ${how}`.trimEnd() + correcting,
    rules: ['T-3'],
    data,
  };
  const led = movedTo
    ? `its number now means package ${movedTo}, so the scan counts there`
    : `package ${packageNumber} is ${scan.placeAfter} (${scan.statusAfter})`;
  const fact: JourneyEntry = {
    at: toIso(scan.reportedAt),
    kind: 'fact',
    type: 'TrackingUpdated',
    packageId,
    text: led,
    rules: ['T-4'],
    data: { scanId: scan.scanId, place: scan.placeAfter, status: scan.statusAfter, movedTo },
  };
  return [report, fact];
}
