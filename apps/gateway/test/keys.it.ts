import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '#testing';
import { Door, OPERATOR, type Answered, type Seller } from './door.js';

jest.setTimeout(60_000);

const ORDERS = '/fba/outbound/2020-07-01/fulfillmentOrders';
let door: Door;
let impatient: Door;

beforeAll(async () => {
  [door, impatient] = await Promise.all([Door.open(), Door.open({ KEY_OVERLAP_HOURS: '0' })]);
});
afterAll(() => Promise.all([door.close(), impatient.close()]));

type Key = Pick<Seller, 'clientId' | 'clientSecret'> & { refreshToken?: string };

/** Gets a token with a refresh token; `use` is that, or the key's own. */
const refresh = (at: Door, { clientId, clientSecret, refreshToken }: Key, use = refreshToken) =>
  at.post('/auth/o2/token', {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: use,
  });
const ask = (at: Door, what: 'rotate' | 'revoke', { clientId, clientSecret }: Key, more: object) =>
  at.post(`/auth/o2/${what}`, { client_id: clientId, client_secret: clientSecret, ...more });
const tokenIn = ({ body }: Answered, name = 'refresh_token'): string => String(body[name]);
const errorIn = ({ status, body }: Answered): string => `${status} ${String(body['error'])}`;
const calls = async (at: Door, accessToken: string): Promise<number> =>
  (await at.call(ORDERS, { headers: { 'x-amz-access-token': accessToken } })).status;

async function trail(at: Door): Promise<Record<string, unknown>[]> {
  const { body } = await at.call('/audit?limit=1000', { headers: await at.bearer(OPERATOR) });
  return body['entries'] as Record<string, unknown>[];
}

