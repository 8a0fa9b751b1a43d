import { describe, expect, it } from '@jest/globals';
import { contracts, knownPart } from './index.js';

describe('knownPart', () => {
  it.each(contracts().map((contract) => [contract.type, contract] as const))(
    'leaves the sample of %s as it is',
    (_, contract) => expect(knownPart(contract, contract.sample)).toEqual(contract.sample),
  );

  it.each(contracts().map((contract) => [contract.type, contract] as const))(
    'takes out of %s what its contract does not name, at any depth',
    (_, contract) => {
      const extended = extend(contract.sample) as object;
      expect(JSON.stringify(extended)).toContain('Bertha');
      expect(knownPart(contract, extended)).toEqual(contract.sample);
    },
  );
});

function extend(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(extend);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([field, part]) => [field, extend(part)]);
  return { ...Object.fromEntries(fields), buyer: { name: 'Bertha' } };
}
