import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Shop } from './shop.js';

const SP_API = '/fba/outbound/2020-07-01';

/** Who asks: a seller's users, the operator's, and publishers. */
const ROLES = [
  'owner',
  'developer',
  'view-only',
  'admin',
  'support',
  'network',
  'warehouse',
  'carrier',
  'order-source',
] as const;
type Role = (typeof ROLES)[number];

const SELLERS: Role[] = ['owner', 'developer', 'view-only'];
const PROGRAMS: Role[] = ['owner', 'developer'];
const OPERATORS: Role[] = ['admin', 'support'];
const READERS = [...SELLERS, ...OPERATORS];
const WAREHOUSES: Role[] = ['network', 'warehouse'];
const PUBLISHERS: Role[] = ['network', 'warehouse', 'carrier', 'order-source'];

/** Every operation of every service, the scope that its document asks for, and the roles that get in. */
const OPERATIONS: Record<string, [scope: string, roles: readonly Role[]]> = {
  [`get ${SP_API}/fulfillmentOrders`]: ['orders:read', SELLERS],
  [`post ${SP_API}/fulfillmentOrders`]: ['orders:write', PROGRAMS],
  [`get ${SP_API}/fulfillmentOrders/{sellerFulfillmentOrderId}`]: ['orders:read', SELLERS],
  [`put ${SP_API}/fulfillmentOrders/{sellerFulfillmentOrderId}`]: ['orders:write', PROGRAMS],
  [`put ${SP_API}/fulfillmentOrders/{sellerFulfillmentOrderId}/cancel`]: ['orders:write', PROGRAMS],
  [`put ${SP_API}/fulfillmentOrders/{sellerFulfillmentOrderId}/return`]: ['returns:write', PROGRAMS],
  [`put ${SP_API}/fulfillmentOrders/{sellerFulfillmentOrderId}/status`]: ['orders:write', PROGRAMS],
  [`post ${SP_API}/fulfillmentOrders/preview`]: ['orders:read', SELLERS],
  [`post ${SP_API}/deliveryOffers`]: ['orders:read', SELLERS],
  [`get ${SP_API}/features`]: ['catalogue:read', SELLERS],
  [`get ${SP_API}/features/inventory/{featureName}`]: ['catalogue:read', SELLERS],
  [`get ${SP_API}/features/inventory/{featureName}/{sellerSku}`]: ['catalogue:read', SELLERS],
  [`get ${SP_API}/tracking`]: ['tracking:read', SELLERS],
  [`get ${SP_API}/returnReasonCodes`]: ['returns:read', SELLERS],
  'get /accounting': ['accounting:read', READERS],
  'get /journeys': ['accounting:read', READERS],
  'get /packages/{packageId}': ['tracking:read', READERS],
  'get /returns': ['returns:read', READERS],
  'get /reimbursements': ['reimbursements:read', READERS],
  'get /reimbursements/{id}': ['reimbursements:read', READERS],
  'post /reimbursements/statements': ['reimbursements:write', ['owner']],
  'get /policies': ['policies:read', READERS],
  'put /policies': ['policies:write', ['admin']],
  'post /buyers/erasures': ['buyers:write', ['owner', 'admin']],
  'get /buyers/accesses': ['buyers:read', ['owner', 'admin']],
  'get /buyers/keys': ['buyers:read', ['admin']],
  'post /buyers/reencryptions': ['buyers:write', ['admin']],
  'get /users': ['users:read', ['owner']],
  'post /users': ['users:write', ['owner']],
  'delete /users/{userId}': ['users:write', ['owner']],
  'get /admin/sellers': ['sellers:read', OPERATORS],
  'post /admin/sellers': ['sellers:write', ['admin']],
  'patch /admin/sellers/{id}': ['sellers:write', ['admin']],
  'delete /admin/sellers/{id}': ['sellers:write', ['admin']],
  'get /admin/sellers/{id}/users': ['users:read', OPERATORS],
  'post /admin/sellers/{id}/users': ['users:write', ['admin']],
  'delete /admin/sellers/{id}/users/{userId}': ['users:write', ['admin']],
  'get /admin/operators': ['operators:read', ['admin']],
  'post /admin/operators': ['operators:write', ['admin']],
  'delete /admin/operators/{userId}': ['operators:write', ['admin']],
  'get /admin/publishers': ['publishers:read', OPERATORS],
  'post /admin/publishers': ['publishers:write', ['admin']],
  'delete /admin/publishers/{id}': ['publishers:write', ['admin']],
  'get /keys': ['keys:read', ['owner', 'admin', 'support']],
  'post /keys/{clientId}/rotate': ['keys:write', ['owner', 'admin']],
  'delete /keys/{clientId}': ['keys:write', ['owner', 'admin']],
  'get /audit': ['audit:read', ['admin']],
  'get /feeds': ['publishers:read', OPERATORS],
  'post /feeds': ['publishers:write', ['admin']],
  'post /feeds/{carrier}/rotate': ['publishers:write', ['admin']],
  'delete /feeds/{carrier}': ['publishers:write', ['admin']],
  'get /parked': ['parked:read', OPERATORS],
  'get /waiting': ['parked:read', OPERATORS],
  'get /parked/{service}/{id}': ['parked:read', OPERATORS],
  'post /parked/{service}/{id}/redrive': ['parked:write', ['admin']],
  'post /parked/{service}/{id}/discard': ['parked:write', ['admin']],
  'get /returns/quarantined': ['parked:read', OPERATORS],
  'get /catalogue/skus': ['catalogue:read', READERS],
  'put /catalogue/skus': ['catalogue:write', [...PROGRAMS, 'admin']],
  'put /catalogue/reviews': ['catalogue:write', ['admin']],
  'get /stock': ['stock:read', READERS],
  'get /stock/history': ['stock:read', READERS],
  'post /stock/receipts': ['stock:write', ['admin', ...WAREHOUSES]],
  'post /stock/adjustments': ['stock:write', ['admin', ...WAREHOUSES]],
  'get /network': ['network:read', [...OPERATORS, ...WAREHOUSES]],
  'put /network': ['network:write', ['admin']],
  'get /warehouse/shipments': ['shipments:read', WAREHOUSES],
  'get /warehouse/shipments/{shipmentId}': ['shipments:read', WAREHOUSES],
  'post /events': ['reports:write', PUBLISHERS],
};
/** Without a token; who pushes to a webhook is known by its signature. */
const PUBLIC = [
  'post /auth/o2/token',
  'post /auth/o2/rotate',
  'post /auth/o2/revoke',
  'post /carriers/{carrier}/webhook',
  'get /t/{token}',
  'get /.well-known/jwks.json',
  'get /.well-known/oauth-authorization-server',
];

