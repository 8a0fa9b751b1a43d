import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { conditions, faultParties, foundAts, receivedPlaces, returnKinds } from '#contracts';
import type { DamagedItemReport } from '#contracts';
import { damaged, day, mugs, order, placesOf, returned, unit } from '../../test/given.js';
import type { DamageClaim, ReturnClaim } from './claims.js';
import type { ReturnedOrder } from './order.js';
import { isPossiblePath } from './places.js';
import { quarantine } from './quarantined-parcel.js';
import { receiveReturn } from './receive-return.js';
import { recordDamage } from './record-damage.js';

type Claim = ReturnClaim | DamageClaim;

/** The state after claims in this order, and every unit that a fact told of, as `place line/ordinal`. */
function fold(start: ReturnedOrder, claims: readonly Claim[]): { state: ReturnedOrder; damages: string[] } {
  const damages: string[] = [];
  const state = claims.reduce((current, claim) => {
    if ('receiptId' in claim) {
      const verdict = receiveReturn(current, claim);
      return verdict.is === 'accepted' ? verdict.news.order : current;
    }
    const verdict = recordDamage(current, claim);
    if (verdict.is !== 'accepted') return current;
    for (const { ordinal } of verdict.news.fresh) damages.push(`${ordinal} ${claim.foundAt} ${claim.cause}`);
    return verdict.news.order;
  }, start);
  return { state, damages };
}

const days = fc.integer({ min: 4, max: 28 }).map(day);
const aReturn = fc
  .record({
    receiptId: fc.constantFrom('R-1', 'R-2', 'R-3', 'R-4'),
    occurredAt: days,
    kind: fc.constantFrom(...returnKinds),
    trackingNumber: fc.option(fc.constantFrom('1Z', 'X', 'Y'), { nil: undefined }),
    items: fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 3 }),
        condition: fc.constantFrom(...conditions),
        disposition: fc.option(fc.constantFrom(...receivedPlaces), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  })
  .map((fields): Claim => returned(fields));
const aDamage = fc
  .record({
    occurredAt: days,
    foundAt: fc.constantFrom(...foundAts),
    cause: fc.constantFrom('crushed', 'wet'),
    faultParty: fc.constantFrom(...faultParties),
    item: fc.constantFrom<Partial<DamagedItemReport>>(
      { quantity: 1 },
      { quantity: 2 },
      { ordinals: [1] },
      { ordinals: [2, 3] },
    ),
  })
  .map(({ item, ...fields }): Claim => damaged({ ...fields, items: [item] }));
const claims = fc.array(fc.oneof(aReturn, aDamage), { maxLength: 12 });

const three = order({ units: [unit(1, 1), unit(1, 2), unit(1, 3)], items: [{ ...mugs, quantity: 3 }] });

describe('whatever is reported, in whatever order, however often', () => {
  it('every shipped unit is there once, in at most one place, on a possible path', () => {
    fc.assert(
      fc.property(claims, (reported) => {
        const { state } = fold(three, reported);
        expect(state.units.map(({ ordinal }) => ordinal)).toEqual([1, 2, 3]);
        for (const { steps } of state.units) {
          expect(isPossiblePath(steps.map(({ place }) => place))).toBe(true);
          expect(new Set(steps.map(({ receiptId }) => receiptId)).size).toBe(steps.length);
        }
      }),
    );
  });

  it('a damage is told once per (unit, foundAt, cause)', () => {
    fc.assert(
      fc.property(claims, (reported) => {
        const { damages } = fold(three, [...reported, ...reported]);
        expect(new Set(damages).size).toBe(damages.length);
      }),
    );
  });

  it('a report told again right away changes nothing', () => {
    fc.assert(
      fc.property(claims, (reported) => {
        const twice = reported.flatMap((claim) => [claim, claim]);
        expect(fold(three, twice).state.units).toEqual(fold(three, reported).state.units);
      }),
    );
  });

  it('as many units are returned whichever of the receipts came first', () => {
    const single = fc.uniqueArray(
      fc.record({ receiptId: fc.uuid(), occurredAt: days, condition: fc.constantFrom(...conditions) }),
      { maxLength: 5, selector: ({ receiptId }) => receiptId },
    );
    const shuffled = single.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    const direct = (
      all: readonly { receiptId: string; occurredAt: string; condition: (typeof conditions)[number] }[],
    ) =>
      all
        .filter(({ condition }) => condition !== 'Uninspected')
        .map(({ receiptId, occurredAt, condition }) =>
          returned({ receiptId, occurredAt, items: [{ condition }] }),
        );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        expect(placesOf(fold(three, direct(other)).state)).toHaveLength(
          placesOf(fold(three, direct(one)).state).length,
        );
      }),
    );
  });

  it('a return and the damage found in it come to rest on one unit', () => {
    const conditionsBack = fc.shuffledSubarray(['Sellable', 'CarrierDamaged', 'Defective'] as const, {
      minLength: 3,
    });
    const permuted = conditionsBack.chain((back) => {
      const all: Claim[] = [
        ...back.map((condition, index) =>
          returned({ receiptId: `R-${index}`, trackingNumber: `T-${index}`, items: [{ condition }] }),
        ),
        damaged(),
      ];
      return fc.shuffledSubarray(all, { minLength: all.length });
    });
    fc.assert(
      fc.property(permuted, (reported) => {
        const { state } = fold(three, reported);
        const blamed = state.units.filter(({ damages }) => damages.length > 0);
        expect(blamed).toHaveLength(1);
        expect(blamed[0]?.steps.map(({ condition }) => condition)).not.toEqual(['Sellable']);
      }),
    );
  });
});

describe('N-5: a parcel that matches no order', () => {
  it('is quarantined once, and is conflicting-content when the receipt holds something else', () => {
    const parcel = returned({ order: undefined });
    const first = quarantine(parcel, undefined);
    if (first.is !== 'accepted') throw new Error(first.is);
    expect(quarantine(parcel, first.news).is).toBe('known');
    expect(quarantine(returned({ order: undefined, rmaId: 'RMA-1' }), first.news)).toMatchObject({
      is: 'impossible',
      faults: [{ reason: 'conflicting-content' }],
    });
  });
});
