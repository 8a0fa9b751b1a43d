import { ReturnReceived, toInstant } from '#contracts';
import { is } from '#messaging';
import type { Batch, Fact, Turn } from '#messaging';
import { createStubs, lockStates } from '../store/package-states.js';
import { packagesById } from '../store/packages.js';
import { policyVersions } from '../store/policies.js';
import { insertReturned } from '../store/returned-units.js';
import type { ReceivedUnit } from '../store/returned-units.js';
import { readFiles, saveFiles } from './package-files.js';

/**
 * Units are handed over to `returns`; a buyer's return proves the delivery of its package, an undelivered one does
 * not (I-7). What is heard before the shipment is kept and counts once that is known.
 */
export async function onReturnReceived(batch: Batch, { tx }: Turn): Promise<Fact[]> {
  const returns = batch.filter((incoming) => is(ReturnReceived, incoming)).map(({ data }) => data);
  const units = returns.flatMap(receivedUnits);
  const packageIds = [...new Set(units.map(({ packageId }) => packageId))];
  if (packageIds.length === 0) return [];
  const inForce = policyVersions(tx);
  createStubs(tx, [...new Map(units.map((unit) => [unit.packageId, unit])).values()]);
  const locking = lockStates(tx, packageIds);
  insertReturned(tx, units);
  // Looked up under the lock: a shipment that was not there before it may be there now.
  const [policies, locked, packages] = await Promise.all([inForce, locking, packagesById(tx, packageIds)]);
  const files = await readFiles(tx, packages, locked);
  saveFiles(tx, files, policies);
  return [];
}

function receivedUnits({
  orderId,
  sellerId,
  receiptId,
  receivedAt,
  kind,
  units,
}: ReturnReceived): ReceivedUnit[] {
  return units.map(({ line, ordinal, packageId }) => ({
    orderId,
    line,
    ordinal,
    receiptId,
    packageId,
    sellerId,
    receivedAt: toInstant(receivedAt),
    kind,
  }));
}
