import { databaseUrlFor, servicePasswords, trackingLinkKey } from '#local-stack';
import type { Namespace, Servers } from '#local-stack';
import { feedSecretsKey, publicKeys } from './secrets.js';
import type { Secrets } from './secrets.js';
import { serviceNames } from './service-names.js';
import type { ServiceName } from './service-names.js';

export interface StackWiring {
  readonly namespace: Namespace;
  /** The clock stands still and is moved by hand; live sweeps are off. */
  readonly simulated: boolean;
  readonly servers: Servers;
  readonly secrets: Secrets;
  readonly host: string;
  /** Where Node keeps compiled code from start to start: each start is a quarter cheaper. */
  readonly compileCache: string;
  readonly ports: Readonly<Record<ServiceName, number>>;
}

/** What every service inherits of our own environment; names that a shell sets for itself (HOST) do not get in. */
const inherited = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'NODE_EXTRA_CA_CERTS', 'LOG_LEVEL', 'SystemRoot'];

/** The environment of one service process: the same names as in compose and Kubernetes. */
export function serviceEnvironment(service: ServiceName, wiring: StackWiring): NodeJS.ProcessEnv {
  const { namespace, servers, secrets, ports } = wiring;
  const { roles, kafka } = servicePasswords(secrets.master, namespace, service);
  return {
    ...ownVariables(),
    NODE_ENV: 'production',
    NODE_COMPILE_CACHE: wiring.compileCache,
    MAKEGOOD_NAMESPACE: namespace.name,
    MAKEGOOD_SIMULATED: wiring.simulated ? '1' : '0',
    HOST: wiring.host,
    PORT: String(ports[service]),
    DATABASE_URL: databaseUrl(servers.databaseUrl, namespace.database),
    DATABASE_OWNER_PASSWORD: roles.owner.password,
    DATABASE_API_PASSWORD: roles.api.password,
    DATABASE_WORKER_PASSWORD: roles.worker.password,
    DATABASE_OPS_PASSWORD: roles.ops.password,
    KAFKA_BROKERS: servers.brokers.join(','),
    ...(servers.kafkaAdmin ? { KAFKA_USERNAME: kafka.username, KAFKA_PASSWORD: kafka.password } : {}),
    IDENTITY_PRIVATE_JWK: JSON.stringify(secrets.identityKeys[service]),
    IDENTITY_PUBLIC_JWKS: JSON.stringify(publicKeys(secrets)),
    ...Object.fromEntries(serviceNames.map((name) => [`${name.toUpperCase()}_URL`, urlOf(name, wiring)])),
    ...(service === 'gateway' ? gatewayVariables(wiring) : {}),
    ...(service === 'orders' ? ordersVariables(wiring) : {}),
    ...(service === 'tracking' ? trackingVariables(wiring) : {}),
  };
}

/** Where a service of this wiring listens, as others on this machine reach it. */
export function urlOf(service: ServiceName, { host, ports }: Pick<StackWiring, 'host' | 'ports'>): string {
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${ports[service]}`;
}

// Without a user: each service signs in with roles of its own.
function databaseUrl(admin: string, database: string): string {
  const url = new URL(databaseUrlFor(admin, database));
  [url.username, url.password] = ['', ''];
  return url.toString();
}

function gatewayVariables({ secrets, servers }: StackWiring): NodeJS.ProcessEnv {
  const { kafkaAdmin } = servers;
  return {
    OPERATOR_CLIENT_ID: secrets.operator.clientId,
    OPERATOR_CLIENT_SECRET: secrets.operator.clientSecret,
    TOKEN_PRIVATE_JWK: JSON.stringify(secrets.tokenKey),
    FEED_SECRETS_KEYS: feedSecretsKey(secrets),
    ...(process.env['CARRIER_DROP_DIR'] ? { CARRIER_DROP_DIR: process.env['CARRIER_DROP_DIR'] } : {}),
    ...(kafkaAdmin
      ? { KAFKA_ADMIN_USERNAME: kafkaAdmin.username, KAFKA_ADMIN_PASSWORD: kafkaAdmin.password }
      : {}),
  };
}

function ordersVariables({ secrets }: StackWiring): NodeJS.ProcessEnv {
  const planning = process.env['ORDER_PLANNING'];
  return { BUYER_DATA_KEYS: secrets.buyerDataKey, ...(planning ? { ORDER_PLANNING: planning } : {}) };
}

// The public address is the main namespace's; others have doors of their own, on other ports.
function trackingVariables({ secrets, namespace }: StackWiring): NodeJS.ProcessEnv {
  const publicUrl = namespace.name === '' ? process.env['PUBLIC_URL'] : undefined;
  return {
    TRACKING_LINK_KEYS: trackingLinkKey(secrets.master, namespace),
    ...(publicUrl ? { PUBLIC_URL: publicUrl } : {}),
  };
}

function ownVariables(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
