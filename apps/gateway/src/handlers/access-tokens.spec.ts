import { beforeAll, describe, expect, test } from '@jest/globals';
import { ApiError } from '#runtime';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { AccessTokens, TOKEN_LIFE } from './access-tokens.js';
import { isSecret, newKey, refreshTokenHash, sameText } from './client-keys.js';

const seller = { kind: 'seller' as const, id: 's1', sellerId: 's1' };
let key: JWK & { kid: string };
let other: JWK & { kid: string };
let now = Date.UTC(2026, 0, 1);

beforeAll(async () => {
  const make = async () => ({
    ...(await exportJWK((await generateKeyPair('EdDSA', { extractable: true })).privateKey)),
    kid: 'token',
  });
  [key, other] = [await make(), await make()];
});

async function detailsOf(work: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError)) throw new Error('it was not refused');
  expect(error.getStatus()).toBe(403);
  expect(error.errors.map(({ code }) => code)).toEqual(['Unauthorized']);
  return error.errors[0]?.details;
}

describe('access tokens', () => {
  const tokens = (signer: JWK & { kid: string }, namespace = '') =>
    new AccessTokens([signer], namespace, () => now);

  test('name their holder for an hour, to the second', async () => {
    const ours = tokens(key);
    const token = await ours.issue({ principal: seller, clientId: 'c1' });
    now += (TOKEN_LIFE - 1) * 1000;
    expect(await ours.verify(token)).toEqual({ principal: seller, clientId: 'c1' });
    now += 1000;
    const words = 'The access token you provided has expired';
    expect(await detailsOf(ours.verify(token))).toBe(words);
    expect(await detailsOf(tokens(key).verify(token))).toBe(words);
  });

  test.each<[string, () => Promise<string>]>([
    ['signed by another', () => tokens(other).issue({ principal: seller, clientId: 'c1' })],
    ['of another namespace', () => tokens(key, 'sample').issue({ principal: seller, clientId: 'c1' })],
    ['no token at all', async () => 'Atza|nonsense'],
    ['unsigned', async () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`],
  ])('%s: invalid', async (_, token) => {
    const words = 'The access token you provided is revoked, malformed or invalid';
    expect(await detailsOf(tokens(key).verify(await token()))).toBe(words);
  });
});

describe('keys of clients', () => {
  test('are random, and kept as hashes only', async () => {
    const { clientSecret, refreshToken, secretHash, refreshTokenHash: kept } = await newKey();
    expect(secretHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(secretHash).not.toContain(clientSecret);
    expect(kept).toEqual(refreshTokenHash(refreshToken));
    expect(await isSecret(secretHash, clientSecret)).toBe(true);
    expect(await isSecret(secretHash, `${clientSecret}x`)).toBe(false);
  });

  test('of an unknown client: never right', async () => {
    expect(await isSecret(undefined, 'anything')).toBe(false);
  });

  test('the operator’s secret is compared whole', () => {
    expect([sameText('a', 'a'), sameText('a', 'b'), sameText('a', 'aa')]).toEqual([true, false, false]);
  });
});