describe('a refresh token', () => {
  test('is replaced when asked for, and counts beside the new one for a day', async () => {
    const seller = await door.addSeller('Rotates Ltd');
    const rotated = await ask(door, 'rotate', seller, { refresh_token: seller.refreshToken });
    expect(rotated.status).toBe(200);
    expect(rotated.headers.get('cache-control')).toBe('no-store');
    const hours = (Date.parse(tokenIn(rotated, 'former_good_until')) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThanOrEqual(24);
    for (const token of [seller.refreshToken, tokenIn(rotated)]) {
      const answer = await refresh(door, seller, token);
      expect([answer.status, tokenIn(answer)]).toEqual([200, token]);
    }
  });

  test('that was replaced and is used after its time takes those that replaced it with it', async () => {
    const seller = await impatient.addSeller('Stolen Ltd');
    const second = await ask(impatient, 'rotate', seller, { refresh_token: seller.refreshToken });
    const third = await ask(impatient, 'rotate', seller, { refresh_token: tokenIn(second) });
    const access = await refresh(impatient, seller, tokenIn(third));
    expect(await calls(impatient, tokenIn(access, 'access_token'))).toBe(200);
    const reused = await refresh(impatient, seller);
    expect(errorIn(reused)).toBe('400 invalid_grant');
    expect(reused.body['error_description']).toMatch(/was replaced.*seller key rotate$/);
    expect(errorIn(await refresh(impatient, seller, tokenIn(third)))).toBe('400 invalid_grant');
    expect(await calls(impatient, tokenIn(access, 'access_token'))).toBe(403);
    expect(await trail(impatient)).toContainEqual(
      expect.objectContaining({
        who: `seller ${seller.sellerId}`,
        clientId: seller.clientId,
        action: 'token.reuse',
        requestId: reused.headers.get('x-amzn-requestid'),
      }),
    );
    // The key itself still counts: its owner gets new tokens with it.
    expect(await calls(impatient, (await impatient.bearer(secretsOf(seller))).authorization.slice(7))).toBe(
      200,
    );
  });

  test('of a rotating key is a new one at each use, and an answer that got lost locks nobody out', async () => {
    const seller = await door.addSeller('Careful Ltd', 'default', { rotating: true });
    const [lost, again] = [await refresh(door, seller), await refresh(door, seller)];
    const tokens = new Set([seller.refreshToken, tokenIn(lost), tokenIn(again)]);
    expect([lost.status, again.status, tokens.size]).toEqual([200, 200, 3]);
    expect((await refresh(door, seller, tokenIn(again))).status).toBe(200);
  });

  test('is revoked with the access tokens got with it (RFC 7009), and others stay', async () => {
    const seller = await door.addSeller('Leaves Ltd');
    const [access, other] = [
      tokenIn(await refresh(door, seller), 'access_token'),
      seller.authorization.slice(7),
    ];
    expect(await calls(door, access)).toBe(200);
    const revoked = await ask(door, 'revoke', seller, { token: seller.refreshToken });
    expect([revoked.status, revoked.body]).toEqual([200, {}]);
    expect(await calls(door, access)).toBe(403);
    expect(await calls(door, other)).toBe(200);
    expect(errorIn(await refresh(door, seller))).toBe('400 invalid_grant');
  });

  test.each<[string, () => Promise<Answered>, string]>([
    ['one that is not there is revoked too', () => revokeAs('mgr.x'), '200 undefined'],
    [
      'another client’s is not',
      async () => revokeAs((await door.addSeller('Victim Ltd')).refreshToken),
      '200 undefined',
    ],
    ['an access token ends by itself', () => revokeAs('a.b.c'), '400 unsupported_token_type'],
    ['nothing in it', () => door.post('/auth/o2/revoke', {}), '400 invalid_request'],
    [
      'a wrong secret',
      () => ask(door, 'revoke', { ...owner, clientSecret: 'x' }, { token: 'x' }),
      '401 invalid_client',
    ],
    [
      'rotation of one that is not there',
      () => ask(door, 'rotate', owner, { refresh_token: 'x' }),
      '400 invalid_grant',
    ],
  ])('%s', async (_, answer, expected) => {
    owner = await door.addSeller(`Owner ${Math.random()}`);
    expect(errorIn(await answer())).toBe(expected);
  });
  let owner: Seller;
  const revokeAs = (token: string) => ask(door, 'revoke', owner, { token });

  test('of another client is not revoked by ours', async () => {
    const [victim, thief] = [await door.addSeller('Victim 2 Ltd'), await door.addSeller('Thief Ltd')];
    await ask(door, 'revoke', thief, { token: victim.refreshToken });
    expect((await refresh(door, victim)).status).toBe(200);
  });
});

const secretsOf = ({ clientId, clientSecret }: Key) => ({ client_id: clientId, client_secret: clientSecret });

describe('a key', () => {
  test('gets another secret while the former one still counts; a second time ends it', async () => {
    const seller = await door.addSeller('Keys Ltd');
    const headers = { authorization: seller.authorization };
    const rotate = async () =>
      (await door.post(`/keys/${seller.clientId}/rotate`, {}, headers)).body as never as Key;
    const second = await rotate();
    for (const key of [seller, second]) expect((await refresh(door, key)).status).toBe(200);
    const third = await rotate();
    expect(errorIn(await refresh(door, seller))).toBe('401 invalid_client');
    for (const key of [second, third]) expect((await refresh(door, key)).status).toBe(200);
  });

  test('that is revoked ends its tokens at once', async () => {
    const seller = await door.addSeller('Gone Keys Ltd');
    const headers = { authorization: seller.authorization };
    const { body } = await door.call(`/keys/${seller.clientId}`, { method: 'DELETE', headers });
    expect(body).toMatchObject({ clientId: seller.clientId, revokedAt: expect.any(String) });
    expect(await calls(door, seller.authorization.slice(7))).toBe(403);
    expect(errorIn(await refresh(door, seller))).toBe('401 invalid_client');
  });

  test('of another seller does not exist, and lists hold no secret', async () => {
    const [one, other] = [await door.addSeller('One Ltd'), await door.addSeller('Other Ltd')];
    const headers = { authorization: one.authorization };
    const answers = await Promise.all(
      [other.clientId, `mgc.${'0'.repeat(32)}`].map(async (clientId) => {
        const { status, body } = await door.post(`/keys/${clientId}/rotate`, {}, headers);
        return JSON.stringify([status, body]).replaceAll(clientId, '*');
      }),
    );
    expect(answers[0]).toBe(answers[1]);
    expect((await refresh(door, other)).status).toBe(200);
    const list = await door.call('/keys', { headers });
    expect((list.body['keys'] as Key[]).map(({ clientId }) => clientId)).toEqual([one.clientId]);
    const text = JSON.stringify((await door.call('/keys', { headers: await door.bearer(OPERATOR) })).body);
    expect(text).toContain(other.clientId);
    expect(text).not.toMatch(/argon2|mgr\./);
  });
});

describe('the trail', () => {
  test('holds who did what, with the key and the request, and no secret', async () => {
    const seller = await door.addSeller('Traced Ltd');
    const headers = await door.bearer(OPERATOR);
    const { body: user, headers: told } = await door.post(
      `/admin/sellers/${seller.sellerId}/users`,
      { name: 'Erica Example', role: 'view-only' },
      headers,
    );
    const lines = await trail(door);
    expect(lines).toContainEqual({
      at: expect.any(String),
      who: 'operator operator',
      role: 'admin',
      userId: null,
      clientId: OPERATOR.client_id,
      requestId: told.get('x-amzn-requestid'),
      action: 'user.add view-only',
      subject: `user ${String(user['userId'])} of seller ${seller.sellerId}`,
      outcome: 'done',
      times: 1,
    });
    const text = JSON.stringify(lines);
    for (const secret of [seller.clientSecret, seller.refreshToken, String(user['clientSecret']), 'Erica'])
      expect(text).not.toContain(secret);
  });

  test('holds refusals, the same ones together', async () => {
    const seller = await door.addSeller('Refused Ltd');
    for (let time = 0; time < 3; time += 1) await refresh(door, { ...seller, clientSecret: 'x' });
    await door.call(`${ORDERS}/SECRET-1`, { headers: { 'x-amz-access-token': 'zonk' } });
    await door.call('/admin/sellers', { headers: { authorization: seller.authorization } });
    const lines = await eventually(
      () => trail(door),
      (found) =>
        found.some(({ who, action }) => action === 'call.refuse' && who === `seller ${seller.sellerId}`) &&
        found.some(({ clientId, action }) => action === 'token.refuse' && clientId === seller.clientId),
    );
    const refused = lines.filter(({ action }) => action === 'token.refuse');
    const wrong = refused.filter(({ clientId }) => clientId === seller.clientId);
    expect(wrong.map(({ outcome }) => outcome)).toContain('invalid_client');
    expect(wrong.reduce((sum, { times }) => sum + Number(times), 0)).toBe(3);
    expect(lines).toContainEqual(
      expect.objectContaining({
        who: 'nobody',
        action: 'call.refuse',
        subject: 'GET /fba/outbound/2020-07-01/*',
        outcome: 'The access token you provided is revoked, malformed or invalid',
      }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({
        who: `seller ${seller.sellerId}`,
        clientId: seller.clientId,
        action: 'call.refuse',
        subject: 'GET /admin/sellers',
        outcome: 'not allowed',
      }),
    );
    expect(JSON.stringify(lines)).not.toContain('SECRET-1');
  });

  test('is read page by page, and only since an instant', async () => {
    const headers = await door.bearer(OPERATOR);
    const whole = (await door.call('/audit?limit=1000', { headers })).body['entries'] as object[];
    expect(whole.length).toBeGreaterThan(5);
    const paged: object[] = [];
    for (let before: string | null = '', query = 'limit=2'; before !== null;) {
      const { body } = await door.call(`/audit?${query}`, { headers });
      paged.push(...(body['entries'] as object[]));
      before = body['next'] as string | null;
      query = `limit=2&before=${encodeURIComponent(before ?? '')}`;
    }
    expect(paged.slice(-whole.length)).toEqual(whole);
    expect((await door.call('/audit?since=2999-01-01T00:00:00Z', { headers })).body['entries']).toEqual([]);
    expect((await door.call('/audit?since=x&limit=0&before=y', { headers })).body['errors']).toHaveLength(3);
  });

  test.each(['api', 'worker', 'ops'] as const)('cannot be changed or emptied as role %s', async (role) => {
    const database = await door.stack.database('gateway', role);
    for (const statement of [
      `update audit set outcome = 'done'`,
      'delete from audit',
      'truncate audit',
      'drop table audit',
    ]) {
      const tried = database.transaction((tx) => tx.query(statement));
      await expect(tried).rejects.toThrow(/permission denied|must be owner/);
    }
  });
});
