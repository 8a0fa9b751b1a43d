import { describe, expect, test } from '@jest/globals';
import { faultsInPublisher } from './registration.js';
import { faultsInName } from './users.js';

describe('a publisher', () => {
  test.each<[string, object]>([
    ['network without limits', { name: 'n', role: 'network' }],
    [
      'warehouse of two centres',
      { name: 'east-1', role: 'warehouse', scope: { fulfillmentCenterIds: ['A', 'B'] } },
    ],
    ['carrier', { name: 'ups', role: 'carrier', scope: { carrierCodes: ['UPS'] } }],
    ['name of 40', { name: 'a'.repeat(40), role: 'network', scope: {} }],
  ])('%s is fine', (_, request) => {
    expect(faultsInPublisher(request)).toEqual([]);
  });

  test('every fault at once', () => {
    const scope = { carrierCodes: ['UPS', ''], sellerIds: ['me'], towns: ['X'], fulfillmentCenterIds: [] };
    expect(faultsInPublisher({ name: 'East 1', role: 'boss', scope })).toEqual([
      'name: must be 1 to 40 lower-case letters, digits and hyphens, a letter first',
      'role: must be one of network, warehouse, carrier, order-source',
      'scope.carrierCodes[1]: must be 1 to 64 characters',
      'scope.sellerIds[0]: must be a seller id',
      'scope.towns: is none of fulfillmentCenterIds, carrierCodes, sellerIds',
      'scope.fulfillmentCenterIds: must be a list that is not empty; leave it out for no limit',
    ]);
  });

  test.each<[string, object, string]>([
    ['name of 41', { name: 'a'.repeat(41), role: 'network' }, 'name: must be 1 to 40'],
    ['the topic of HTTP', { name: 'gateway', role: 'network' }, 'name: "gateway" is reserved'],
    [
      'a scope that its role does not know',
      { name: 'a', role: 'order-source', scope: { carrierCodes: ['UPS'] } },
      'scope.carrierCodes: does not apply to a order-source',
    ],
    ['a scope that is a list', { name: 'a', role: 'network', scope: [] }, 'scope: must be an object'],
  ])('%s', (_, request, fault) => {
    expect(faultsInPublisher(request).join('\n')).toContain(fault);
  });
});

describe('the name of a seller or a user', () => {
  test.each<[unknown, string[]]>([
    ['Blue Mugs Ltd', []],
    ['x'.repeat(200), []],
    ['x'.repeat(201), ['name: must be at most 200 characters']],
    ['', ['name: must be given']],
    [undefined, ['name: must be given']],
    [' a\u0007', ['name: must not begin or end with a space', 'name: must not contain control characters']],
  ])('%j', (name, faults) => {
    expect(faultsInName(name)).toEqual(faults);
  });
});
