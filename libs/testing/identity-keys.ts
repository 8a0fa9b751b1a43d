import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { services, type Service } from '#contracts';

type Jwk = Record<string, unknown> & { kid: string };

/** Under it orders seals buyers' data; one for all services of a test process. */
export const buyerDataKey = randomBytes(32).toString('base64url');

let keys: { private: Record<Service, Jwk>; public: { keys: Jwk[] } } | undefined;

/** One signing key per service, made once per test process. */
export function identityKeys(): { private: Record<Service, Jwk>; public: { keys: Jwk[] } } {
  keys ??= make();
  return keys;
}

function make(): { private: Record<Service, Jwk>; public: { keys: Jwk[] } } {
  const pairs = services.map((service) => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const named = (key: object): Jwk => ({ ...key, kid: service, alg: 'EdDSA', use: 'sig' });
    return [
      service,
      named(privateKey.export({ format: 'jwk' })),
      named(publicKey.export({ format: 'jwk' })),
    ] as const;
  });
  return {
    private: Object.fromEntries(pairs.map(([service, key]) => [service, key])) as Record<Service, Jwk>,
    public: { keys: pairs.map(([, , key]) => key) },
  };
}
