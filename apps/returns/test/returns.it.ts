import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Said } from '#testing';
import { check, ReturnReceived, UnitDamaged } from '#contracts';
import { ReturnsWorld } from './returns-world.js';
import type { Mugs } from './returns-world.js';

// A new publisher's topic is subscribed within seconds, more on a busy machine.
jest.setTimeout(60_000);

let world: ReturnsWorld;

beforeAll(async () => {
  world = await ReturnsWorld.start();
  await world.publisher('east', 'warehouse', { fulfillmentCenterIds: ['FC-1'] });
  await world.publisher('net', 'network');
  await world.publisher('parcels', 'carrier', { carrierCodes: ['UPS'] });
}, 120_000);
afterAll(() => world?.stop(), 60_000);

const told = ({ type, data }: Said): string =>
  `${type} ${(data['units'] as { line: number; ordinal: number; place?: string }[])
    .map(({ line, ordinal, place }) => [`${line}/${ordinal}`, place].filter(Boolean).join(' '))
    .join(', ')}`;

async function status(mugs: Mugs): Promise<string[]> {
  const { body } = await world.seller()('GET', `/returns?order=${mugs.sellerFulfillmentOrderId}`);
  const [order] = body['orders'] as { units: { ordinal: number; status: string }[] }[];
  return order?.units.map(({ ordinal, status: word }) => `${ordinal} ${word}`) ?? [];
}

async function accounted(mugs: Mugs): Promise<object[]> {
  const before = `${mugs.orderId},0,0`;
  const { body } = await world.operator()('GET', `/internal/accounting?after=${before}&limit=1000`);
  return (body['rows'] as { orderId: string }[]).filter(({ orderId }) => orderId === mugs.orderId);
}

describe('a unit that comes back', () => {
  it('is restocked: said once, shown to its seller, accounted for', async () => {
    const mugs = await world.order(2);
    const began = Date.now();
    await world.returned('east', mugs);
    await world.returned('net', mugs);
    await world.facts(mugs, 1);
    await world.returned('east', mugs, { receiptId: 'R-2', kind: 'undelivered' });
    const facts = await world.facts(mugs, 2);
    expect(facts.map(told)).toEqual(['ReturnReceived 1/1 restocked', 'ReturnReceived 1/2 restocked']);
    expect(facts.flatMap(({ data }) => check(ReturnReceived, data))).toEqual([]);
    expect(facts[0]?.time).toBeGreaterThanOrEqual(began - 1000);
    expect(facts[0]?.data).toMatchObject({
      ...mugs,
      receiptId: 'R-1',
      fulfillmentCenterId: 'FC-1',
      receivedAt: '2026-01-20T12:00:00.000Z',
      kind: 'buyer-return',
      units: [{ line: 1, ordinal: 1, condition: 'Sellable', place: 'restocked' }],
    });
    expect(await status(mugs)).toEqual(['1 back-in-stock', '2 back-in-stock']);
    expect(await accounted(mugs)).toMatchObject([
      { line: 1, ordinal: 1, place: 'restocked', since: '2026-01-20T12:00:00.000Z' },
      { line: 1, ordinal: 2, place: 'restocked' },
    ]);
  });

  it('is inspected by a later receipt', async () => {
    const mugs = await world.order(1);
    const item = { sellerFulfillmentOrderItemId: 'mug' };
    await world.returned('east', mugs, { items: [{ ...item, condition: 'Uninspected' }] });
    await world.facts(mugs, 1);
    await world.returned('east', mugs, {
      receiptId: 'R-2',
      occurredAt: '2026-01-22T12:00:00.000Z',
      items: [{ ...item, condition: 'Defective' }],
    });
    const facts = await world.facts(mugs, 2);
    expect(facts.map(told)).toEqual(['ReturnReceived 1/1 received', 'ReturnReceived 1/1 unsellable']);
    expect(await status(mugs)).toEqual(['1 damaged-or-defective-nobody-at-fault']);
  });

  it('never is one that was not shipped', async () => {
    const mugs = await world.order(1);
    await world.returned('east', mugs);
    await world.returned('east', mugs, { receiptId: 'R-2' });
    const [parked] = await world.parked('exceeds-shipped');
    expect(parked).toMatchObject({ detail: 'mug: 1 reported, 0 of the 1 shipped can be meant' });
    expect((await world.facts(mugs, 1)).map(told)).toEqual(['ReturnReceived 1/1 restocked']);
  });
});

describe('a report that comes before what it speaks of', () => {
  it('waits for the order, then for its units', async () => {
    const unknown = { orderId: randomUUID(), sellerId: world.sellerId, sellerFulfillmentOrderId: 'SO-later' };
    await world.returned('east', unknown);
    expect(await world.waiting(1)).toBe(1);
    const mugs = await world.accepted(2);
    await world.returned('east', mugs, { items: [{ sellerSku: 'MUG', condition: 'Sellable', quantity: 2 }] });
    await world.damaged('net', mugs);
    expect(await world.waiting(3)).toBe(3);
    await world.shipped(mugs, 1);
    expect((await world.facts(mugs, 1)).map(told)).toEqual(['UnitDamaged 1/1']);
    expect(await world.waiting(2)).toBe(2);
    await world.shipped(mugs, 2);
    expect((await world.facts(mugs, 2)).map(told)).toEqual([
      'UnitDamaged 1/1',
      'ReturnReceived 1/1 restocked, 1/2 restocked',
    ]);
    expect(await world.waiting(1)).toBe(1);
  });
});

