import { beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT, importJWK, type JSONWebKeySet, type JWK } from 'jose';
import { keySet, ownerOf, publicPart, signingKey, signingKeys, type Ed25519Key } from './keys.js';
import { ANYONE, isAllowed, reachesCentre, type Allowed, type Principal } from './principal.js';
import { IDENTITY_LIFE, identitySigner, servicePrincipal } from './sign-identity.js';
import { IdentityRefused, identityVerifier } from './verify-identity.js';

type Key = JWK & { kid: string };
const seller: Principal = {
  kind: 'seller',
  id: 's1',
  sellerId: 's1',
  role: 'owner',
  scopes: ['orders:read'],
};
const operator: Principal = { kind: 'operator', id: 'operator', role: 'admin' };
const publisher: Principal = { kind: 'publisher', id: 'p1' };
const warehouse: Principal = {
  ...publisher,
  role: 'warehouse',
  reach: { fulfillmentCenterIds: ['FC1', 'FC2'] },
};
const keys: Record<string, Key> = {};
let jwks: JSONWebKeySet;
let now = Date.UTC(2026, 0, 1);
const clock = () => now;
const keyOf = (service: string): Key => {
  const key = keys[service];
  if (key === undefined) throw new Error(`no key of ${service}`);
  return key;
};
const verifier = (audience = 'orders') => identityVerifier(jwks, audience, clock);
const signed = (principal: Principal, by = 'gateway', audience = 'orders') =>
  identitySigner(keyOf(by), clock)(principal, audience);

beforeAll(async () => {
  const published: JWK[] = [];
  for (const service of ['gateway', 'orders', 'tracking', 'stranger']) {
    const pair = await generateKeyPair('EdDSA', { extractable: true });
    keys[service] = { ...(await exportJWK(pair.privateKey)), kid: service };
    if (service !== 'stranger') published.push({ ...(await exportJWK(pair.publicKey)), kid: service });
  }
  jwks = keySet({ keys: published });
});

describe('an internal identity', () => {
  test.each([
    ['seller', seller],
    ['operator', operator],
    ['publisher', publisher],
    ['warehouse', warehouse],
    ['anyone', ANYONE],
  ])('of a %s, asserted by the gateway', async (_, principal) => {
    expect(await verifier()(await signed(principal))).toEqual(principal);
  });

  test('of a door that knew no roles is that of the seller’s own key, or of the environment’s operator', async () => {
    const { role: _role, ...own } = seller;
    expect(await verifier()(await signed(own))).toEqual(seller);
    expect(await verifier()(await signed({ kind: 'operator', id: 'operator' }))).toEqual(operator);
    expect(await verifier()(await signed({ ...seller, role: 'boss' as 'owner' }))).not.toHaveProperty(
      'role',
      'owner',
    );
  });

  test('of a service, asserted by itself', async () => {
    expect(await verifier()(await signed(servicePrincipal('tracking'), 'tracking'))).toEqual(
      servicePrincipal('tracking'),
    );
  });

  test.each<[string, () => Promise<string>, RegExp]>([
    ['for another service', () => signed(seller, 'gateway', 'tracking'), /unexpected "aud"/],
    ['of a seller, by a service', () => signed(seller, 'tracking'), /tracking may not speak for seller s1/],
    [
      'of the operator, by a service',
      () => signed(operator, 'tracking'),
      /tracking may not speak for operator/,
    ],
    [
      'of a publisher, by a service',
      () => signed(publisher, 'tracking'),
      /tracking may not speak for publisher/,
    ],
    ['of anyone, by a service', () => signed(ANYONE, 'tracking'), /tracking may not speak for anyone/],
    [
      'of one service, by another',
      () => signed(servicePrincipal('orders'), 'tracking'),
      /may not speak for service orders/,
    ],
    [
      'of a seller with another seller’s id',
      () => signed({ ...seller, sellerId: 's2' }),
      /must name its seller id/,
    ],
    ['by an unknown key', () => signed(seller, 'stranger'), /no applicable key/],
    ['that is no token', async () => 'zonk', /Invalid Compact JWS/],
  ])('%s: refused', async (_, token, reason) => {
    const refused = verifier()(await token());
    await expect(refused).rejects.toThrow(IdentityRefused);
    await expect(refused).rejects.toThrow(reason);
  });

  test('in the name of another issuer than its key: refused', async () => {
    const key = keyOf('tracking');
    const token = await new SignJWT({ kind: 'seller', sellerId: 's1' })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'tracking' })
      .setIssuer('gateway')
      .setAudience('orders')
      .setSubject('s1')
      .setExpirationTime(Math.floor(now / 1000) + 60)
      .sign(await importJWK(key, 'EdDSA'));
    await expect(verifier()(token)).rejects.toThrow('the issuer is not the owner of the key');
  });

  test('counts until its minute is over, remembered or not', async () => {
    const token = await signed(seller);
    const remembering = verifier();
    now += (IDENTITY_LIFE - 1) * 1000;
    expect(await remembering(token)).toEqual(seller);
    now += 1000;
    await expect(remembering(token)).rejects.toThrow(IdentityRefused);
    await expect(verifier()(token)).rejects.toThrow(IdentityRefused);
  });
});

