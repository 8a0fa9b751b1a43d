import { describe, expect, it } from '@jest/globals';
import { check } from '#contracts';
import { readEvents } from './read-events.js';
import { readRows } from './read-rows.js';
import { inTimeOrder } from './report.js';
import { reportsOfRows } from './reports-of-rows.js';

const SELLER = '00000000-0000-7000-8000-000000000001';
const CSV = `order_id,shipped_at,estimated_delivery_at,delivered_at,quantity,tracking_number,carrier
A,2026-01-02 00:00:00,2026-01-09,2026-01-05 00:00:00,1,,
B,2026-01-03 00:00:00,2026-01-09,,2,T1,UPS
A,2026-01-01 00:00:00,2026-01-09,2026-02-01 00:00:00,1,,
C,2026-03-01 00:00:00,2026-03-09,,1,,
`;
const { rows } = readRows(CSV, { value: '10', currency: 'EUR' });
const asOf = Date.UTC(2026, 0, 31);
const reports = (context = {}) =>
  inTimeOrder(reportsOfRows(rows, { sellerId: SELLER, asOf, registeredElsewhere: new Set(), ...context }));
const told = (context = {}) =>
  reports(context).map(({ key, id, at }) => `${new Date(at).getUTCDate()} ${key} ${id}`);

describe('reports of rows', () => {
  it('are registered, shipped and delivered in time order, each as its contract says', () => {
    expect(told()).toEqual([
      '1 A 2-registered',
      '1 A 4-shipped',
      '2 A 2-shipped',
      '3 B 3-registered',
      '3 B 3-shipped',
      '5 A 2-delivered',
    ]);
    expect(reports().flatMap(({ type, data }) => check(type, data))).toEqual([]);
  });

  it('leave out what is dated after as-of, to the millisecond', () => {
    const delivery = Date.UTC(2026, 0, 5);
    expect(told({ asOf: delivery })).toContain('5 A 2-delivered');
    expect(told({ asOf: delivery - 1 })).not.toContain('5 A 2-delivered');
    const shipping = Date.UTC(2026, 2, 1);
    expect(told({ asOf: shipping })).toContain('1 C 5-shipped');
    expect(told({ asOf: shipping - 1 })).not.toContain('1 C 5-shipped');
  });

  it('register an order once, with the items of all its packages', () => {
    const [registered] = reports();
    expect(registered?.data).toMatchObject({
      sellerFulfillmentOrderId: 'A',
      items: [{ sellerFulfillmentOrderItemId: '1' }, { sellerFulfillmentOrderItemId: '2' }],
    });
  });

  it('do not register what further reports register', () => {
    expect(told({ registeredElsewhere: new Set(['A']) })).not.toContain('1 A 2-registered');
  });
});

describe('further reports', () => {
  const order = { sellerFulfillmentOrderId: 'A' };
  const damage = {
    order,
    occurredAt: '2026-01-05T00:00:00Z',
    foundAt: 'warehouse',
    cause: 'fire',
    faultParty: 'fulfiller',
    items: [{ sellerFulfillmentOrderItemId: '1' }],
  };
  const read = (event: object) => readEvents(JSON.stringify(event), SELLER);

  it('get the seller of the replay, whatever they say', () => {
    const other = '00000000-0000-7000-8000-00000000000f';
    const data = { ...damage, order: { ...order, sellerId: other } };
    expect(read({ type: 'makegood.report.UnitDamaged.v1', data }).reports[0]?.data).toMatchObject({
      order: { sellerId: SELLER, sellerFulfillmentOrderId: 'A' },
    });
  });

  it('happen at their time, else when what they tell occurred, and keep with their order', () => {
    const at = (event: object) => read({ type: 'UnitDamaged', data: damage, ...event }).reports[0]?.at;
    expect(at({ time: '2026-01-07T00:00:00Z' })).toBe(Date.UTC(2026, 0, 7));
    expect(at({})).toBe(Date.UTC(2026, 0, 5));
    expect(read({ type: 'UnitDamaged', data: damage }).reports[0]?.key).toBe('A');
  });

  it('are named by carrier and number without a seller', () => {
    const data = {
      package: { carrierCode: 'UPS', trackingNumber: 'T1' },
      eventCode: 'EVENT_301',
      rawCode: 'D',
      occurredAt: '2026-01-05T00:00:00Z',
    };
    expect(read({ type: 'TrackingUpdated', data })).toMatchObject({ bad: [], reports: [{ data }] });
  });

  it.each([
    ['not json', 'line'],
    ['[]', 'line'],
    ['{"type":"makegood.OrderShipped.v1","data":{}}', 'type'],
    ['{"type":"Nonsense","data":{}}', 'type'],
    ['{"type":"UnitDamaged","data":1}', 'data'],
    [JSON.stringify({ type: 'UnitDamaged', data: { ...damage, faultParty: 'moon' } }), 'data'],
    [JSON.stringify({ type: 'UnitDamaged', data: damage, time: 'soon' }), 'time'],
  ])('such as %s are bad', (line, column) => {
    const { reports: none, bad } = readEvents(`\n${line}\n`, SELLER);
    expect(none).toEqual([]);
    expect(bad[0]).toMatchObject({ line: 2, column });
  });
});
