import { fastify, type FastifyInstance } from 'fastify';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import pg from 'pg';
import { contractOf, OrderAccepted, toIso, topicOf, type Purpose } from '#contracts';
import { columns, joined, rowTypes, sessionOptions, type RoleLogin, type Tx } from '#postgres';
import { acceptRequest } from '../../../apps/orders/src/domain/accept-order.js';
import type { Order } from '../../../apps/orders/src/domain/order.js';
import { OWN_MARKETPLACE } from '../../../apps/orders/src/domain/order.js';
import { isOwnAddress } from '../../../apps/orders/src/domain/own-address.js';
import { policyInForce, type PublishedPolicy } from '../../../apps/orders/src/domain/policy-in-force.js';
import { BuyerKeys } from '../../../apps/orders/src/store/buyer-keys.js';
import { insertOrders } from '../../../apps/orders/src/store/orders-accepted.js';
import { publishedPolicies } from '../../../apps/orders/src/store/policies.js';
import { sellerTerms } from '../../../apps/orders/src/store/sellers.js';
import { skusNamed } from '../../../apps/orders/src/store/skus.js';
import type { Contestant } from '../contestants/contestant.js';
import type { CreateSetup } from '../http/target.js';
import { createBody, faultsBeyondSchema, type CreateBody } from './create-body.js';

// What one would write without a framework around it: fastify with its own compiled schema, a pool, the same
// statements in the same order, the row for the outbox included. Nothing reads that outbox.

const POOL = 8;
const PATH = '/fba/outbound/2020-07-01/fulfillmentOrders';
const SAY = {
  name: 'say',
  text: `insert into outbox (topic, key, type, subject, at, body)
    select topic, key, type, subject, instant(at), body
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], string_to_array($6, U&'\\001F'))
      as said (topic, key, type, subject, at, body)`,
};

export async function open({ env, place }: CreateSetup): Promise<Contestant> {
  const pool = new pg.Pool(poolConfig(place.logins.api));
  const keys = BuyerKeys.parse(env['BUYER_DATA_KEYS'] ?? '');
  const identify = identifier(JSON.parse(env['IDENTITY_PUBLIC_JWKS'] ?? '') as JSONWebKeySet);
  const app = server(identify, (sellerId, body) => create(pool, keys, sellerId, body));
  return {
    async start(_round, began) {
      await app.listen({ host: env['HOST'], port: Number(env['PORT']) });
      began();
    },
    stop: () => Promise.resolve(),
  };
}

function server(
  identify: (token: unknown) => Promise<string>,
  keep: (sellerId: string, body: CreateBody) => Promise<boolean>,
): FastifyInstance {
  const app = fastify();
  app.post<{ Body: CreateBody }>(PATH, { schema: { body: createBody } }, async (request, reply) => {
    const sellerId = await identify(request.headers['x-makegood-identity']);
    const faults = faultsBeyondSchema(request.body);
    if (faults.length > 0) return reply.code(400).send({ errors: faults });
    const kept = await keep(sellerId, request.body);
    return reply.code(kept ? 200 : 400).send({});
  });
  return app;
}

/** Remembers what it has verified, as the service does. */
function identifier(keys: JSONWebKeySet): (token: unknown) => Promise<string> {
  const keyOf = createLocalJWKSet(keys);
  const known = new Map<string, { sellerId: string; expires: number }>();
  return async (token) => {
    if (typeof token !== 'string') throw new Error('no identity');
    const seen = known.get(token);
    if (seen && Date.now() < seen.expires) return seen.sellerId;
    const { payload } = await jwtVerify(token, keyOf, { algorithms: ['EdDSA'], audience: 'orders' });
    if (payload['kind'] !== 'seller' || payload.sub === undefined) throw new Error('no seller');
    known.set(token, { sellerId: payload.sub, expires: (payload.exp ?? 0) * 1000 });
    return payload.sub;
  };
}

async function create(pool: pg.Pool, keys: BuyerKeys, sellerId: string, body: CreateBody): Promise<boolean> {
  const client = await pool.connect();
  try {
    const tx = txOf(client);
    tx.send(`begin; set local makegood.seller_id = '${sellerId}'`);
    const skus = new Set(body.items.map(({ sellerSku }) => sellerSku));
    const [at, policies, { ownAddresses: own }, known] = await Promise.all([
      tx.now(),
      publishedPolicies(tx),
      sellerTerms(tx, sellerId),
      skusNamed(
        tx,
        [...skus].map((sku) => ({ sellerId, sku })),
      ),
    ]);
    if (known.length < skus.size) throw new Error('a SKU is not in the catalogue');
    const purpose = purposeOf(body, policies, own, at);
    const order = acceptRequest(body, { sellerId, purpose, receivedAt: at, plannedSince: at });
    const kept = await insertOrders(tx, [{ order, content: body }], keys);
    if (kept.size > 0) say(tx, order);
    await client.query('commit');
    return kept.size > 0;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

function purposeOf(
  body: CreateBody,
  policies: readonly PublishedPolicy[],
  own: readonly string[],
  at: number,
): Purpose {
  if (body.purpose === 'removal') return 'removal';
  const policy = policyInForce(policies, body.marketplaceId ?? OWN_MARKETPLACE, at);
  if (!policy.removalAddressRule) return 'customer-order';
  return isOwnAddress(body.destinationAddress, own) ? 'removal' : 'customer-order';
}

function say(tx: Tx, order: Order): void {
  const { orderId, receivedAt, heldUntil } = order;
  const data = {
    orderId,
    sellerId: order.sellerId,
    sellerFulfillmentOrderId: order.sellerFulfillmentOrderId,
    marketplaceId: order.marketplaceId,
    purpose: order.purpose,
    signatureRequired: order.signatureRequired,
    receivedAt: toIso(receivedAt),
    estimatedDeliveryAt: order.estimatedDeliveryAt,
    items: order.items.map((item) => ({
      line: item.line,
      sellerFulfillmentOrderItemId: item.sellerFulfillmentOrderItemId,
      sellerSku: item.sellerSku,
      quantity: item.quantity,
      cancelledQuantity: item.cancelledQuantity,
      unitValue: item.unitValue,
    })),
    heldUntil: heldUntil === undefined ? undefined : toIso(heldUntil),
  };
  const texts = columns([orderId], {
    topic: () => topicOf('orders'),
    key: (id) => id,
    type: () => contractOf(OrderAccepted).type,
    subject: (id) => id,
    at: () => receivedAt,
  });
  tx.send(SAY, [...texts, joined([JSON.stringify(data)])]);
}

function txOf(client: pg.PoolClient): Tx {
  const query: Tx['query'] = async <R>(
    statement: Parameters<Tx['query']>[0],
    values: readonly unknown[] = [],
  ) => {
    const named = typeof statement === 'string' ? { text: statement } : statement;
    const result = await client.query({ ...named, values: values as unknown[], types: rowTypes });
    return result.rows as R[];
  };
  const clock = { name: 'clock', text: 'select clock_now() as now' };
  return {
    query,
    // What fails here undoes the order, and the round fails for one that was not kept.
    send: (...asked) => void query(...asked).catch(() => undefined),
    now: async () => (await query<{ now: number }>(clock))[0]?.now ?? NaN,
  };
}

function poolConfig(login: RoleLogin): pg.PoolConfig {
  const url = new URL(login.url);
  return {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: login.user,
    password: login.password,
    max: POOL,
    pipeline: true,
    options: sessionOptions(login.schema),
  };
}
