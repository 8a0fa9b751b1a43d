import { describe, expect, it } from '@jest/globals';
import type { Condition, ReceivedPlace } from '#contracts';
import { order, returned, unit } from '../../test/given.js';
import { receiveReturn } from './receive-return.js';
import { returnStatus } from './return-status.js';
import type { Unit } from './unit.js';

function unitAfter(condition: Condition, disposition?: ReceivedPlace): Unit {
  const verdict = receiveReturn(order(), returned({ items: [{ condition, disposition }] }));
  const moved = verdict.is === 'accepted' ? verdict.news.moved[0] : undefined;
  if (!moved) throw new Error('nothing moved');
  return moved;
}

describe('N-7: the return status of a unit', () => {
  it('is not-received until a centre has it', () => {
    expect(returnStatus(unit(1, 1)).status).toBe('not-received');
  });

  const cases: [Condition, ReceivedPlace | undefined, string][] = [
    ['Uninspected', undefined, 'received'],
    ['Sellable', undefined, 'back-in-stock'],
    ['Sellable', 'quarantined', 'quarantined'],
    ['Sellable', 'refused-at-dock', 'refused-at-dock'],
    ['CarrierDamaged', undefined, 'damaged-operator-at-fault'],
    ['FulfillerDamaged', undefined, 'damaged-operator-at-fault'],
    ['CustomerDamaged', undefined, 'damaged-or-defective-nobody-at-fault'],
    ['Defective', undefined, 'damaged-or-defective-nobody-at-fault'],
    ['Defective', 'disposed', 'disposed'],
  ];
  it.each(cases)('%s, put as %s: %s', (condition, disposition, status) => {
    expect(returnStatus(unitAfter(condition, disposition)).status).toBe(status);
  });

  it('lays the blame where a damage report laid it', () => {
    const damages = [{ foundAt: 'return-inspection', cause: 'crushed', faultParty: 'carrier' } as const];
    expect(returnStatus({ ...unitAfter('Defective'), damages }).status).toBe('damaged-operator-at-fault');
  });
});
