import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Answer } from '#testing';
import { editionM, toIso } from '#contracts';
import { CLOSES, day, DUE, orderId, overdue, packageId, scanned, SELLER, shipped } from './heard.js';
import { ReimbursementsWorld } from './reimbursements-world.js';

jest.setTimeout(90_000);

const OTHER = packageId(99);
const untracked = { detail: 'none' as const };
let world: ReimbursementsWorld;
type Ask = (method: string, path: string, body?: unknown) => Promise<Answer>;
let seller: Ask;
let other: Ask;
let operator: Ask;

beforeAll(async () => {
  world = await ReimbursementsWorld.start();
  seller = world.as({ kind: 'seller', id: SELLER, sellerId: SELLER });
  other = world.as({ kind: 'seller', id: OTHER, sellerId: OTHER });
  operator = world.as({ kind: 'operator', id: 'operator' });
  await world.setClock(day(20));
  await world.publish(shipped(1), shipped(2, untracked), shipped(3, untracked));
  await world.publish(overdue(1, { units: 1 }), scanned(1, day(20), day(20)), overdue(2, untracked));
  await world.facts(3);
});
afterAll(() => world?.stop());

describe('what was decided, and why (R-10)', () => {
  it('says its facts on its own topic', async () => {
    expect((await world.facts(3)).toSorted()).toEqual([
      'ReimbursementDeferred',
      'ReimbursementGranted',
      'ReimbursementReversed',
    ]);
  });

  it('lists the decisions of an order, by either of its ids', async () => {
    for (const name of ['SO-1', orderId(1)]) {
      const { status, body } = await seller('GET', `/reimbursements?order=${name}`);
      expect(status).toBe(200);
      expect(body['decisions']).toMatchObject([
        {
          decision: 'granted',
          text: 'unit 1/1 is reimbursed as lost: BRL 100.00',
          decidedAt: toIso(DUE + 1),
        },
        { decision: 'reversed', reason: 'delivered-late', rules: ['I-4', 'R-8'] },
      ]);
    }
  });

  it('explains one: facts, rules in order, policy, amount and how', async () => {
    const { body: list } = await seller('GET', '/reimbursements?order=SO-1');
    const [{ decisionId }] = list['decisions'] as [{ decisionId: string }];
    const { status, body } = await operator('GET', `/reimbursements/${decisionId}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      decisionId,
      reimbursementId: decisionId,
      amount: { currency: 'BRL', minorUnits: 10_000 },
      valuation: { basis: 'declared-value', cap: null },
      facts: { now: toIso(DUE + 1), overdue: { cause: 'no-delivery', dueAt: toIso(DUE) }, deliveredAt: null },
      policy: { version: 'M', reverseOnLateDelivery: true },
    });
    expect((body['rulesInOrder'] as unknown[]).at(-1)).toEqual({
      rule: 'R-6',
      says: 'a value is known by declared-value',
      passed: true,
    });
    expect(body['ofThisUnit']).toHaveLength(2);
  });

  it('tells another seller the same as of what does not exist (F-12)', async () => {
    const { body: list } = await seller('GET', '/reimbursements?order=SO-1');
    const [{ decisionId }] = list['decisions'] as [{ decisionId: string }];
    for (const id of [decisionId, packageId(12345)]) {
      expect(await other('GET', `/reimbursements/${id}`)).toEqual({
        status: 404,
        body: {
          errors: [
            { code: 'NotFound', message: `No reimbursement or decision ${id} of yours: check the id` },
          ],
        },
      });
    }
    expect((await other('GET', '/reimbursements?order=SO-1')).status).toBe(404);
    expect((await seller('GET', '/reimbursements')).status).toBe(400);
  });
});

describe('the statement of a seller (R-1)', () => {
  const state = (name: string, more: object = {}) =>
    seller('POST', '/reimbursements/statements', {
      sellerFulfillmentOrderId: name,
      statement: 'buyer-has-not-received',
      ...more,
    });

  it('before due: refused with the date from which it can be made (I-2)', async () => {
    await world.setClock(DUE);
    expect(await state('SO-3')).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'InvalidInput', details: `before-due: ${toIso(DUE + 1)}` }] },
    });
  });

  it('in time: decided at once; a second time: answered as the first', async () => {
    await world.setClock(day(20));
    const first = await state('SO-2', { packageNumber: 1002, statedAt: '2026-01-19T10:00:00Z' });
    expect(first).toMatchObject({
      status: 200,
      body: {
        packageNumber: 1002,
        madeAt: toIso(day(20)),
        units: [{ line: 1, ordinal: 1, settlement: 'granted' }],
      },
    });
    await world.setClock(CLOSES + 1);
    expect(await state('SO-2')).toEqual(first);
    expect((await world.facts(4)).at(-1)).toBe('ReimbursementGranted');
  });

  it('the last millisecond of the window counts, the next does not (I-5)', async () => {
    await world.setClock(CLOSES + 1);
    expect(await state('SO-3')).toMatchObject({
      status: 400,
      body: { errors: [{ details: `not-claimed-in-time: ${toIso(CLOSES)}` }] },
    });
    await world.setClock(CLOSES);
    expect((await state('SO-3')).status).toBe(200);
  });

  it('all faults at once; an order of another seller is unknown', async () => {
    const { status, body } = await seller('POST', '/reimbursements/statements', {
      statement: 'lost',
      packageNumber: 0,
    });
    expect(status).toBe(400);
    const named = (body['errors'] as { message: string }[]).map(({ message }) => message.split(' ')[0]);
    expect(new Set(named)).toEqual(new Set(['sellerFulfillmentOrderId', 'packageNumber', 'statement']));
    const { status: unknown } = await other('POST', '/reimbursements/statements', {
      sellerFulfillmentOrderId: 'SO-3',
      statement: 'buyer-has-not-received',
    });
    expect(unknown).toBe(404);
    expect((await operator('POST', '/reimbursements/statements', {})).status).toBe(403);
  });
});

describe('policies', () => {
  const put = (change: object = {}, ask = operator) =>
    ask('PUT', '/policies', {
      version: 'patient',
      marketplaceId: '*',
      from: '2026-06-01T00:00:00Z',
      policy: { ...editionM, version: 'patient', lossWaitDays: 14 },
      ...change,
    });

  it('edition M is in force from the beginning', async () => {
    const { body } = await seller('GET', '/policies?at=2020-01-01T00:00:00Z');
    expect(body).toMatchObject({
      inForce: [{ version: 'M', from: '1970-01-01T00:00:00.000Z', policy: editionM }],
    });
  });

  it('a version is published once, and said', async () => {
    const before = (await world.facts(0)).length;
    const first = await put();
    expect(first.status).toBe(200);
    expect(await put()).toEqual(first);
    expect((await world.facts(before + 1)).at(-1)).toBe('PolicyPublished');
    const { body } = await operator('GET', '/policies?at=2026-06-01T00:00:00Z');
    expect(body['inForce']).toMatchObject([{ version: 'patient' }]);
    expect(body['policies']).toHaveLength(2);
  });

  it('an invalid or overlapping one is refused with every reason', async () => {
    const { status, body } = await put({ policy: { ...editionM, version: 'patient', lossWaitDays: -1 } });
    expect(status).toBe(400);
    expect((body['errors'] as { message: string }[]).map(({ message }) => message)).toEqual([
      'policy.lossWaitDays: must be 0 or more (is -1)',
      'version patient is published with other content: give the new one a version of its own',
      expect.stringContaining('version patient starts for marketplace * at the same instant'),
    ]);
    expect((await put({}, seller)).status).toBe(403);
  });
});

describe('for the gateway', () => {
  it('accounting is paged in unit order', async () => {
    const { body } = await operator('GET', '/internal/accounting?limit=2');
    expect(body).toMatchObject({
      next: `${orderId(2)},1,1`,
      rows: [{ settlement: 'reversed' }, { settlement: 'granted' }],
    });
    const rest = await operator('GET', `/internal/accounting?limit=2&after=${String(body['next'])}`);
    expect(rest.body).toMatchObject({ next: null, rows: [{ orderId: orderId(3) }] });
    expect((await operator('GET', '/internal/accounting?after=x')).status).toBe(400);
    expect((await other('GET', '/internal/accounting')).body).toEqual({ rows: [], next: null });
  });

  it('the journey has statements and decisions', async () => {
    const { body } = await seller('GET', `/internal/journey?orderId=${orderId(2)}`);
    expect((body['entries'] as { type: string }[]).map(({ type }) => type)).toEqual([
      'StatementMade',
      'ReimbursementDeferred',
      'ReimbursementGranted',
    ]);
  });
});
