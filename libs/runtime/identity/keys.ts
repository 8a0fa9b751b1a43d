import type { JSONWebKeySet, JWK } from 'jose';

function isEd25519(value: unknown): value is JWK & { kid: string } {
  if (typeof value !== 'object' || value === null) return false;
  const key = value as JWK;
  return (
    key.kty === 'OKP' && key.crv === 'Ed25519' && typeof key.x === 'string' && typeof key.kid === 'string'
  );
}

/** Checks the private Ed25519 key of `service`; its `kid` must be the service's name, which is also its issuer. */
export const signingKey =
  (service: string) =>
  (value: unknown): JWK & { kid: string } => {
    if (!isEd25519(value) || typeof value.d !== 'string')
      throw new Error('must be a private Ed25519 JWK with a kid');
    if (value.kid !== service) throw new Error(`must have kid "${service}"`);
    return value;
  };

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
