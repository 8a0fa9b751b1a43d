import { flag, hostPorts, integer, json, oneOf, parseConfig, text, url, type ConfigOf } from './config.js';
import { keySet, signingKey } from './identity/keys.js';

export const SERVICES = ['orders', 'tracking', 'returns', 'reimbursements', 'gateway'] as const;
export type ServiceName = (typeof SERVICES)[number];

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const password = (role: string) =>
  text(`DATABASE_${role}_PASSWORD`, { secret: true, example: 'the password of that role' });
const door = (service: ServiceName, port: number) =>
  url(`${service.toUpperCase()}_URL`, ['http:', 'https:'], { example: `http://127.0.0.1:${port}` });

/** The environment that every service process reads, the same names in compose and Kubernetes. */
export const serviceConfig = (service: ServiceName) => ({
  /** Prefix of databases, roles, topics and groups; empty for the main namespace. */
  namespace: text('MAKEGOOD_NAMESPACE', { fallback: '', example: 'sample' }),
  /** A replay: the clock stands still and is moved by hand. */
  simulated: flag('MAKEGOOD_SIMULATED'),
  host: text('HOST', { fallback: '127.0.0.1', example: '127.0.0.1' }),
  port: integer('PORT', 0, 65535, { example: '3001' }),
  logLevel: oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
  databaseUrl: url(`${service.toUpperCase()}_DATABASE_URL`, ['postgres:', 'postgresql:'], {
    or: 'DATABASE_URL',
    example: 'postgres://127.0.0.1:5432/makegood',
    secret: true,
  }),
  ownerPassword: password('OWNER'),
  apiPassword: password('API'),
  workerPassword: password('WORKER'),
  opsPassword: password('OPS'),
  kafkaBrokers: hostPorts('KAFKA_BROKERS'),
  /** Absent: plain connection without SASL. */
  kafkaUsername: text('KAFKA_USERNAME', { fallback: undefined, example: service }),
  kafkaPassword: text('KAFKA_PASSWORD', { fallback: undefined, secret: true }),
  identityKey: json('IDENTITY_PRIVATE_JWK', signingKey(service), {
    secret: true,
    example: `{"kty":"OKP","crv":"Ed25519","x":"...","d":"...","kid":"${service}"}`,
  }),
  identityKeys: json('IDENTITY_PUBLIC_JWKS', keySet, {
    example: '{"keys":[{"kty":"OKP","crv":"Ed25519","x":"...","kid":"gateway"}]}',
  }),
  ordersUrl: door('orders', 3001),
  trackingUrl: door('tracking', 3002),
  returnsUrl: door('returns', 3003),
  reimbursementsUrl: door('reimbursements', 3004),
  gatewayUrl: door('gateway', 3000),
});

export type ServiceConfig = ConfigOf<ReturnType<typeof serviceConfig>>;

/** The common configuration of one service, or a `ConfigError` with every fault at once. */
export const parseServiceConfig = (env: NodeJS.ProcessEnv, service: ServiceName): ServiceConfig =>
  parseConfig(env, serviceConfig(service));

/** Where each service listens. */
export const serviceUrls = (config: ServiceConfig): Record<ServiceName, string> => ({
  orders: config.ordersUrl,
  tracking: config.trackingUrl,
  returns: config.returnsUrl,
  reimbursements: config.reimbursementsUrl,
  gateway: config.gatewayUrl,
});
