import type { JSONWebKeySet, JWK } from 'jose';

/** An Ed25519 key with a name; private when it has a `d`. */
export type Ed25519Key = JWK & { kid: string };

function isEd25519(value: unknown): value is Ed25519Key {
  if (typeof value !== 'object' || value === null) return false;
  const key = value as JWK;
  return (
    key.kty === 'OKP' && key.crv === 'Ed25519' && typeof key.x === 'string' && typeof key.kid === 'string'
  );
}

/** The key without its private half. */
export function publicPart({ kty, crv, x, kid }: Ed25519Key): Ed25519Key {
  return { kty, crv, x, kid, alg: 'EdDSA', use: 'sig' };
}

/** Whose key it is: `orders` of `orders`, and of `orders.2`, which replaces it. */
export const ownerOf = (kid: string): string => kid.split('.', 1)[0] ?? kid;

/** Checks the private Ed25519 key of `service`: its `kid` is the service's name, or that with a dot and more behind. */
export const signingKey =
  (service: string) =>
  (value: unknown): Ed25519Key => {
    if (!isEd25519(value) || typeof value.d !== 'string')
      throw new Error('must be a private Ed25519 JWK with a kid');
    if (ownerOf(value.kid) !== service)
      throw new Error(`must have kid "${service}", or "${service}." and more`);
    return value;
  };

/** Checks the keys of one owner, of which the first signs and the others only verify; one alone may stand for itself. */
export const signingKeys =
  (owner: string) =>
  (value: unknown): [Ed25519Key, ...Ed25519Key[]] => {
    const keys: unknown = (value as { keys?: unknown } | null)?.keys ?? value;
    const [first, ...others] = Array.isArray(keys) ? (keys as unknown[]) : [keys];
    const all: [Ed25519Key, ...Ed25519Key[]] = [signingKey(owner)(first), ...others.map(verifyingKey)];
    if (new Set(all.map((key) => key.kid)).size < all.length) throw new Error('must name each kid once');
    return all;
  };

function verifyingKey(value: unknown): Ed25519Key {
  if (!isEd25519(value)) throw new Error('must hold Ed25519 JWKs only, each with a kid');
  return value;
}

/** Checks the public Ed25519 keys of all services, one per `kid`; a private part in it is refused. */
export function keySet(value: unknown): JSONWebKeySet {
  const keys: unknown =
    typeof value === 'object' && value !== null ? (value as { keys?: unknown }).keys : undefined;
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every(isEd25519)) {
    throw new Error('must be {"keys":[...]} with public Ed25519 JWKs, each with a kid');
  }
  if (keys.some((key) => key.d !== undefined)) throw new Error('must not contain private keys (field d)');
  if (new Set(keys.map((key) => key.kid)).size < keys.length) throw new Error('must name each kid once');
  return { keys };
}
