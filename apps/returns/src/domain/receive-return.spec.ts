import { describe, expect, it } from '@jest/globals';
import { toInstant } from '#contracts';
import { day, mugs, order, placesOf, returned, shippedAt, unit } from '../../test/given.js';
import type { ReturnClaim } from './claims.js';
import type { ReturnedOrder } from './order.js';
import { receiveReturn } from './receive-return.js';
import { placeSince } from './unit.js';

function after(start: ReturnedOrder, ...claims: ReturnClaim[]): ReturnedOrder {
  return claims.reduce((state, claim) => {
    const verdict = receiveReturn(state, claim);
    return verdict.is === 'accepted' ? verdict.news.order : state;
  }, start);
}

function reasons(start: ReturnedOrder, claim: ReturnClaim): string[] {
  const verdict = receiveReturn(start, claim);
  return verdict.is === 'impossible' ? verdict.faults.map(({ reason }) => reason) : [verdict.is];
}

const uninspected = (receiptId: string, at: string, more = {}) =>
  returned({ receiptId, occurredAt: at, items: [{ condition: 'Uninspected' }], ...more });

describe('a return takes the lowest ordinals in a fitting place', () => {
  it('restocks the first mug, then the second', () => {
    const once = after(order(), returned());
    expect(placesOf(once)).toEqual(['1/1 restocked']);
    expect(placesOf(after(once, returned({ receiptId: 'R-2' })))).toEqual(['1/1 restocked', '1/2 restocked']);
  });

  it('takes one unit per piece, so one receipt can hold two conditions', () => {
    const items = [{ condition: 'Sellable' as const }, { condition: 'Defective' as const }];
    expect(placesOf(after(order(), returned({ items })))).toEqual(['1/1 restocked', '1/2 unsellable']);
  });

  it('lets a disposition that is given win over the condition (N-8)', () => {
    const items = [{ condition: 'Sellable' as const, disposition: 'quarantined' as const }];
    expect(placesOf(after(order(), returned({ items })))).toEqual(['1/1 quarantined']);
  });

  it('finds the item by its SKU', () => {
    expect(placesOf(after(order(), returned({ items: [{ sellerSku: 'PLATE' }] })))).toEqual([
      '2/1 restocked',
    ]);
  });

  it('takes units of the shipment that is named', () => {
    const start = order({ units: [unit(1, 1), unit(1, 2, { shipmentId: 'S-2' })] });
    expect(placesOf(after(start, returned({ shipmentId: 'S-2' })))).toEqual(['1/2 restocked']);
  });

  it('takes the units that were shipped under the number of the parcel', () => {
    const start = order({ units: [unit(1, 1), unit(1, 2, { trackingNumber: 'JD-2' })] });
    const back = returned({ kind: 'undelivered', trackingNumber: 'JD-2' });
    expect(placesOf(after(start, back))).toEqual(['1/2 restocked']);
  });

  it('tells only of the units that it moved', () => {
    const verdict = receiveReturn(order(), returned({ items: [{ quantity: 2 }] }));
    if (verdict.is !== 'accepted') throw new Error(verdict.is);
    expect(verdict.news.moved.map(({ ordinal }) => ordinal)).toEqual([1, 2]);
  });
});

describe('a later receipt moves a unit on', () => {
  it('inspects the unit that was taken in, not the next one', () => {
    const both = [uninspected('R-1', day(20)), returned({ receiptId: 'R-2', occurredAt: day(21) })];
    expect(placesOf(after(order(), ...both))).toEqual(['1/1 restocked']);
    expect(placesOf(after(order(), ...both.toReversed()))).toEqual(['1/1 restocked']);
  });

  it.each([
    ['A', 'B'],
    ['B', 'A'],
  ])(
    'is first received, then restocked, when both happened at one instant (receipts %s, %s)',
    (first, second) => {
      const both = [uninspected(first, day(20)), returned({ receiptId: second })];
      expect(placesOf(after(order(), ...both))).toEqual(['1/1 restocked']);
    },
  );

  it('takes the next unit when the parcels differ by number', () => {
    const first = uninspected('R-1', day(20), { trackingNumber: 'A' });
    const second = returned({ receiptId: 'R-2', occurredAt: day(21), trackingNumber: 'B' });
    expect(placesOf(after(order(), first, second))).toEqual(['1/1 received', '1/2 restocked']);
  });

  it('says nothing of the place when it tells of an earlier step', () => {
    const start = after(order(), returned({ occurredAt: day(21) }));
    const verdict = receiveReturn(start, uninspected('R-0', day(20)));
    if (verdict.is !== 'accepted') throw new Error(verdict.is);
    expect(verdict.news.moved).toEqual([]);
    expect(placesOf(verdict.news.order)).toEqual(['1/1 restocked']);
  });

  it('receives a quarantined unit, and disposes of an unsellable one (N-9)', () => {
    const one = order({ units: [unit(1, 1)], items: [{ ...mugs, quantity: 1 }] });
    const quarantined = returned({ items: [{ disposition: 'quarantined' }] });
    const defective = returned({
      receiptId: 'R-2',
      occurredAt: day(21),
      items: [{ condition: 'Defective' }],
    });
    const gone = returned({
      receiptId: 'R-3',
      occurredAt: day(22),
      items: [{ condition: 'Defective', disposition: 'disposed' }],
    });
    expect(placesOf(after(one, quarantined))).toEqual(['1/1 quarantined']);
    expect(placesOf(after(one, quarantined, defective))).toEqual(['1/1 unsellable']);
    expect(placesOf(after(one, quarantined, defective, gone))).toEqual(['1/1 disposed']);
  });

  it('has a place since the latest instant that it rests on', () => {
    const late = toInstant(day(28));
    const start = order({ units: [unit(1, 1, { knownAt: late })] });
    expect(after(start, returned()).units.map(placeSince)).toEqual([late]);
    expect(after(order(), returned()).units.map(placeSince)).toEqual([
      toInstant(day(20)),
      undefined,
      undefined,
    ]);
  });
});