interface Answer {
  status: number;
  body: { errors?: { code: string; message: string; details?: string }[] };
}

let shop: Shop;
const clients = new Map<Role, { clientId: string; clientSecret: string }>();
const tokens = new Map<Role, string>();

beforeAll(async () => {
  shop = await Shop.open();
  const { sellerId } = await shop.seller('unlimited');
  for (const role of SELLERS)
    clients.set(role, await shop.asOperator(`/admin/sellers/${sellerId}/users`, { name: role, role }));
  for (const role of OPERATORS)
    clients.set(role, await shop.asOperator('/admin/operators', { name: role, role }));
  for (const role of PUBLISHERS)
    clients.set(role, await shop.asOperator('/admin/publishers', { name: `a-${role}`, role }));
  for (const role of ROLES) tokens.set(role, await shop.token(clients.get(role)!));
}, 180_000);
afterAll(() => shop?.close(), 60_000);

async function documented(): Promise<Map<string, { security?: Record<string, string[]>[] }>> {
  const found = new Map<string, { security?: Record<string, string[]>[] }>();
  for (const service of ['gateway', 'orders', 'tracking', 'returns', 'reimbursements']) {
    const answer = await fetch(`${shop.url}/openapi/${service}.json`);
    const { paths } = (await answer.json()) as { paths: Record<string, Record<string, object>> };
    for (const [path, methods] of Object.entries(paths))
      for (const [method, operation] of Object.entries(methods)) found.set(`${method} ${path}`, operation);
  }
  return found;
}

/** Asks for what cannot exist: who gets in finds nothing, or is told what is wrong with the request. */
async function ask(operation: string, token: string): Promise<Answer> {
  const [method, pattern] = operation.split(' ') as [string, string];
  const path = pattern.replace('{service}', 'orders').replaceAll(/\{\w+\}/g, () => randomUUID());
  const answer = await fetch(`${shop.url}${path}`, {
    method: method.toUpperCase(),
    headers: { 'x-amz-access-token': token, ...(method !== 'get' && { 'content-type': 'application/json' }) },
    ...(method !== 'get' && { body: '{}' }),
  });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}

/** `in`; or out, by kind (`denied`) or by what the role lacks (`lacks SCOPE`); or `404` where there is no such path. */
function outcomeOf({ status, body }: Answer): string {
  const [entry] = body.errors ?? [];
  if (status === 404 && entry?.message.startsWith('Cannot ')) return '404';
  if (status !== 403) return status === 500 ? '500' : 'in';
  expect(entry?.code).toBe('Unauthorized');
  const scope = /it needs the scope (\S+)$/.exec(entry?.message ?? '')?.[1];
  if (scope === undefined) return 'denied';
  expect(entry?.details).toContain(`does not have the scope ${scope}`);
  return `lacks ${scope}`;
}

