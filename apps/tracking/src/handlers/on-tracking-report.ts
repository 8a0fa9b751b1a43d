import { TrackingUpdatedReport } from '#contracts';
import { is } from '#messaging';
import type { Batch, Fact, Turn } from '#messaging';
import { policyVersions } from '../store/policies.js';
import { insertScans } from '../store/scans.js';
import { findMeant, lookAgain } from './find-meant.js';
import { openFiles, saveFiles } from './package-files.js';
import { recordScans } from './record-scans.js';

/** Scans that carriers report become part of their package's set of scans; each new one is said (T-4). */
export async function onTrackingReports(batch: Batch, turn: Turn): Promise<Fact[]> {
  const { tx } = turn;
  const found = await findMeant(
    batch.filter((incoming) => is(TrackingUpdatedReport, incoming)),
    turn,
  );
  if (found.length === 0) return [];
  const [policies, files] = await Promise.all([
    policyVersions(tx),
    openFiles(
      tx,
      found.map(({ shipped }) => shipped),
    ),
  ]);
  const meant = await lookAgain(found, turn);
  const others = meant.filter(({ shipped }) => !files.has(shipped.packageId)).map(({ shipped }) => shipped);
  for (const [packageId, file] of await openFiles(tx, others)) files.set(packageId, file);
  const { scans, facts } = recordScans(meant, files, policies, (...parked) => turn.park(...parked));
  insertScans(tx, scans);
  saveFiles(tx, files, policies);
  return facts;
}