test('a signer signs once for many requests, and anew before the identity grows old', async () => {
  const sign = identitySigner(keyOf('gateway'), clock);
  const first = await sign(seller, 'orders');
  now += 39_000;
  expect(await sign(seller, 'orders')).toBe(first);
  expect(await sign(seller, 'tracking')).not.toBe(first);
  expect(await sign({ ...seller, id: 's2', sellerId: 's2' }, 'orders')).not.toBe(first);
  now += 2_000;
  expect(await sign(seller, 'orders')).not.toBe(first);
});

test.each<[string, Allowed[], Principal, boolean]>([
  ['publishers: a warehouse', ['publisher'], warehouse, true],
  ['warehouses: a warehouse', ['warehouse'], warehouse, true],
  ['warehouses: a carrier', ['warehouse'], { ...warehouse, role: 'carrier' }, false],
  ['warehouses: a publisher of no role', ['warehouse'], publisher, false],
  ['warehouses: a seller who says so', ['warehouse'], { ...seller, role: 'warehouse' }, false],
  ['sellers and operators: an operator', ['seller', 'operator'], operator, true],
  ['nobody: an operator', [], operator, false],
])('a route that lets in %s: %s', (_, allowed, principal, expected) => {
  expect(isAllowed(allowed, principal)).toBe(expected);
});

test.each<[string, Principal, boolean]>([
  ['its own', warehouse, true],
  ['another', { ...warehouse, reach: { fulfillmentCenterIds: ['FC3'] } }, false],
  ['any, without a list', { ...warehouse, reach: {} }, true],
])('a warehouse speaks for %s centre: %s', (_, principal, expected) => {
  expect(reachesCentre(principal, 'FC2')).toBe(expected);
});

describe('a service’s next key', () => {
  const nextKey = async (kid: string): Promise<Ed25519Key> => {
    const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
    return { ...(await exportJWK(privateKey)), kid };
  };

  test('speaks for the service once its public half is known, and beside the key before', async () => {
    const next = await nextKey('gateway.2');
    expect(ownerOf(next.kid)).toBe('gateway');
    const token = await identitySigner(next, clock)(seller, 'orders');
    await expect(verifier()(token)).rejects.toThrow('no applicable key');
    const both = identityVerifier(keySet({ keys: [...jwks.keys, publicPart(next)] }), 'orders', clock);
    expect(await both(token)).toEqual(seller);
    expect(await both(await signed(seller))).toEqual(seller);
  });

  test('speaks for no other service, whatever is behind the dot', async () => {
    const next = await nextKey('tracking.gateway');
    const known = identityVerifier(keySet({ keys: [...jwks.keys, publicPart(next)] }), 'orders', clock);
    await expect(known(await identitySigner(next, clock)(seller, 'orders'))).rejects.toThrow(
      'tracking may not speak for seller s1',
    );
  });
});

describe('keys in the environment', () => {
  test.each<[string, () => unknown, string]>([
    [
      'a public key to sign with',
      () => signingKey('gateway')({ ...keyOf('gateway'), d: undefined }),
      'must be a private Ed25519 JWK',
    ],
    ['another service’s key', () => signingKey('orders')(keyOf('gateway')), 'must have kid "orders"'],
    [
      'no private key first',
      () => signingKeys('gateway')([publicPart(keyOf('gateway'))]),
      'must be a private Ed25519 JWK',
    ],
    [
      'one kid twice to sign with',
      () => signingKeys('gateway')({ keys: [keyOf('gateway'), keyOf('gateway')] }),
      'each kid once',
    ],
    [
      'private keys for all to see',
      () => keySet({ keys: [keyOf('gateway')] }),
      'must not contain private keys',
    ],
    ['one kid twice', () => keySet({ keys: [jwks.keys[0], jwks.keys[0]] }), 'each kid once'],
    ['no keys', () => keySet({ keys: [] }), 'must be {"keys":[...]}'],
  ])('%s: refused', (_, check, fault) => {
    expect(check).toThrow(fault);
  });
});
