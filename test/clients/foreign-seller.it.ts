import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { once, orderOf, Shop } from './shop.js';
import type { SellerKey } from './shop.js';

const SP_API = '/fba/outbound/2020-07-01';
/** In the catalogue of one of them only. */
const OWN_SKU = 'ONLY-ITS-OWN';
const SIZE = { lengthMm: 1, widthMm: 1, heightMm: 1, weightGrams: 1 };

/** By what a seller's things are asked for. */
interface Ids {
  order: string;
  orderId: string;
  packageId: string;
  packageNumber: number;
  reimbursementId: string;
  userId: string;
  sku: string;
  clientId: string;
}
interface Answer {
  status: number;
  body: Record<string, unknown>;
}
type Ask = (method: string, path: string, body?: unknown) => Promise<Answer>;

/** Every operation that a seller may call, asked for another's things by each id that it takes. */
const SELLERS: Record<string, (ids: Ids) => [path: string, body?: unknown][]> = {
  'get /accounting': () => [['/accounting']],
  'get /journeys': ({ order, orderId, packageId }) => [
    [`/journeys?order=${order}`],
    [`/journeys?order=${orderId}`],
    [`/journeys?package=${packageId}`],
    [`/journeys?tracking=1Z${order}`],
  ],
  [`get ${SP_API}/fulfillmentOrders`]: () => [[`${SP_API}/fulfillmentOrders`]],
  // Creating asks for nobody's things: the same id is another order (see below).
  [`post ${SP_API}/fulfillmentOrders`]: () => [],
  [`get ${SP_API}/fulfillmentOrders/{sellerFulfillmentOrderId}`]: ({ order, orderId }) => [
    [`${SP_API}/fulfillmentOrders/${order}`],
    [`${SP_API}/fulfillmentOrders/${orderId}`],
  ],
  [`put ${SP_API}/fulfillmentOrders/{sellerFulfillmentOrderId}`]: ({ order }) => [
    [`${SP_API}/fulfillmentOrders/${order}`, { fulfillmentAction: 'Ship' }],
  ],
  [`put ${SP_API}/fulfillmentOrders/{sellerFulfillmentOrderId}/cancel`]: ({ order }) => [
    [`${SP_API}/fulfillmentOrders/${order}/cancel`, {}],
  ],
  [`put ${SP_API}/fulfillmentOrders/{sellerFulfillmentOrderId}/return`]: ({ order }) => [
    [`${SP_API}/fulfillmentOrders/${order}/return`, { items: [] }],
  ],
  [`get ${SP_API}/tracking`]: ({ packageNumber }) => [[`${SP_API}/tracking?packageNumber=${packageNumber}`]],
  [`get ${SP_API}/returnReasonCodes`]: ({ order }) => [
    [`${SP_API}/returnReasonCodes?sellerSku=MUG&sellerFulfillmentOrderId=${order}`],
  ],
  [`put ${SP_API}/fulfillmentOrders/{sellerFulfillmentOrderId}/status`]: ({ order }) => [
    [`${SP_API}/fulfillmentOrders/${order}/status`, { fulfillmentOrderStatus: 'Cancelled' }],
  ],
  // What is asked for by a SKU is the catalogue of who asks (see below).
  [`post ${SP_API}/fulfillmentOrders/preview`]: () => [],
  [`post ${SP_API}/deliveryOffers`]: () => [],
  [`get ${SP_API}/features`]: () => [[`${SP_API}/features?marketplaceId=M`]],
  [`get ${SP_API}/features/inventory/{featureName}`]: () => [
    [`${SP_API}/features/inventory/BLANK_BOX?marketplaceId=M`],
  ],
  [`get ${SP_API}/features/inventory/{featureName}/{sellerSku}`]: ({ sku }) => [
    [`${SP_API}/features/inventory/BLANK_BOX/${sku}?marketplaceId=M`],
  ],
  'get /catalogue/skus': () => [['/catalogue/skus']],
  'put /catalogue/skus': () => [],
  'get /stock': ({ sku }) => [[`/stock?sellerSku=${sku}`]],
  'get /stock/history': () => [['/stock/history?from=2026-01-01&to=2026-01-31']],
  'get /packages/{packageId}': ({ packageId }) => [[`/packages/${packageId}`]],
  'get /returns': ({ order, orderId }) => [[`/returns?order=${order}`], [`/returns?order=${orderId}`]],
  'get /reimbursements': ({ order, orderId }) => [
    [`/reimbursements?order=${order}`],
    [`/reimbursements?order=${orderId}`],
  ],
  'get /reimbursements/{id}': ({ reimbursementId }) => [[`/reimbursements/${reimbursementId}`]],
  'post /reimbursements/statements': ({ order, packageNumber }) => [
    [
      '/reimbursements/statements',
      { sellerFulfillmentOrderId: order, packageNumber, kind: 'buyer-has-not-received' },
    ],
  ],
  'get /policies': () => [['/policies']],
  'get /keys': () => [['/keys']],
  'post /keys/{clientId}/rotate': ({ clientId }) => [[`/keys/${clientId}/rotate`, {}]],
  'delete /keys/{clientId}': ({ clientId }) => [[`/keys/${clientId}`]],
  'get /users': () => [['/users']],
  // Adding asks for nobody's things.
  'post /users': () => [],
  'delete /users/{userId}': ({ userId }) => [[`/users/${userId}`]],
  'post /buyers/erasures': ({ order, orderId }) => [
    ['/buyers/erasures', { orderId }],
    ['/buyers/erasures', { sellerFulfillmentOrderId: order }],
    ['/buyers/erasures', { email: 'bertha@example.com' }],
  ],
  'get /buyers/accesses': ({ orderId }) => [[`/buyers/accesses?orderId=${orderId}`]],
};

