import { importJWK, SignJWT, type CryptoKey, type JWK } from 'jose';
import { ownerOf } from './keys.js';
import type { Principal } from './principal.js';

/** Header of the internal identity; the gateway strips it from what clients send. */
export const IDENTITY_HEADER = 'x-makegood-identity';
/** How long an identity is good for, in seconds. */
export const IDENTITY_LIFE = 60;
/** An identity is used again while it has at least this many seconds left: the hot path does not sign per request. */
const LEAST_LEFT = 20;
const MOST_KEPT = 5_000;

/** `(principal, audience) -> token` for `x-makegood-identity`. */
export type SignIdentity = (principal: Principal, audience: string) => Promise<string>;

/** Signs identities as the service whose private key this is; tokens are reused for most of their life. */
export function identitySigner(key: JWK & { kid: string }, now: () => number = Date.now): SignIdentity {
  let imported: Promise<CryptoKey | Uint8Array> | undefined;
  const minted = new Map<string, { token: Promise<string>; goodUntil: number }>();
  const sign = async (principal: Principal, audience: string, seconds: number): Promise<string> => {
    imported ??= importJWK(key, 'EdDSA');
    return new SignJWT({
      kind: principal.kind,
      sellerId: principal.sellerId,
      role: principal.role,
      userId: principal.userId,
      clientId: principal.clientId,
      reach: principal.reach,
      scopes: principal.scopes,
    })
      .setProtectedHeader({ alg: 'EdDSA', kid: key.kid })
      .setIssuer(ownerOf(key.kid))
      .setAudience(audience)
      .setSubject(principal.id)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + IDENTITY_LIFE)
      .sign(await imported);
  };
  return (principal, audience) => {
    const cacheKey = JSON.stringify([audience, principal]);
    const kept = minted.get(cacheKey);
    if (kept !== undefined && now() < kept.goodUntil) return kept.token;
    if (minted.size >= MOST_KEPT) minted.clear();
    const token = sign(principal, audience, Math.floor(now() / 1000));
    minted.set(cacheKey, { token, goodUntil: now() + (IDENTITY_LIFE - LEAST_LEFT) * 1000 });
    token.catch(() => minted.delete(cacheKey));
    return token;
  };
}

/** The principal as which a service speaks to another. */
export const servicePrincipal = (service: string): Principal => ({
  kind: 'service',
  id: service,
});
