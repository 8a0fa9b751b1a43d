import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Argon2id as OWASP advises; the secrets are 256 random bits, so this guards a stolen table, not weak words. */
const ARGON = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

const random = (): string => randomBytes(32).toString('base64url');

/** A client's key as it is shown once, at creation. */
export interface NewKey {
  clientId: string;
  clientSecret: string;
  refreshToken: string;
}

/** Makes the key of a client, with what is kept of it. */
export async function newKey(): Promise<NewKey & { secretHash: string; refreshTokenHash: Buffer }> {
  const clientSecret = random();
  const refreshToken = newRefreshToken();
  return {
    clientId: `mgc.${randomBytes(16).toString('hex')}`,
    clientSecret,
    refreshToken,
    secretHash: await hash(clientSecret, ARGON),
    refreshTokenHash: refreshTokenHash(refreshToken),
  };
}

export const newRefreshToken = (): string => `mgr.${random()}`;

/** A random token needs no slow hash. */
export const refreshTokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

let decoy: Promise<string> | undefined;

/** Checks a secret; without a hash (no such client) it takes the same time and fails. */
export async function isSecret(secretHash: string | undefined, secret: string): Promise<boolean> {
  decoy ??= hash(random(), ARGON);
  const right = await verify(secretHash ?? (await decoy), secret);
  return right && secretHash !== undefined;
}

/** Compares two texts in a time that tells nothing of where they differ. */
export function sameText(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}
