import { describe, expect, it } from '@jest/globals';
import { toIso } from '#contracts';
import {
  damaged,
  damagesOf,
  day,
  mugs,
  network,
  order,
  returned,
  shippedAt,
  unit,
} from '../../test/given.js';
import type { DamageClaim } from './claims.js';
import type { ReturnedOrder } from './order.js';
import { receiveReturn } from './receive-return.js';
import { recordDamage } from './record-damage.js';

function after(start: ReturnedOrder, ...claims: DamageClaim[]): ReturnedOrder {
  return claims.reduce((state, claim) => {
    const verdict = recordDamage(state, claim);
    return verdict.is === 'accepted' ? verdict.news.order : state;
  }, start);
}

function outcome(start: ReturnedOrder, claim: DamageClaim): string[] {
  const verdict = recordDamage(start, claim);
  if (verdict.is === 'accepted') return verdict.news.fresh.map((one) => `${one.line}/${one.ordinal}`);
  return verdict.is === 'impossible' ? verdict.faults.map(({ reason }) => reason) : [verdict.is];
}

function returnedFirst(
  ...conditions: ('Sellable' | 'Uninspected' | 'CarrierDamaged' | 'Defective')[]
): ReturnedOrder {
  const verdict = receiveReturn(order(), returned({ items: conditions.map((condition) => ({ condition })) }));
  if (verdict.is !== 'accepted') throw new Error(verdict.is);
  return verdict.news.order;
}

describe('the units that a damage report means', () => {
  it('are those it names', () => {
    expect(outcome(order(), damaged({ items: [{ ordinals: [2] }] }))).toEqual(['1/2']);
  });

  it('are the lowest ordinals when nothing is known of their place', () => {
    expect(outcome(order(), damaged())).toEqual(['1/1']);
    expect(outcome(order(), damaged({ items: [{ quantity: 2 }] }))).toEqual(['1/1', '1/2']);
  });

  it('are, in return inspection, those with the blame, else those at the centre', () => {
    expect(outcome(returnedFirst('Sellable', 'CarrierDamaged'), damaged())).toEqual(['1/2']);
    expect(outcome(returnedFirst('Defective', 'CarrierDamaged'), damaged())).toEqual(['1/2']);
    expect(outcome(returnedFirst('Sellable', 'Uninspected'), damaged())).toEqual(['1/2']);
    expect(outcome(returnedFirst('Sellable'), damaged())).toEqual(['1/2']);
  });

  it('are, in transit, those that no centre has', () => {
    expect(outcome(returnedFirst('Sellable'), damaged({ foundAt: 'in-transit' }))).toEqual(['1/2']);
  });

  it('keep their place', () => {
    const before = returnedFirst('CarrierDamaged');
    expect(after(before, damaged()).units.map(({ steps }) => steps)).toEqual(
      before.units.map(({ steps }) => steps),
    );
  });
});

describe('a damage is told once: its key is (unit, foundAt, cause)', () => {
  it('does nothing when the same report comes again', () => {
    expect(outcome(after(order(), damaged()), damaged())).toEqual(['known']);
  });

  it('tells only the new units', () => {
    const start = after(order(), damaged({ items: [{ ordinals: [1] }] }));
    expect(outcome(start, damaged({ items: [{ ordinals: [1, 2] }] }))).toEqual(['1/2']);
  });

  it('is nothing new for a named unit at another instant, but is for another cause', () => {
    const start = after(order(), damaged({ items: [{ ordinals: [1] }] }));
    expect(outcome(start, damaged({ items: [{ ordinals: [1] }], occurredAt: day(22) }))).toEqual([]);
    expect(outcome(start, damaged({ items: [{ ordinals: [1] }], cause: 'wet' }))).toEqual(['1/1']);
    expect(outcome(start, damaged({ items: [{ ordinals: [1] }], foundAt: 'warehouse' }))).toEqual(['1/1']);
  });

  it('takes the next unit for another find, and never more units than there are', () => {
    const twice = after(order(), damaged(), damaged({ occurredAt: day(22) }));
    expect(damagesOf(twice)).toEqual(['1/1 carrier', '1/2 carrier']);
    expect(outcome(twice, damaged({ occurredAt: day(23) }))).toEqual([]);
  });

  it('is conflicting-content with another party at fault', () => {
    const start = after(order(), damaged({ items: [{ ordinals: [1] }] }));
    const other = damaged({ items: [{ ordinals: [1] }], faultParty: 'customer' });
    expect(outcome(start, other)).toEqual(['conflicting-content']);
  });
});

describe('a damage report that does not fit', () => {
  it.each([
    [{ quantity: 2 }, ['1/1', '1/2']],
    [{ quantity: 3 }, ['exceeds-shipped']],
    [{ ordinals: [3] }, ['exceeds-shipped']],
  ])('of %j mugs where 2 were shipped: %j', (item, expected) => {
    expect(outcome(order(), damaged({ items: [item] }))).toEqual(expected);
  });

  it.each([
    [{ quantity: 2 }, 'early'],
    [{ ordinals: [2] }, 'early'],
    [{ ordinals: [3] }, 'exceeds-shipped'],
  ])('of %j where 1 of 2 was shipped: %s', (item, expected) => {
    expect(outcome(order({ units: [unit(1, 1)], items: [mugs] }), damaged({ items: [item] }))).toEqual([
      expected,
    ]);
  });

  it.each([
    [0, '1/1'],
    [-1, 'before-shipped'],
  ])('claimed %i ms after shipping: %s', (offset, expected) => {
    expect(outcome(order(), damaged({ occurredAt: toIso(shippedAt + offset) }))).toEqual([expected]);
  });

  it('is not-yours for a carrier or a warehouse that never had the units', () => {
    const carrier = (code: string) => ({
      ...network,
      role: 'carrier' as const,
      scope: { carrierCodes: [code] },
    });
    const centre = (id: string) => ({
      ...network,
      role: 'warehouse' as const,
      scope: { fulfillmentCenterIds: [id] },
    });
    const found = { foundAt: 'in-transit' as const };
    expect(outcome(order(), damaged(found, carrier('UPS')))).toEqual(['1/1']);
    expect(outcome(order(), damaged(found, carrier('DHL')))).toEqual(['not-yours']);
    expect(outcome(order(), damaged({}, centre('FC-1')))).toEqual(['1/1']);
    expect(outcome(order(), damaged({}, centre('FC-2')))).toEqual(['not-yours']);
  });
});
