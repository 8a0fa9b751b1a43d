import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Door, OPERATOR } from './door.js';
import type { Answer, SeenCall } from './fake-services.js';

jest.setTimeout(60_000);

let door: Door;
beforeAll(async () => {
  door = await Door.open();
});
afterAll(() => door.close());

interface Row {
  orderId: string;
  line: number;
  ordinal: number;
  [field: string]: unknown;
}

const since = '2026-01-01T00:00:00.000Z';
const orderOf = (n: number): string => `0190a000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const UNITS = Array.from({ length: 60 }, (_, i) => ({
  orderId: orderOf(Math.floor(i / 3)),
  line: 1,
  ordinal: (i % 3) + 1,
}));
const tables = (): Record<string, Row[]> => ({
  orders: UNITS.map((unit) => ({
    ...unit,
    packageId: unit.orderId,
    sellerId: 's',
    sellerFulfillmentOrderId: `SO-${unit.orderId}`,
    shippedAt: since,
  })),
  tracking: UNITS.map((unit, i) => ({
    ...unit,
    packageId: unit.orderId,
    place: i % 10 === 0 ? null : 'delivered',
    since,
    overdueAt: null,
  })),
  returns: UNITS.filter((_, i) => i % 10 === 0).map((unit) => ({ ...unit, place: 'restocked', since })),
  reimbursements: UNITS.map((unit) => ({
    ...unit,
    settlement: 'none',
    since,
    reason: null,
    currency: null,
    grantedMinor: 0,
    reversedMinor: 0,
    everGranted: false,
  })),
});

const after = (row: Row, cursor: string): boolean => {
  const [orderId = '', line, ordinal] = cursor.split(',');
  if (row.orderId !== orderId) return row.orderId > orderId;
  return row.line !== Number(line) ? row.line > Number(line) : row.ordinal > Number(ordinal);
};

/** Answers as a service does, in pages of 7 at most. */
function page(rows: Row[], { path }: SeenCall): Answer {
  const query = new URL(path, 'http://service').searchParams;
  const cursor = query.get('after');
  const left = cursor === null ? rows : rows.filter((row) => after(row, cursor));
  const shown = left.slice(0, Math.min(7, Number(query.get('limit'))));
  const last = shown.at(-1);
  const next =
    last !== undefined && shown.length < left.length ? `${last.orderId},${last.line},${last.ordinal}` : null;
  return { body: { rows: shown, next } };
}

let rows: Record<string, Row[]>;
beforeEach(() => {
  rows = tables();
  door.services.answer = (call) =>
    call.principal === undefined ? { status: 401, body: {} } : page(rows[call.service] ?? [], call);
});

describe('accounting', () => {
  test('merges what all services say, page by page, and adds up', async () => {
    const { status, body } = await door.call('/accounting', { headers: await door.bearer(OPERATOR) });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      orders: 20,
      shipped: 60,
      addsUp: true,
      unaccounted: [],
      unaccountedCount: 0,
      settlingCount: 0,
      states: { delivered: 54, restocked: 6, 'in-transit': 0, reimbursed: 0 },
    });
  });

  test.each<[string, number, string]>([
    ['orders', 4, 'claimed by tracking and reimbursements but orders never shipped it'],
    ['tracking', 4, 'tracking does not know it; no service claims its place'],
    ['returns', 10, 'no service claims its place'],
    ['reimbursements', 4, 'reimbursements does not know it'],
  ])('a row that is gone from %s: the unit is named', async (service, index, why) => {
    const unit = UNITS[index];
    rows[service] = (rows[service] ?? []).filter(
      (row) => row.orderId !== unit?.orderId || row.ordinal !== unit.ordinal,
    );
    const { body } = await door.call('/accounting', { headers: await door.bearer(OPERATOR) });
    expect(body['unaccounted']).toEqual([expect.objectContaining({ ...unit, why })]);
    expect(body['addsUp']).toBe(true);
  });

  test('a fact that is on its way from one service to the next is no missing unit', async () => {
    const gone = rows['reimbursements']?.pop();
    const answer = door.services.answer;
    door.services.answer = (call) => {
      // It arrives after the extract was read: the second look finds it.
      if (call.path.includes('limit=1') && call.service === 'reimbursements' && gone)
        return { body: { rows: [gone], next: null } };
      return answer(call);
    };
    const { body } = await door.call('/accounting', { headers: await door.bearer(OPERATOR) });
    expect(body).toMatchObject({ shipped: 60, unaccountedCount: 0, settlingCount: 0, addsUp: true });
  });

  test('a seller’s is asked in the name of the seller: the services decide what it sees', async () => {
    const seller = await door.addSeller('Blue Mugs Ltd');
    door.services.calls.length = 0;
    await door.call('/accounting', { headers: { authorization: seller.authorization } });
    const principals = door.services.calls.map(({ principal }) => principal?.sellerId);
    expect(new Set(principals)).toEqual(new Set([seller.sellerId]));
    expect(new Set(door.services.calls.map(({ service }) => service)).size).toBe(4);
  });

  test('a service that fails: no accounting rather than a wrong one', async () => {
    door.services.answer = (call) =>
      call.service === 'returns' ? { status: 500, body: {} } : page(rows[call.service] ?? [], call);
    const { status, body } = await door.call('/accounting', { headers: await door.bearer(OPERATOR) });
    expect(status).toBe(503);
    expect(JSON.stringify(body)).toContain('returns cannot answer now');
  });
});

describe('journeys', () => {
  const entry = (at: string, type: string) => ({
    at,
    kind: 'fact',
    type,
    text: type,
    rules: ['I-2'],
    data: {},
  });

  beforeEach(() => {
    door.services.answer = ({ service, path }) => {
      if (path.startsWith('/internal/resolve'))
        return { body: { orderIds: path.includes('SO-1') ? [orderOf(1)] : [] } };
      if (service === 'reimbursements') return { status: 503, body: {} };
      const told = {
        orders: entry('2026-01-01T00:00:00.000Z', 'OrderAccepted'),
        tracking: entry('2026-01-09T00:00:00.000Z', 'DeliveryOverdue'),
      };
      return { body: { entries: service in told ? [told[service as keyof typeof told]] : [] } };
    };
  });

  test('one time line of all services; one that is away is named', async () => {
    const { body } = await door.call('/journeys?order=SO-1', { headers: await door.bearer(OPERATOR) });
    expect(body).toEqual({
      orders: [
        {
          orderId: orderOf(1),
          entries: [
            { service: 'orders', ...entry('2026-01-01T00:00:00.000Z', 'OrderAccepted') },
            { service: 'tracking', ...entry('2026-01-09T00:00:00.000Z', 'DeliveryOverdue') },
          ],
        },
      ],
      away: [{ service: 'reimbursements', reason: expect.stringContaining('reimbursements') }],
    });
  });

  test.each([
    ['?order=SO-2', 404, /Nothing is known of order SO-2/],
    ['', 400, /exactly one of order, package, tracking/],
    ['?order=a&package=b', 400, /exactly one of order, package, tracking/],
  ])('%s: %s', async (query, status, reason) => {
    const answer = await door.call(`/journeys${query}`, { headers: await door.bearer(OPERATOR) });
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toMatch(reason);
  });
});

describe('what was put aside', () => {
  test('is one list over all services', async () => {
    door.services.answer = ({ service }) => ({ body: { parked: [{ id: 1, reason: `of ${service}` }] } });
    const { body } = await door.call('/parked?limit=5', { headers: await door.bearer(OPERATOR) });
    expect(body['parked']).toEqual(
      ['orders', 'tracking', 'returns', 'reimbursements'].map((service) => ({
        service,
        id: 1,
        reason: `of ${service}`,
      })),
    );
    expect(door.services.calls.slice(-4).map(({ path }) => path)).toEqual(Array(4).fill('/parked?limit=5'));
  });

  test('is worked off where it lies', async () => {
    door.services.answer = () => ({ body: { outcome: 'redriven: 1' } });
    const { body } = await door.post('/parked/tracking/7/redrive', {}, await door.bearer(OPERATOR));
    expect(body).toEqual({ outcome: 'redriven: 1' });
    expect(door.services.last()).toMatchObject({
      service: 'tracking',
      method: 'POST',
      path: '/parked/7/redrive',
    });
    expect(door.services.last().principal?.kind).toBe('operator');
  });
});
