import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ConfigError, startService } from '#runtime';
import { eventually } from '#testing';
import { gateway } from '../src/gateway.js';
import { AccessTokens } from '../src/handlers/access-tokens.js';
import { Door, OPERATOR, type Seller } from './door.js';

jest.setTimeout(60_000);

let door: Door;
let seller: Seller & { authorization: string };
const ORDERS = '/fba/outbound/2020-07-01/fulfillmentOrders';

beforeAll(async () => {
  door = await Door.open();
  seller = await door.addSeller('Blue Mugs Ltd');
});
afterAll(() => door.close());
beforeEach(() => {
  door.services.answer = () => ({ body: {} });
});

const codesIn = (body: Record<string, unknown>): string[] =>
  (body['errors'] as { code: string }[]).map(({ code }) => code);
const detailsIn = (body: Record<string, unknown>): string | undefined =>
  (body['errors'] as { details?: string }[])[0]?.details;

describe('tokens', () => {
  const refresh = () => ({
    grant_type: 'refresh_token',
    client_id: seller.clientId,
    client_secret: seller.clientSecret,
    refresh_token: seller.refreshToken,
  });

  test.each<[string, () => RequestInit]>([
    ['form', () => ({ method: 'POST', body: new URLSearchParams(refresh()) })],
    [
      'JSON',
      () => ({
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(refresh()),
      }),
    ],
  ])('a refresh token as %s, again and again', async (_, init) => {
    for (let use = 0; use < 2; use += 1) {
      const { status, body, headers } = await door.call('/auth/o2/token', init());
      expect(status).toBe(200);
      expect(body).toEqual({
        access_token: expect.any(String),
        token_type: 'bearer',
        expires_in: 3600,
        refresh_token: seller.refreshToken,
      });
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test.each<[string, () => Record<string, unknown>, number, string]>([
    ['nothing in it', () => ({}), 400, 'invalid_request'],
    ['another grant', () => ({ ...refresh(), grant_type: 'password' }), 400, 'unsupported_grant_type'],
    ['a wrong secret', () => ({ ...refresh(), client_secret: 'x' }), 401, 'invalid_client'],
    ['an unknown client', () => ({ ...refresh(), client_id: 'x' }), 401, 'invalid_client'],
    ['a wrong refresh token', () => ({ ...refresh(), refresh_token: 'x' }), 400, 'invalid_grant'],
    [
      'the operator with a wrong secret',
      () => ({ grant_type: 'client_credentials', ...OPERATOR, client_secret: 'x' }),
      401,
      'invalid_client',
    ],
  ])('%s: an OAuth error', async (_, request, status, error) => {
    const answer = await door.post('/auth/o2/token', request());
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ error, error_description: expect.any(String) });
  });

  test('a refresh token of another client is none', async () => {
    const other = await door.addSeller('Another Ltd');
    const { body } = await door.post('/auth/o2/token', { ...refresh(), refresh_token: other.refreshToken });
    expect(body['error']).toBe('invalid_grant');
  });
});

describe('calls to services', () => {
  test.each([
    '/packages/../internal/accounting',
    '/packages/%2e%2e/internal/accounting',
    '/t/../internal/accounting',
  ])('leave their prefix by no path: %s', async (path) => {
    const before = door.services.calls.length;
    expect(await door.rawStatus(path, { authorization: seller.authorization })).toBe(404);
    expect(door.services.calls.length).toBe(before);
  });

  test('of pages that need no token are made by the door, in nobody’s name', async () => {
    const { status } = await door.call('/t/abc?lang=zh&x=1', {
      headers: { cookie: 'a=b', authorization: 'Bearer x' },
    });
    expect(status).toBe(200);
    const { path, principal, headers } = door.services.last();
    expect({ path, principal }).toEqual({
      path: '/t/abc?lang=zh',
      principal: { kind: 'anyone', id: 'anyone' },
    });
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('authorization');
    await door.call(`/t/${'x'.repeat(150)}?lang=<b>`);
    expect(door.services.last().path).toBe('/t/-?lang=');
  });

  test('carry who calls, signed, and nothing that is for the door', async () => {
    door.services.answer = () => ({ body: { payload: 1 } });
    const { status, body, headers } = await door.post(`${ORDERS}?MarketplaceIds=x`, '{"a": 1}', {
      'x-amz-access-token': seller.authorization.slice('Bearer '.length),
      'x-makegood-identity': 'forged',
      'x-makegood-role': 'forged',
      'x-amzn-requestid': 'forged',
    });
    expect([status, body]).toEqual([200, { payload: 1 }]);
    const call = door.services.last();
    expect(call).toMatchObject({
      service: 'orders',
      method: 'POST',
      path: `${ORDERS}?MarketplaceIds=x`,
      body: '{"a": 1}',
    });
    expect(call.principal).toEqual({
      kind: 'seller',
      id: seller.sellerId,
      sellerId: seller.sellerId,
      role: 'owner',
      clientId: seller.clientId,
    });
    expect(call.headers).not.toHaveProperty('x-amz-access-token');
    expect(call.headers).not.toHaveProperty('authorization');
    expect(call.headers).not.toHaveProperty('x-makegood-role');
    expect(call.headers['x-amzn-requestid']).toBe(headers.get('x-amzn-requestid'));
    expect(call.headers['x-amzn-requestid']).not.toBe('forged');
  });

  test('of a publisher carry its role, and for which centres it speaks', async () => {
    const scope = { fulfillmentCenterIds: ['FC1'] };
    const { publisherId, clientId, authorization } = await door.addPublisher('east', 'warehouse', scope);
    await door.call('/returns/1', { headers: { authorization } });
    expect(door.services.last().principal).toEqual({
      kind: 'publisher',
      id: publisherId,
      role: 'warehouse',
      clientId,
      reach: scope,
    });
  });

  test.each([
    [200, '2.0'],
    [400, '2.0'],
    [404, '2.0'],
    [500, null],
  ])('say the rate on a %s of the Selling Partner API: %s', async (status, rate) => {
    door.services.answer = () => ({ status, body: {} });
    const answer = await door.call(`${ORDERS}/1`, { headers: { authorization: seller.authorization } });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('x-amzn-ratelimit-limit')).toBe(rate);
  });

  test.each([
    ['/reimbursements/1', 'reimbursements'],
    ['/policies', 'reimbursements'],
    ['/returns/1', 'returns'],
    ['/packages/1', 'tracking'],
  ])('%s -> %s', async (path, service) => {
    await door.call(path, { headers: { authorization: seller.authorization } });
    expect(door.services.last()).toMatchObject({ service, path });
  });

  test.each([
    '/internal/flush',
    '/internal/../internal/flush',
    '/fba/outbound/2020-07-01/../../../internal/clock',
    '/orders',
  ])('%s is no path of the door, whoever asks', async (path) => {
    const before = door.services.calls.length;
    const answer = await door.post(path, {}, await door.bearer(OPERATOR));
    expect(answer.status).toBe(404);
    expect(door.services.calls.length).toBe(before);
  });

  test('an expired token is refused in the words on which clients get a new one', async () => {
    const anHourAgo = () => Date.now() - 3_600_000;
    const tokens = new AccessTokens([door.tokenKey], door.stack.namespace.name, anHourAgo);
    const principal = { kind: 'seller' as const, id: seller.sellerId, sellerId: seller.sellerId };
    const token = await tokens.issue({ principal, clientId: seller.clientId });
    const { status, body } = await door.call(ORDERS, { headers: { 'x-amz-access-token': token } });
    expect([status, codesIn(body)]).toEqual([403, ['Unauthorized']]);
    expect(detailsIn(body)).toBe('The access token you provided has expired');
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['no token', {}, /missing/],
    ['a token that is none', { 'x-amz-access-token': 'Atza|x' }, /malformed/],
  ])('%s: 403', async (_, headers, details) => {
    const { status, body } = await door.call(ORDERS, { headers });
    expect([status, codesIn(body)]).toEqual([403, ['Unauthorized']]);
    expect(detailsIn(body)).toMatch(details);
  });

  test('a body over 2 MB is refused before any service sees it', async () => {
    const before = door.services.calls.length;
    const headers = { authorization: seller.authorization };
    const answer = await door.post(ORDERS, JSON.stringify('x'.repeat(2 * 1024 * 1024)), headers);
    expect([answer.status, codesIn(answer.body)]).toEqual([413, ['InvalidInput']]);
    expect(door.services.calls.length).toBe(before);
  });
});