/** Without a token. */
const TOKENLESS = [
  'post /auth/o2/token',
  'post /auth/o2/rotate',
  'post /auth/o2/revoke',
  'get /.well-known/jwks.json',
  'get /.well-known/oauth-authorization-server',
];
/** Every other operation: none lets a seller in. */
const OTHERS = [
  'post /admin/sellers',
  'get /admin/sellers',
  'patch /admin/sellers/{id}',
  'delete /admin/sellers/{id}',
  'post /admin/sellers/{id}/users',
  'get /admin/sellers/{id}/users',
  'delete /admin/sellers/{id}/users/{userId}',
  'post /admin/operators',
  'get /admin/operators',
  'delete /admin/operators/{userId}',
  'post /admin/publishers',
  'get /admin/publishers',
  'delete /admin/publishers/{id}',
  'post /events',
  'get /audit',
  'post /carriers/{carrier}/webhook',
  'get /feeds',
  'post /feeds',
  'post /feeds/{carrier}/rotate',
  'delete /feeds/{carrier}',
  'get /parked',
  'get /waiting',
  'get /parked/{service}/{id}',
  'post /parked/{service}/{id}/redrive',
  'post /parked/{service}/{id}/discard',
  'get /returns/quarantined',
  'put /policies',
  'put /catalogue/reviews',
  'post /stock/receipts',
  'post /stock/adjustments',
  'get /network',
  'put /network',
  'get /warehouse/shipments',
  'get /warehouse/shipments/{shipmentId}',
  'get /buyers/keys',
  'post /buyers/reencryptions',
];

/** Open to whoever has the link, and to no id of anybody. */
const PUBLIC: Record<string, (ids: Ids) => string[]> = {
  'get /t/{token}': ({ order, orderId, packageId, packageNumber }) =>
    [order, orderId, packageId, packageNumber].map((id) => `/t/${id}`),
};

let shop: Shop;
let owner: SellerKey;
let ids: Ids;
let asOwner: Ask;
let asStranger: Ask;

beforeAll(async () => {
  shop = await Shop.open();
  owner = await shop.seller('unlimited');
  asOwner = await asking(owner);
  asStranger = await asking(await shop.seller('unlimited'));
  await shop.put(owner, '/catalogue/skus', { skus: [{ ...SIZE, sellerSku: OWN_SKU, title: 'Its own' }] });
  ids = await lostParcel('X-1');
}, 180_000);
afterAll(() => shop?.close(), 60_000);

