import { describe, expect, it } from '@jest/globals';
import { editionM } from '#contracts';
import { policyInForce } from './policy-in-force.js';

const version = (name: string, marketplaceId: string, from: number) => ({
  version: name,
  marketplaceId,
  from,
  policy: editionM,
});
const versions = [
  version('M', '*', -Infinity),
  version('2', '*', 100),
  version('in-1', 'IN', 100),
  version('in-2', 'IN', 200),
  version('3', '*', 300),
];

describe('the policy in force (Words)', () => {
  it.each([
    ['US', 99, 'M'],
    ['US', 100, '2'],
    ['US', 299, '2'],
    ['US', 300, '3'],
    ['IN', 99, 'M'],
    ['IN', 100, 'in-1'],
    ['IN', 200, 'in-2'],
    ['IN', 300, 'in-2'],
  ])('in %s at %i', (marketplaceId, at, expected) => {
    expect(policyInForce(versions, marketplaceId, at).version).toBe(expected);
    expect(policyInForce(versions.toReversed(), marketplaceId, at).version).toBe(expected);
  });
});
