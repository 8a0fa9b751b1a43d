import { PolicyPublished, ReimbursementGranted, ReimbursementReversed, toInstant } from '#contracts';
import { is } from '#messaging';
import type { Batch, Fact, Turn } from '#messaging';
import { createStubs, lockStates } from '../store/package-states.js';
import { packagesUnderPolicies } from '../store/packages.js';
import { insertPolicies, policyVersions } from '../store/policies.js';
import type { NewPolicy } from '../store/policies.js';
import { saveReimbursed } from '../store/reimbursed-units.js';
import type { Reimbursed } from '../store/reimbursed-units.js';
import { readFiles, saveFiles } from './package-files.js';

/**
 * What `reimbursements` says: a unit with a grant in force at due is not overdue again (I-2), and a policy sets the
 * clock of the packages shipped under it, also of those that were heard of before it.
 */
export async function onReimbursementEvents(batch: Batch, { tx }: Turn): Promise<Fact[]> {
  const published = batch
    .filter((incoming) => is(PolicyPublished, incoming))
    .map(({ data }) => newPolicy(data));
  const grants = foldGrants(batch);
  insertPolicies(tx, published);
  const policies = await policyVersions(tx);
  const affected = await packagesUnderPolicies(tx, published);
  createStubs(tx, [...new Map(grants.map((grant) => [grant.packageId, grant])).values()]);
  const ids = new Set([...affected, ...grants].map(({ packageId }) => packageId));
  const locked = await lockStates(tx, [...ids]);
  saveReimbursed(tx, grants);
  saveFiles(tx, await readFiles(tx, affected, locked), policies);
  return [];
}

/** One row per grant, whatever was said of it in this batch. */
function foldGrants(batch: Batch): Reimbursed[] {
  const grants = new Map<string, Reimbursed>();
  for (const incoming of batch) {
    if (is(ReimbursementGranted, incoming)) {
      grantOf(grants, incoming.data).grantedAt = toInstant(incoming.data.decidedAt);
    } else if (is(ReimbursementReversed, incoming)) {
      grantOf(grants, incoming.data).reversedAt = toInstant(incoming.data.decidedAt);
    }
  }
  return [...grants.values()];
}

function grantOf(
  grants: Map<string, Reimbursed>,
  { reimbursementId, orderId, unit, packageId, sellerId }: ReimbursementGranted | ReimbursementReversed,
): Reimbursed {
  const known = grants.get(reimbursementId);
  if (known) return known;
  const { line, ordinal } = unit;
  const grant = {
    reimbursementId,
    orderId,
    line,
    ordinal,
    packageId,
    sellerId,
    grantedAt: null,
    reversedAt: null,
  };
  grants.set(reimbursementId, grant);
  return grant;
}

function newPolicy({ policyId, version, marketplaceId, from, policy }: PolicyPublished): NewPolicy {
  return { policyId, version, marketplaceId, from: toInstant(from), policy };
}
