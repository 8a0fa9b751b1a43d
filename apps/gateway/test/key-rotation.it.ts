import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { publicPart, type Ed25519Key, type RunningService } from '#runtime';
import { identityKeys } from '#testing';
import { Door, type Seller } from './door.js';

jest.setTimeout(120_000);

const ORDERS = '/fba/outbound/2020-07-01/fulfillmentOrders';
let door: Door;
let seller: Seller;
const started = new Set<RunningService>();

beforeAll(async () => {
  door = await Door.open();
  seller = await door.addSeller('Rotation Ltd', 'unlimited');
});
afterAll(async () => {
  await Promise.all([...started].map((one) => one.stop()));
  await door.close();
});

/** Another process of the door, stopped at the end whatever becomes of its test. */
async function replica(more: Record<string, string> = {}): Promise<RunningService> {
  const one = await door.replica(more);
  started.add(one);
  return one;
}

const makeKey = (kid: string): Ed25519Key => ({
  ...(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }) as Ed25519Key),
  kid,
});

async function tokenOf({ url }: RunningService): Promise<string> {
  const answer = await fetch(`${url}/auth/o2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: seller.clientId,
      client_secret: seller.clientSecret,
    }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function statusAt({ url }: RunningService, token: string): Promise<number> {
  return (await fetch(`${url}${ORDERS}`, { headers: { 'x-amz-access-token': token } })).status;
}

const [old, next] = [makeKey('token'), makeKey('token.2')];
/** What TOKEN_PRIVATE_JWK is, step by step; each step reaches one replica before the other. */
const STEPS: readonly Ed25519Key[][] = [[old], [old, publicPart(next)], [next, publicPart(old)]];
const environment = (keys: Ed25519Key[]) => ({ TOKEN_PRIVATE_JWK: JSON.stringify({ keys }) });

test.each([
  ['the first replica first', [0, 1]],
  ['the second replica first', [1, 0]],
])('access tokens of both keys count on both replicas throughout a rotation, %s', async (_, order) => {
  const start = (step: number) => replica(environment(STEPS[step]!));
  const replicas = [await start(0), await start(0)];
  const tokens: string[] = [];
  const allCount = async (): Promise<void> => {
    for (const one of replicas) tokens.push(await tokenOf(one));
    for (const one of replicas) for (const token of tokens) expect(await statusAt(one, token)).toBe(200);
  };
  await allCount();
  for (const step of [1, 2]) {
    for (const which of order) {
      await replicas[which]!.stop();
      replicas[which] = await start(step);
      await allCount();
    }
  }
  const jwks = await fetch(`${replicas[0]!.url}/.well-known/jwks.json`);
  expect(await jwks.json()).toEqual({ keys: [publicPart(next), publicPart(old)] });
  // An hour later the old key goes, and what it signed with it.
  await replicas[0]!.stop();
  replicas[0] = await replica(environment([next]));
  expect(await statusAt(replicas[0], tokens[0]!)).toBe(403);
  expect(await statusAt(replicas[0], tokens.at(-1)!)).toBe(200);
});

test('the door says where its tokens are got, revoked and checked', async () => {
  const { url } = await replica({ PUBLIC_URL: 'https://api.example.com' });
  const answer = await fetch(`${url}/.well-known/oauth-authorization-server`);
  expect(await answer.json()).toMatchObject({
    issuer: 'https://api.example.com',
    token_endpoint: 'https://api.example.com/auth/o2/token',
    revocation_endpoint: 'https://api.example.com/auth/o2/revoke',
    jwks_uri: 'https://api.example.com/.well-known/jwks.json',
  });
  expect(JSON.stringify(await (await fetch(`${url}/.well-known/jwks.json`)).json())).not.toContain('"d"');
});

test('the door may sign identities with another key once every service knows its public half', async () => {
  const key = makeKey('gateway.2');
  const { public: known } = identityKeys();
  const keys = { keys: [...(known as { keys: object[] }).keys, publicPart(key)] };
  door.services.know(keys);
  const replicas = [
    await replica(),
    await replica({
      IDENTITY_PRIVATE_JWK: JSON.stringify(key),
      IDENTITY_PUBLIC_JWKS: JSON.stringify(keys),
    }),
  ];
  for (const one of replicas) {
    await statusAt(one, await tokenOf(one));
    expect(door.services.last().principal).toMatchObject({ kind: 'seller', id: seller.sellerId });
  }
  door.services.know(known);
  await statusAt(replicas[1]!, await tokenOf(replicas[1]!));
  expect(door.services.last().principal).toBeUndefined();
});
