import { toIso } from '#contracts';
import type { TrackingUpdatedReport } from '#contracts';
import { scanOf } from '../domain/reported-scan.js';
import type { ShippedPackage } from '../domain/shipped-package.js';
import type { PackageFiles } from './package-files.js';
import { addScan } from './record-scans.js';
import type { Recorded } from './record-scans.js';

const CARRIER = { publisherId: '00000000-0000-0000-0000-000000000000', publisher: 'sandbox' };
const FIRST_SCANS = [
  { eventCode: 'EVENT_101', rawCode: 'NOTIFIED', afterMs: 0 },
  { eventCode: 'EVENT_201', rawCode: 'ARRIVED', afterMs: 1 },
] as const;

/** The first scans of packages that exist in a sandbox only, each once. */
export function scanSandboxes(
  shipped: readonly ShippedPackage[],
  files: PackageFiles,
  recorded: Recorded,
): void {
  for (const { packageId, shippedAt, sandbox } of shipped) {
    const file = files.get(packageId);
    if (sandbox !== true || !file) continue;
    for (const { eventCode, rawCode, afterMs } of FIRST_SCANS) {
      const occurredAt = shippedAt + afterMs;
      const report: TrackingUpdatedReport = {
        package: { packageId },
        eventCode,
        rawCode,
        occurredAt: toIso(occurredAt),
        location: { city: 'Sandbox', countryCode: 'US' },
      };
      const scan = scanOf(report, packageId, occurredAt);
      if (!file.scans.has(scan.scanId)) addScan(file, scan, CARRIER, recorded);
    }
  }
}
