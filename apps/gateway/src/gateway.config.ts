import proxyAddr from '@fastify/proxy-addr';
import { integer, json, serviceConfig, signingKeys, text, url, type ConfigOf } from '#runtime';

/** What the gateway reads beside the variables of every service. */
export const gatewayConfig = {
  /** The operator's own client, for the admin commands. */
  operatorClientId: text('OPERATOR_CLIENT_ID', { example: 'operator' }),
  operatorClientSecret: text('OPERATOR_CLIENT_SECRET', { secret: true, example: 'a long random text' }),
  /** Sign access tokens; other keys than those of internal identities. The first signs, all verify. */
  tokenKeys: json('TOKEN_PRIVATE_JWK', signingKeys('token'), {
    secret: true,
    example: '{"kty":"OKP","crv":"Ed25519","x":"...","d":"...","kid":"token"}',
  }),
  /** As programs outside reach the door; without it GATEWAY_URL. */
  publicUrl: url('PUBLIC_URL', ['http:', 'https:'], {
    fallback: undefined,
    example: 'https://api.example.com',
  }),
  /** PEM files: the door speaks TLS 1.2 or later itself, and takes renewed files over without a restart. */
  tlsCertFile: text('TLS_CERT_FILE', { fallback: undefined, example: '/etc/makegood/tls.crt' }),
  tlsKeyFile: text('TLS_KEY_FILE', { fallback: undefined, example: '/etc/makegood/tls.key' }),
  /** Within so long the headers of a request, and the whole of it, must have come. */
  headersSeconds: integer('HEADERS_TIMEOUT_SECONDS', 1, 600, { fallback: 20, example: '20' }),
  requestSeconds: integer('REQUEST_TIMEOUT_SECONDS', 1, 600, { fallback: 60, example: '60' }),
  /** A connection on which nothing moves for so long is cut. */
  stillSeconds: integer('STILL_TIMEOUT_SECONDS', 1, 600, { fallback: 120, example: '120' }),
  /** Connections at once. */
  connections: integer('CONNECTIONS_MAX', 1, 1_000_000, { fallback: 10_000, example: '10000' }),
  /** How long a secret and a refresh token count beside those that replaced them. */
  keyOverlapHours: integer('KEY_OVERLAP_HOURS', 0, 720, { fallback: 24, example: '24' }),
  /** May create topics, SCRAM users and ACLs; absent: publishers get no Kafka user of their own. */
  kafkaAdminUsername: text('KAFKA_ADMIN_USERNAME', { fallback: undefined, example: 'admin' }),
  kafkaAdminPassword: text('KAFKA_ADMIN_PASSWORD', { fallback: undefined, secret: true }),
  /** Whose `x-forwarded-for` is believed when a page's readers are counted by address; absent: nobody's. */
  trustedProxies: {
    ...text('TRUSTED_PROXIES', { example: '10.0.0.0/8,192.168.1.7' }),
    fallback: trustNobody,
    read: proxies,
  },
  /** Seals the secrets of carriers' feeds; several, separated by commas: the first seals, all open. Absent: no feeds. */
  feedSecretsKeys: text('FEED_SECRETS_KEYS', {
    fallback: undefined,
    secret: true,
    example: 'a long random text',
  }),
  /** Where carriers drop files, each in the folder of its carrier; absent: nowhere. */
  carrierDropDir: text('CARRIER_DROP_DIR', { fallback: undefined, example: '/var/lib/makegood/drop' }),
};

/** Whether the process at that address is a proxy of ours. */
type Trust = (address: string, hop: number) => boolean;

function trustNobody(): boolean {
  return false;
}

function proxies(value: string): Trust {
  try {
    return proxyAddr.compile(value.split(',').map((address) => address.trim()));
  } catch {
    throw new Error('must be addresses or networks, several separated by commas');
  }
}

const whole = () => ({ ...serviceConfig('gateway'), ...gatewayConfig });
export type GatewayConfig = ConfigOf<ReturnType<typeof whole>>;
