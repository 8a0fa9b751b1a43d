import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import { ownerOf } from './keys.js';
import { PRINCIPAL_KINDS, type Principal, type PrincipalKind } from './principal.js';
import { isRole, isScope, type Role } from './scopes.js';

/** The only issuer that may speak for sellers, publishers and the operator. */
const DOOR = 'gateway';
const MOST_KEPT = 5_000;

/** The identity is missing, forged, too old, or says what its issuer may not say. */
export class IdentityRefused extends Error {}

export type VerifyIdentity = (token: string) => Promise<Principal>;

const isKind = (kind: unknown): kind is PrincipalKind => PRINCIPAL_KINDS.some((known) => known === kind);

interface Claims extends JWTPayload {
  kind?: unknown;
  sellerId?: unknown;
  role?: unknown;
  userId?: unknown;
  clientId?: unknown;
  reach?: unknown;
  scopes?: unknown;
}

function principalOf(payload: Claims): Principal {
  const { iss, sub, kind, sellerId, role, userId, clientId, reach, scopes } = payload;
  if (typeof sub !== 'string' || !isKind(kind)) throw new IdentityRefused('the identity names nobody');
  if (kind === 'service' ? sub !== iss : iss !== DOOR) {
    throw new IdentityRefused(`${String(iss)} may not speak for ${kind} ${sub}`);
  }
  if (kind === 'seller' && (typeof sellerId !== 'string' || sellerId !== sub)) {
    throw new IdentityRefused('the identity of a seller must name its seller id');
  }
  return {
    kind,
    id: sub,
    ...(kind === 'seller' ? { sellerId: sub } : {}),
    ...(kind === 'service' ? {} : { role: roleOf(kind, role) }),
    ...(typeof userId === 'string' ? { userId } : {}),
    ...(typeof clientId === 'string' ? { clientId } : {}),
    ...(typeof reach === 'object' && reach !== null ? { reach } : {}),
    ...(Array.isArray(scopes) ? { scopes: scopes.filter(isScope) } : {}),
  };
}

/** Doors before roles said none: then it was the seller's own key, or the operator of the environment. */
function roleOf(kind: PrincipalKind, role: unknown): Role | undefined {
  if (isRole(role)) return role;
  return role === undefined
    ? ({ seller: 'owner', operator: 'admin' } as Record<string, Role>)[kind]
    : undefined;
}

/**
 * Verifies identities meant for `audience`: signed by the key whose kid is the issuer, not expired; only the
 * gateway speaks for others, a service for itself only. What was verified is remembered until it expires.
 */
export function identityVerifier(
  keys: JSONWebKeySet,
  audience: string,
  now: () => number = Date.now,
): VerifyIdentity {
  const keyOf = createLocalJWKSet(keys);
  const verified = new Map<string, { principal: Principal; expires: number }>();
  return async (token) => {
    const known = verified.get(token);
    if (known !== undefined) {
      if (now() < known.expires) return known.principal;
      verified.delete(token);
      throw new IdentityRefused('the identity has expired');
    }
    const { payload, protectedHeader } = await jwtVerify(token, keyOf, {
      algorithms: ['EdDSA'],
      audience,
      requiredClaims: ['exp', 'iss', 'sub'],
      currentDate: new Date(now()),
    }).catch((error: unknown) => {
      throw new IdentityRefused(error instanceof Error ? error.message : String(error));
    });
    if (ownerOf(protectedHeader.kid ?? '') !== payload.iss)
      throw new IdentityRefused('the issuer is not the owner of the key');
    const principal = principalOf(payload);
    if (verified.size >= MOST_KEPT) verified.clear();
    verified.set(token, { principal, expires: (payload.exp ?? 0) * 1000 });
    return principal;
  };
}
