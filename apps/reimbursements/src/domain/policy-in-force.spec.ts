import { describe, expect, test } from '@jest/globals';
import { editionM, editionM20 } from '#contracts';
import type { Policy } from '#contracts';
import { policyFaults } from './policy-faults.js';
import { policyIdOf } from './policy-id.js';
import { policyInForce } from './policy-in-force.js';
import type { PublishedPolicy } from './policy-in-force.js';

const published = (
  version: string,
  marketplaceId: string,
  from: number,
  policy: Policy = editionM,
): PublishedPolicy => ({
  policyId: policyIdOf({ version, marketplaceId, from }),
  version,
  marketplaceId,
  from,
  policy: { ...policy, version },
});
const M = published('M', '*', 0);

describe('the version in force at shippedAt (Words, "policy")', () => {
  const all = [published('IN-1', 'IN', 2000), M, published('next', '*', 5000)];
  test.each([
    ['from the beginning', 'US', 0, 'M'],
    ['1 ms before the next', 'US', 4999, 'M'],
    ['at the instant of the next', 'US', 5000, 'next'],
    ['a marketplace before it has its own', 'IN', 1999, 'M'],
    ['a marketplace with its own', 'IN', 2000, 'IN-1'],
    ['its own, however much newer the general one is', 'IN', 9000, 'IN-1'],
  ])('%s', (_, marketplaceId, at, version) => {
    expect(policyInForce(all, marketplaceId, at)?.version).toBe(version);
  });

  test('nothing before the first', () => {
    expect(policyInForce([published('late', '*', 10)], 'US', 9)).toBeUndefined();
  });
});

describe('what cannot be published', () => {
  const NOW = 1_000_000;
  const put = (change: object = {}) => ({
    version: 'next',
    marketplaceId: '*',
    from: NOW + 60_000,
    policy: { ...editionM20, version: 'next' } as unknown,
    ...change,
  });

  test('a new version a minute ahead can be', () => {
    expect(policyFaults(put(), [M], NOW)).toEqual([]);
  });
  test('1 ms less than a minute ahead', () => {
    expect(policyFaults(put({ from: NOW + 59_999 }), [M], NOW)).toEqual([
      'from must be 1970-01-01T00:17:40.000Z or later: what was shipped keeps the policy that was in force',
    ]);
  });
  test('in a replay it may start in the past', () => {
    expect(policyFaults(put({ from: 5 }), [M], undefined)).toEqual([]);
  });
  test('the same version for another marketplace, with the same content', () => {
    const known = [M, published('next', '*', 5, editionM20)];
    expect(policyFaults(put({ marketplaceId: 'IN' }), known, NOW)).toEqual([]);
  });
  test('every reason at once', () => {
    const known = [M, published('next', '*', 5)];
    const faults = policyFaults(put({ from: 5, policy: { ...editionM20, version: 'other' } }), known, NOW);
    expect(faults).toEqual([
      'policy.version is "other", version is "next": they must be the same',
      expect.stringContaining('from must be'),
      'version next is published with other content: give the new one a version of its own',
      'version next starts for marketplace * at the same instant, 1970-01-01T00:00:00.005Z: two cannot be in force at once',
    ]);
  });
});