async function asking(seller: SellerKey): Promise<Ask> {
  const token = await shop.accessToken(seller);
  return async (method, path, body) => {
    const answer = await fetch(`${shop.url}${path}`, {
      method,
      headers: {
        'x-amz-access-token': token,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
}

/** An order of the owner's that was shipped and is lost, and for which it was paid. */
async function lostParcel(order: string): Promise<Ids> {
  await asOwner('POST', `${SP_API}/fulfillmentOrders`, orderOf(order));
  await shop.ship(owner, order, -30 * 24);
  const { body } = await once(
    () => asOwner('GET', `/reimbursements?order=${order}`),
    ({ status, body: found }) => status === 200 && (found['decisions'] as unknown[]).length > 0,
  );
  const [decision] = body['decisions'] as { reimbursementId: string; orderId: string; packageId: string }[];
  const shown = await asOwner('GET', `${SP_API}/fulfillmentOrders/${order}`);
  const packageNumber = /"packageNumber":(\d+)/.exec(JSON.stringify(shown.body))?.[1];
  if (decision === undefined || packageNumber === undefined) throw new Error('nothing was paid');
  const { orderId, packageId, reimbursementId } = decision;
  const user = await asOwner('POST', '/users', { name: 'Bertha', role: 'view-only' });
  const [userId, clientId] = [String(user.body['userId']), String(user.body['clientId'])];
  return {
    order,
    orderId,
    packageId,
    packageNumber: Number(packageNumber),
    reimbursementId,
    userId,
    sku: OWN_SKU,
    clientId,
  };
}

const nobodys = (): Ids => ({
  order: 'X-9',
  orderId: randomUUID(),
  packageId: randomUUID(),
  packageNumber: 9,
  reimbursementId: randomUUID(),
  userId: randomUUID(),
  sku: 'NOBODYS',
  clientId: `mgc.${randomUUID().replaceAll('-', '')}`,
});

/** An answer without the ids that the question held, and without the time of day. */
function words(
  { status, body }: Answer,
  { orderId, packageId, reimbursementId, userId, clientId, order, sku }: Ids,
): string {
  let text = JSON.stringify(body).replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"an instant"');
  for (const id of [orderId, packageId, reimbursementId, userId, clientId, order, sku])
    text = text.replaceAll(id, '*');
  return `${status} ${text}`;
}

async function operations(): Promise<string[]> {
  const services = ['gateway', 'orders', 'tracking', 'returns', 'reimbursements'];
  const found = new Set<string>();
  for (const service of services) {
    const answer = await fetch(`${shop.url}/openapi/${service}.json`);
    const { paths } = (await answer.json()) as { paths: Record<string, object> };
    for (const [path, methods] of Object.entries(paths))
      for (const method of Object.keys(methods)) found.add(`${method} ${path}`);
  }
  return [...found];
}

async function asIfNobodys(operation: string): Promise<void> {
  const method = operation.split(' ', 1)[0]!.toUpperCase();
  const missing = nobodys();
  const [foreign, none] = [SELLERS[operation]!(ids), SELLERS[operation]!(missing)];
  for (const [at, [path, body]] of foreign.entries()) {
    const theirs = await asStranger(method, path, body);
    const nothing = await asStranger(method, none[at]![0], none[at]![1]);
    expect(words(theirs, ids)).toBe(words(nothing, missing));
    expect(JSON.stringify(theirs.body)).not.toContain('Bertha');
  }
}

describe("a seller with another seller's ids", () => {
  it('is tried with every operation that there is', async () => {
    expect((await operations()).toSorted()).toEqual(
      [...Object.keys(SELLERS), ...OTHERS, ...Object.keys(PUBLIC), ...TOKENLESS].toSorted(),
    );
  });

  it.each(Object.keys(SELLERS))('%s answers as if there were no such thing (F-12)', asIfNobodys);

  it.each(OTHERS)('%s lets no seller in', async (operation) => {
    const [method, path] = operation.split(' ') as [string, string];
    const at = path.replace('{service}', 'orders').replaceAll(/\{\w+\}/g, () => randomUUID());
    const { status } = await asOwner(method.toUpperCase(), at, method === 'get' ? undefined : {});
    // A webhook asks for a signature, and for no token.
    expect(operation === 'post /carriers/{carrier}/webhook' ? [401] : [403, 404]).toContain(status);
  });

  it.each(Object.keys(PUBLIC))('%s opens by the link only, for nobody by an id', async (operation) => {
    const open = async (path: string) => {
      const answer = await fetch(`${shop.url}${path}`);
      return `${answer.status} ${await answer.text()}`;
    };
    const [theirs, none] = [PUBLIC[operation]!(ids), PUBLIC[operation]!(nobodys())];
    for (const [at, path] of theirs.entries()) expect(await open(path)).toBe(await open(none[at]!));
    const { body } = await asOwner('GET', `/packages/${ids.packageId}`);
    const page = await open(new URL(String(body['customerTrackingLink'])).pathname);
    expect(page).toMatch(/^200 /);
    const { orderId, packageId, reimbursementId } = ids;
    for (const secret of [orderId, packageId, reimbursementId, owner.sellerId, 'Bertha', 'Elm', 'MUG'])
      expect(page).not.toContain(secret);
  });

  it('sees nothing of it in lists and sums, where its owner does', async () => {
    const list = `${SP_API}/fulfillmentOrders`;
    expect((await asStranger('GET', list)).body).toEqual({ payload: { fulfillmentOrders: [] } });
    expect(JSON.stringify((await asOwner('GET', list)).body)).toContain('X-1');
    const [mine, theirs] = [await asOwner('GET', '/accounting'), await asStranger('GET', '/accounting')];
    expect(mine.body).not.toEqual(theirs.body);
    expect(mine.status).toBe(200);
  });

  it('may give an order of its own the same id, and neither touches the other', async () => {
    const before = await asOwner('GET', `${SP_API}/fulfillmentOrders/X-1`);
    expect(before.status).toBe(200);
    await asStranger('POST', `${SP_API}/fulfillmentOrders`, orderOf('X-1'));
    await asStranger('PUT', `${SP_API}/fulfillmentOrders/X-1/cancel`, {});
    expect(await asOwner('GET', `${SP_API}/fulfillmentOrders/X-1`)).toEqual(before);
    const own = await asStranger('GET', `${SP_API}/fulfillmentOrders/X-1`);
    expect(JSON.stringify(own.body)).toContain('Cancelled');
  });

  it('would notice: the owner is answered otherwise', async () => {
    for (const [operation, ask] of Object.entries(SELLERS)) {
      if (!operation.startsWith('get ')) continue;
      const answers = await Promise.all(ask(ids).map(([path]) => asOwner('GET', path)));
      expect([operation, answers.map(({ status }) => status)]).toEqual([
        operation,
        expect.arrayContaining([200]),
      ]);
    }
  });
});

describe("a seller with another seller's ids, without row-level security", () => {
  beforeAll(async () => {
    asStranger = await asking(await shop.seller('unlimited'));
    await shop.takeDownSecondWall();
  }, 60_000);

  it.each(Object.keys(SELLERS))('%s answers as if there were no such thing', asIfNobodys);

  it('sees nothing of it in lists and sums', async () => {
    const list = await asStranger('GET', `${SP_API}/fulfillmentOrders`);
    expect(list.body).toEqual({ payload: { fulfillmentOrders: [] } });
    expect((await asStranger('GET', '/accounting')).body).toMatchObject({ orders: 0, shipped: 0 });
  });
});

describe('the roles of the databases', () => {
  it('that see every row are not used for sellers: all is answered without them', async () => {
    const tried = [
      // What is gone cannot go twice.
      ...Object.entries(SELLERS).flatMap(([operation, ask]) =>
        (operation.startsWith('delete ') ? [] : ask(ids)).map(
          ([path, body]) => [operation.split(' ', 1)[0]!.toUpperCase(), path, body] as const,
        ),
      ),
      ['POST', `${SP_API}/fulfillmentOrders`, orderOf('X-1')] as const,
    ];
    const statuses = async (): Promise<[string, number][]> => {
      const seen: [string, number][] = [];
      for (const [method, path, body] of tried)
        seen.push([`${method} ${path}`, (await asOwner(method, path, body)).status]);
      return seen;
    };
    const before = await statuses();
    const { body: shown } = await asOwner('GET', `/packages/${ids.packageId}`);
    await shop.lockOut('worker', 'ops', 'owner');
    expect(await statuses()).toEqual(before);
    expect(before.filter(([, status]) => status === 200).length).toBeGreaterThan(15);
    expect((await asOwner('GET', '/policies')).status).toBe(200);
    const link = new URL(String(shown['customerTrackingLink']));
    expect((await fetch(`${shop.url}${link.pathname}`)).status).toBe(200);
    // A new token too, which the door makes.
    const again = await asking(owner);
    expect((await again('GET', `${SP_API}/fulfillmentOrders/X-1`)).status).toBe(200);
  }, 120_000);
});
