import type { Tx } from '#postgres';
import { namingOf, resolve } from '../domain/reference.js';
import { movedTo } from '../domain/reported-scan.js';
import type { ShippedPackage } from '../domain/shipped-package.js';
import { takeAway } from '../store/scans.js';
import type { PackagesByKey } from '../store/packages.js';
import type { PackageFiles } from './package-files.js';
import { addScan } from './record-scans.js';
import type { Recorded } from './record-scans.js';
import { trackingFact } from './tracking-fact.js';

/**
 * Numbers are reused (Words): scans that came before the shipment they belong to was known went to the number's
 * earlier package. Now that it is known they are its own, as if they had come after it, and both packages say so.
 */
export async function moveScans(
  tx: Tx,
  shipped: readonly ShippedPackage[],
  known: PackagesByKey,
  files: PackageFiles,
  recorded: Recorded,
): Promise<void> {
  const moves = shipped.flatMap((one) => misplaced(one, known, files));
  const distinct = new Map(moves.map((move) => [move.scanId, move]));
  for (const kept of await takeAway(tx, [...distinct.values()])) {
    const from = files.get(kept.packageId);
    const to = files.get(distinct.get(kept.scanId)?.toPackageId ?? '');
    if (!from || !to) throw new Error(`scan ${kept.scanId} moved between packages that are not open`);
    from.scans.delete(kept.scanId);
    recorded.facts.push(trackingFact(from, kept, from.scannedState()));
    const scan = movedTo(kept, to.shipped.packageId);
    if (!to.scans.has(scan.scanId)) addScan(to, scan, kept, recorded);
  }
}

function misplaced(
  { carrierCode, trackingNumber }: ShippedPackage,
  known: PackagesByKey,
  files: PackageFiles,
): { scanId: string; toPackageId: string }[] {
  if (carrierCode === undefined || trackingNumber === undefined) return [];
  const { key } = namingOf({ carrierCode, trackingNumber }, 0);
  const candidates = known.get(key) ?? [];
  if (candidates.length < 2) return [];
  const byNumber = candidates.flatMap(({ packageId }) =>
    [...(files.get(packageId)?.scans.values() ?? [])].filter((scan) => scan.byNumber),
  );
  return byNumber.flatMap((scan) => {
    const resolved = resolve(namingOf({ carrierCode, trackingNumber }, scan.occurredAt), candidates);
    if (!('found' in resolved) || resolved.found.packageId === scan.packageId) return [];
    return [{ scanId: scan.scanId, toPackageId: resolved.found.packageId }];
  });
}
