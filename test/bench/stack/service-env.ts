import { services, type Service } from '#contracts';
import {
  databaseUrlFor,
  servicePasswords,
  trackingLinkKey,
  type Namespace,
  type Servers,
} from '#local-stack';
import { buyerDataKey, identityKeys } from '#testing';

/** Where a service that a row does not run would listen: nobody does. */
const NOBODY = 'http://127.0.0.1:9';

/** The environment of a real service in a namespace of the bench, on a port that the system chooses. */
export function serviceEnv(
  servers: Servers,
  ns: Namespace,
  secret: string,
  service: Service,
  more: Record<string, string> = {},
): Record<string, string> {
  const { roles, kafka } = servicePasswords(secret, ns, service);
  const url = new URL(databaseUrlFor(servers.databaseUrl, ns.database));
  [url.username, url.password] = ['', ''];
  const keys = identityKeys();
  return {
    NODE_ENV: 'production',
    LOG_LEVEL: 'error',
    MAKEGOOD_NAMESPACE: ns.name,
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: url.toString(),
    DATABASE_OWNER_PASSWORD: roles.owner.password,
    DATABASE_API_PASSWORD: roles.api.password,
    DATABASE_WORKER_PASSWORD: roles.worker.password,
    DATABASE_OPS_PASSWORD: roles.ops.password,
    KAFKA_BROKERS: servers.brokers.join(','),
    ...(servers.kafkaAdmin && { KAFKA_USERNAME: kafka.username, KAFKA_PASSWORD: kafka.password }),
    IDENTITY_PRIVATE_JWK: JSON.stringify(keys.private[service]),
    IDENTITY_PUBLIC_JWKS: JSON.stringify(keys.public),
    ...(service === 'orders' && { BUYER_DATA_KEYS: buyerDataKey }),
    ...Object.fromEntries(services.map((one) => [`${one.toUpperCase()}_URL`, NOBODY])),
    ...(service === 'tracking' && { TRACKING_LINK_KEYS: trackingLinkKey(secret, ns) }),
    ...more,
  };
}