describe('every operation, as every role', () => {
  it('is in the table', async () => {
    const operations = [...(await documented()).keys()];
    expect(operations.toSorted()).toEqual([...Object.keys(OPERATIONS), ...PUBLIC].toSorted());
  });

  it('says in its document which scope it needs, and that a token carries it', async () => {
    for (const [operation, { security }] of await documented()) {
      const scope = OPERATIONS[operation]?.[0];
      const expected = scope === undefined ? undefined : [{ oauth2: [scope] }, { 'access-token': [] }];
      expect([operation, security]).toEqual([operation, expected]);
    }
  });

  it.each(Object.keys(OPERATIONS))('%s lets in who may, and nobody else', async (operation) => {
    const [scope, allowed] = OPERATIONS[operation]!;
    for (const role of ROLES) {
      const outcome = outcomeOf(await ask(operation, tokens.get(role)!));
      const out = [`lacks ${scope}`, allowed.length === 0 ? '404' : 'denied'];
      expect(allowed.includes(role) ? ['in'] : out).toContain(outcome);
    }
  });

  it('within the kinds that it lets in, a role is told the scope that it lacks', async () => {
    const outcomes = async (operation: string, roles: readonly Role[]) =>
      Promise.all(roles.map(async (role) => outcomeOf(await ask(operation, tokens.get(role)!))));
    expect(await outcomes(`post ${SP_API}/fulfillmentOrders`, SELLERS)).toEqual([
      'in',
      'in',
      'lacks orders:write',
    ]);
    expect(await outcomes('put /policies', OPERATORS)).toEqual(['in', 'lacks policies:write']);
    expect(await outcomes('post /reimbursements/statements', SELLERS)).toEqual([
      'in',
      'lacks reimbursements:write',
      'lacks reimbursements:write',
    ]);
  });
});

describe('a token that was asked for with a scope', () => {
  it('may do that and nothing else', async () => {
    const token = await shop.token(clients.get('owner')!, 'orders:read tracking:read');
    expect((await ask(`get ${SP_API}/fulfillmentOrders`, token)).status).toBe(200);
    const { status, body } = await ask(`post ${SP_API}/fulfillmentOrders`, token);
    expect(status).toBe(403);
    expect(body.errors).toEqual([
      {
        code: 'Unauthorized',
        message: 'Access to requested resource is denied: it needs the scope orders:write',
        details:
          'The access token was asked for with the scope "orders:read tracking:read" only; ask for one with orders:write',
      },
    ]);
  });

  it.each([
    ['nobody has', 'orders:burn', /^There are only the scopes orders:read /],
    ['the role has not', 'sellers:read', /^The role owner does not have the scope sellers:read$/],
  ])('that %s is refused', async (_, scope, description) => {
    const { clientId, clientSecret } = clients.get('owner')!;
    const body = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope,
    };
    const answer = await fetch(`${shop.url}/auth/o2/token`, {
      method: 'POST',
      body: new URLSearchParams(body),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      error: 'invalid_scope',
      error_description: expect.stringMatching(description),
    });
  });

  it('of Amazon’s is as without', async () => {
    const token = await shop.token(clients.get('owner')!, 'sellingpartnerapi::notifications');
    expect((await ask(`get ${SP_API}/fulfillmentOrders`, token)).status).toBe(200);
  });
});

describe('a user that is revoked', () => {
  it('is out at once, and its seller’s other users stay', async () => {
    const { sellerId, ...own } = await shop.seller('unlimited');
    const user = await shop.asOperator<{ userId: string; clientId: string; clientSecret: string }>(
      `/admin/sellers/${sellerId}/users`,
      { name: 'temp', role: 'developer' },
    );
    const [token, ownToken] = [await shop.token(user), await shop.token(own)];
    const list = `get ${SP_API}/fulfillmentOrders`;
    expect((await ask(list, token)).status).toBe(200);
    const gone = await fetch(`${shop.url}/users/${user.userId}`, {
      method: 'DELETE',
      headers: { 'x-amz-access-token': ownToken },
    });
    expect(await gone.json()).toMatchObject({
      name: 'temp',
      role: 'developer',
      revokedAt: expect.any(String),
    });
    expect((await ask(list, token)).status).toBe(403);
    expect((await ask(list, ownToken)).status).toBe(200);
    await expect(shop.token(user)).rejects.toThrow('answered 401');
  });
});