describe('the registry', () => {
  test('every fault of a request at once; nothing is stored', async () => {
    const headers = await door.bearer(OPERATOR);
    const { status, body } = await door.post(
      '/admin/publishers',
      { name: 'East 1', role: 'boss', scope: { towns: ['X'] } },
      headers,
    );
    expect(status).toBe(400);
    expect(codesIn(body)).toEqual(['InvalidInput', 'InvalidInput', 'InvalidInput']);
    const taken = await door.post('/admin/sellers', { name: 'Blue Mugs Ltd' }, headers);
    expect(taken.status).toBe(400);
  });

  test('is the operator’s alone', async () => {
    const { status } = await door.call('/admin/sellers', {
      headers: { authorization: seller.authorization },
    });
    expect(status).toBe(403);
  });

  test('standing and revocation count at once, and every service is told', async () => {
    const headers = await door.bearer(OPERATOR);
    const gone = await door.addSeller('Gone Ltd');
    const path = `/admin/sellers/${gone.sellerId}`;
    const change = { method: 'PATCH', headers: { ...headers, 'content-type': 'application/json' } };
    expect((await door.call(path, { ...change, body: '{"standing":"not-good"}' })).body['standing']).toBe(
      'not-good',
    );
    expect((await door.call(ORDERS, { headers: { authorization: gone.authorization } })).status).toBe(200);
    expect((await door.call(path, { method: 'DELETE', headers })).status).toBe(200);
    expect((await door.call(ORDERS, { headers: { authorization: gone.authorization } })).status).toBe(403);
    const token = {
      grant_type: 'client_credentials',
      client_id: gone.clientId,
      client_secret: gone.clientSecret,
    };
    expect((await door.post('/auth/o2/token', token)).status).toBe(401);
    const told = await eventually(
      () => factsOf(gone.sellerId),
      (facts) => facts.length >= 3,
    );
    expect(told).toEqual([
      { standing: 'good', revoked: false },
      { standing: 'not-good', revoked: false },
      { standing: 'not-good', revoked: true },
    ]);
  });

  async function factsOf(sellerId: string): Promise<object[]> {
    const facts: object[] = [];
    const topic = door.stack.namespace.topic('gateway.events');
    const [range] = await door.stack.kafka().ranges(topic);
    const high = range?.high ?? 0n;
    if (high === 0n) return facts;
    let done: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (done = resolve));
    const reading = await door.stack.kafka().consume(
      { groupId: `${topic}-${Math.random()}`, topics: [topic], concurrency: 1 },
      {
        onJoin: () => undefined,
        onCrash: done,
        onGap: () => undefined,
        onBatch: async ({ records, lastOffset }, control) => {
          for (const { value } of records) {
            const fact = JSON.parse(value?.toString() ?? '{}') as {
              sellerId?: string;
              standing: string;
              revoked: boolean;
            };
            if (fact.sellerId === sellerId) facts.push({ standing: fact.standing, revoked: fact.revoked });
          }
          control.resolve(lastOffset);
          if (lastOffset >= high - 1n) done();
        },
      },
    );
    await finished;
    await reading.stop();
    return facts;
  }
});

describe('readiness', () => {
  test('covers the services behind the door', async () => {
    expect((await door.call('/health/ready')).status).toBe(200);
    expect((await door.call('/health/live')).body).toEqual({ status: 'ok' });
  });
});

test('a bad environment is refused with every fault at once', async () => {
  const started = startService(gateway, { PORT: 'x' });
  await expect(started).rejects.toThrow(ConfigError);
  const faults = await started.catch((error: ConfigError) => error.faults);
  expect(faults).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^PORT \("x"\) must be a whole number/),
      expect.stringMatching(/^OPERATOR_CLIENT_SECRET is not set/),
      expect.stringMatching(/^TOKEN_PRIVATE_JWK is not set/),
      expect.stringMatching(/^GATEWAY_DATABASE_URL \(or DATABASE_URL\) is not set/),
    ]),
  );
});