describe('a damage', () => {
  it('is granted on by others: the fact names the units, the fault and where it was found (R-4)', async () => {
    const mugs = await world.order(2);
    await world.returned('east', mugs, {
      items: [
        { sellerFulfillmentOrderItemId: 'mug', condition: 'Sellable' },
        { sellerFulfillmentOrderItemId: 'mug', condition: 'CarrierDamaged' },
      ],
    });
    await world.facts(mugs, 1);
    await world.damaged('east', mugs);
    await world.damaged('net', mugs);
    const facts = await world.facts(mugs, 2);
    expect(facts.map(told)).toEqual(['ReturnReceived 1/1 restocked, 1/2 unsellable', 'UnitDamaged 1/2']);
    expect(facts[1]?.data).toMatchObject({
      foundAt: 'return-inspection',
      cause: 'crushed',
      faultParty: 'carrier',
      occurredAt: '2026-01-21T12:00:00.000Z',
    });
    expect(check(UnitDamaged, facts[1]?.data)).toEqual([]);
    expect(await status(mugs)).toEqual(['1 back-in-stock', '2 damaged-operator-at-fault']);
    const { body } = await world.seller()('GET', `/internal/journey?orderId=${mugs.orderId}`);
    const entries = body['entries'] as { kind: string; text: string }[];
    expect(entries.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'report: east reported 2 units sent back by the buyer at FC-1, receipt R-1',
      'fact: unit 1/1 is restocked, found Sellable',
      'fact: unit 1/2 is unsellable, found CarrierDamaged',
      'report: east reported 1 unit damaged: crushed, found return-inspection, fault carrier',
      'fact: unit 1/2 is damaged: crushed, fault carrier',
    ]);
  });

  it('is for a carrier to tell of only on the way', async () => {
    const mugs = await world.order(1);
    await world.damaged('parcels', mugs);
    await world.damaged('parcels', mugs, { foundAt: 'in-transit' });
    expect((await world.facts(mugs, 1)).map(told)).toEqual(['UnitDamaged 1/1']);
    expect(await accounted(mugs)).toEqual([]);
    const rows = await world.parked('not-yours');
    expect(rows.map(({ detail }) => detail)).toContain(
      'publisher parcels is a carrier: it may report damage found in-transit, not return-inspection',
    );
  });
});

describe('a parcel that matches no order (N-5)', () => {
  const listed = async (): Promise<string[]> => {
    const { body } = await world.operator()('GET', '/returns/quarantined');
    return (body['parcels'] as { receiptId: string }[]).map(({ receiptId }) => receiptId);
  };

  it('is quarantined and listed for operators until a receipt of the same number names its order', async () => {
    const mugs = await world.order(1);
    await world.returned('east', undefined, { receiptId: 'Q-1', trackingNumber: 'RET-9' });
    await world.returned('east', undefined, { receiptId: 'Q-1', trackingNumber: 'RET-10' });
    expect((await world.parked('conflicting-content')).map(({ detail }) => detail)).toEqual([
      'receipt Q-1 at FC-1 holds another parcel: use a new receiptId',
    ]);
    expect(await listed()).toEqual(['Q-1']);
    expect((await world.seller()('GET', '/returns/quarantined')).status).toBe(403);
    await world.returned('east', mugs, { receiptId: 'Q-1', trackingNumber: 'RET-9' });
    expect((await world.facts(mugs, 1)).map(told)).toEqual(['ReturnReceived 1/1 restocked']);
    expect(await listed()).toEqual([]);
  });

  it('is the place of a unit whose order is known but whose parcel is mixed (N-4)', async () => {
    const mugs = await world.order(1);
    const item = { sellerFulfillmentOrderItemId: 'mug', condition: 'Uninspected' as const };
    await world.returned('east', mugs, { items: [{ ...item, disposition: 'quarantined' }] });
    await world.facts(mugs, 1);
    expect(await status(mugs)).toEqual(['1 quarantined']);
  });
});

describe('who may say and see what', () => {
  it('parks a report from outside a centre’s scope, and of a claim in the future', async () => {
    const mugs = await world.order(1);
    await world.returned('east', mugs, { fulfillmentCenterId: 'FC-2' });
    await world.returned('east', mugs, { occurredAt: '2999-01-01T00:00:00.000Z' });
    await world.returned('net', { ...mugs, sellerId: randomUUID() }, { order: undefined, receiptId: 'Q-9' });
    const outside = await world.parked('not-yours', 2);
    expect(outside.map(({ detail }) => detail)).toContain(
      'publisher east may not report for fulfilment centre FC-2',
    );
    expect(await world.parked('claimed-in-future')).toHaveLength(1);
  });

  it('shows an order to its seller and to operators, in the same words to anyone else', async () => {
    const mugs = await world.order(1);
    await world.returned('east', mugs);
    await world.facts(mugs, 1);
    const path = `/returns?order=${mugs.orderId}`;
    expect((await world.operator()('GET', path)).status).toBe(200);
    expect((await world.seller()('GET', path)).status).toBe(200);
    const [other, nobody] = [
      await world.seller(randomUUID())('GET', path),
      await world.seller()('GET', `/returns?order=none`),
    ];
    expect([other.status, nobody.status]).toEqual([404, 404]);
    expect(JSON.stringify(other.body).replace(mugs.orderId, 'none')).toBe(JSON.stringify(nobody.body));
    expect((await world.seller()('GET', '/returns')).status).toBe(400);
  });
});
