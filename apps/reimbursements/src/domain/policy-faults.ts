import { toIso } from '#contracts';
import type { Instant } from '#contracts';
import { canonicalJson } from './canonical-json.js';
import type { PublishedPolicy } from './policy-in-force.js';

/** What a clock of another service may be ahead: a version must be known everywhere before it counts. */
const NOTICE_MS = 60_000;

interface Put {
  version: string;
  marketplaceId: string;
  from: Instant;
  policy: unknown;
}

/**
 * Why a policy cannot be published beside those that are, every reason at once; its own shape is checked elsewhere.
 * @param now undefined: it may start in the past (a replay)
 */
export function policyFaults(
  put: Put,
  known: readonly PublishedPolicy[],
  now: Instant | undefined,
): string[] {
  return [...nameFaults(put), ...startFaults(put, now), ...clashes(put, known)];
}

function nameFaults({ version, policy }: Put): string[] {
  const named = (policy as { version?: unknown } | null)?.version;
  if (typeof named !== 'string' || named === version) return [];
  return [
    `policy.version is ${JSON.stringify(named)}, version is ${JSON.stringify(version)}: they must be the same`,
  ];
}

function startFaults({ from }: Put, now: Instant | undefined): string[] {
  if (now === undefined || from >= now + NOTICE_MS) return [];
  return [
    `from must be ${toIso(now + NOTICE_MS)} or later: what was shipped keeps the policy that was in force`,
  ];
}

function clashes({ version, marketplaceId, from, policy }: Put, known: readonly PublishedPolicy[]): string[] {
  const content = canonicalJson(policy);
  const faults: string[] = [];
  if (known.some((one) => one.version === version && canonicalJson(one.policy) !== content)) {
    faults.push(`version ${version} is published with other content: give the new one a version of its own`);
  }
  const overlapping = known.find((one) => one.marketplaceId === marketplaceId && one.from === from);
  if (overlapping !== undefined) {
    faults.push(
      `version ${overlapping.version} starts for marketplace ${marketplaceId} at the same instant, ${toIso(from)}: ` +
        'two cannot be in force at once',
    );
  }
  return faults;
}
