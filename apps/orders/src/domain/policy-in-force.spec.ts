import { describe, expect, it } from '@jest/globals';
import { editionM } from '#contracts';
import { policyInForce } from './policy-in-force.js';

const version = (name: string, marketplaceId: string, from: number) => ({
  marketplaceId,
  from,
  policy: { ...editionM, version: name },
});
const published = [version('all-1', '*', 100), version('jp-1', 'JP', 200), version('all-2', '*', 300)];

describe('policyInForce (Words, "policy")', () => {
  it.each([
    ['before any: edition M', 'JP', 99, 'M'],
    ['from its instant on, inclusive', 'US', 100, 'all-1'],
    ['the general one while the marketplace has none', 'JP', 199, 'all-1'],
    ["the marketplace's own, inclusive", 'JP', 200, 'jp-1'],
    ['its own before a later general one', 'JP', 300, 'jp-1'],
    ['just before the later one', 'US', 299, 'all-1'],
    ['the latest', 'US', 300, 'all-2'],
  ])('%s', (_name, marketplace, at, expected) => {
    expect(policyInForce(published, marketplace, at).version).toBe(expected);
  });
});