describe('a report that was told before', () => {
  it('does nothing with the same content, however its pieces are cut up', () => {
    const start = after(order(), returned({ items: [{ quantity: 2 }] }));
    expect(reasons(start, returned({ items: [{ quantity: 1 }, { quantity: 1 }] }))).toEqual(['known']);
  });

  it.each([
    ['quantity', { items: [{ quantity: 2 }] }],
    ['condition', { items: [{ condition: 'Defective' as const }] }],
    ['instant', { occurredAt: day(19) }],
    ['centre', { fulfillmentCenterId: 'FC-2' }],
    ['kind', { kind: 'undelivered' as const }],
  ])('is conflicting-content with another %s', (_, other) => {
    expect(reasons(after(order(), returned()), returned(other))).toEqual(['conflicting-content']);
  });

  it('brings the items that the first report had not', () => {
    const more = returned({ items: [{}, { sellerFulfillmentOrderItemId: 'plate' }] });
    expect(placesOf(after(order(), returned(), more))).toEqual(['1/1 restocked', '2/1 restocked']);
  });
});

describe('a report that does not fit', () => {
  it.each([
    [2, 'accepted'],
    [3, 'exceeds-shipped'],
  ])('of %i mugs where 2 were shipped: %s', (quantity, outcome) => {
    expect(reasons(order(), returned({ items: [{ quantity }] }))).toEqual([outcome]);
  });

  it.each([
    [2, 0, 'early'],
    [2, 1, 'exceeds-shipped'],
    [3, 0, 'exceeds-shipped'],
  ])('of %i mugs, 1 shipped and %i cancelled of 2: %s', (quantity, cancelledQuantity, outcome) => {
    const start = order({ units: [unit(1, 1)], items: [{ ...mugs, cancelledQuantity }] });
    expect(reasons(start, returned({ items: [{ quantity }] }))).toEqual([outcome]);
  });

  it('waits for a shipment that may come, not for more of one that is known', () => {
    const start = order({ units: [unit(1, 1)] });
    expect(reasons(start, returned({ shipmentId: 'S-2' }))).toEqual(['early']);
    expect(reasons(start, returned({ items: [{ quantity: 2 }], shipmentId: 'S-1' }))).toEqual([
      'exceeds-shipped',
    ]);
    expect(reasons(order(), returned({ shipmentId: 'S-2' }))).toEqual(['exceeds-shipped']);
  });

  it('waits while nothing is known of the order but its id', () => {
    expect(reasons(order({ items: [], units: [] }), returned())).toEqual(['early']);
  });

  it.each([
    [0, 'accepted'],
    [-1, 'before-shipped'],
  ])('claimed %i ms after shipping: %s', (offset, outcome) => {
    const occurredAt = new Date(shippedAt + offset).toISOString();
    expect(reasons(order(), returned({ occurredAt }))).toEqual([outcome]);
  });

  it('names every fault at once and changes nothing', () => {
    const items = [
      { sellerFulfillmentOrderItemId: 'cup' },
      { quantity: 9 },
      { sellerFulfillmentOrderItemId: 'plate' },
    ];
    expect(reasons(order(), returned({ items }))).toEqual(['unknown-item', 'exceeds-shipped']);
    expect(placesOf(after(order(), returned({ items })))).toEqual([]);
  });

  it('names a SKU that is on two items', () => {
    const start = order({ items: [mugs, { ...plate2, sellerSku: 'MUG' }] });
    expect(reasons(start, returned({ items: [{ sellerSku: 'MUG' }] }))).toEqual(['ambiguous-item']);
  });
});

const plate2 = { ...mugs, line: 2, sellerFulfillmentOrderItemId: 'plate' };
