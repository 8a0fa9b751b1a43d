import { randomBytes } from 'node:crypto';
import { services, topicSettings, type Service } from '#contracts';
import {
  addPublisher,
  dropNamespace,
  namespace as namespaceOf,
  provision,
  servicePasswords,
  trackingLinkKey,
  type Namespace,
  type Servers,
} from '#local-stack';
import { connectKafka, type KafkaPort } from '#messaging';
import { Database, type DatabaseRole } from '#postgres';
import { buyerDataKey, identityKeys } from './identity-keys.js';

export interface TestStack {
  readonly servers: Servers;
  readonly namespace: Namespace;
  readonly simulated: boolean;
  /** postgres://host:port/database, without a user. */
  readonly databaseUrl: string;
  /** The environment of a service's process; `more` adds to it or overrides. */
  env(service: Service, more?: Record<string, string>): Record<string, string>;
  login(service: Service, role: DatabaseRole): { user: string; password: string };
  /** Opens a service's schema as one of its roles. Closed with the stack. */
  database(service: Service, role: DatabaseRole): Promise<Database>;
  /** Kafka as its admin, who may do anything. Closed with the stack. */
  kafka(): KafkaPort;
  addPublisher(name: string): Promise<{ username: string; password: string }>;
  /** Drops the namespace with all that is in it. */
  close(): Promise<void>;
}

function givenServers(): Servers {
  const given = process.env.MAKEGOOD_TEST_SERVERS;
  if (!given) throw new Error('no servers: run integration tests with `npm run test:integration`');
  return {
    ...(JSON.parse(given) as Omit<Servers, 'owned' | 'stop'>),
    owned: false,
    stop: async () => undefined,
  };
}

/** A namespace of its own on the servers of this run: database, roles, topics, users. */
export async function testStack(options: { simulated?: boolean; name?: string } = {}): Promise<TestStack> {
  const simulated = options.simulated ?? false;
  const shared = givenServers();
  const ns = namespaceOf(options.name ?? `t${randomBytes(5).toString('hex')}`);
  const secret = randomBytes(16).toString('hex');
  const settings = topicSettings(simulated);
  const topics = Object.entries(settings)
    .filter(([name]) => name !== 'inbound.*')
    .map(([name, topic]) => ({ name, ...topic }));
  await provision(shared, ns, { services: [...services], topics, secret, simulated });
  return new ProvisionedStack(shared, ns, simulated, secret);
}

class ProvisionedStack implements TestStack {
  private readonly open: { close(): Promise<void> }[] = [];
  private port?: KafkaPort;
  readonly databaseUrl: string;

  constructor(
    readonly servers: Servers,
    readonly namespace: Namespace,
    readonly simulated: boolean,
    private readonly secret: string,
  ) {
    const url = new URL(servers.databaseUrl);
    this.databaseUrl = `postgres://${url.hostname}:${url.port || 5432}/${namespace.database}`;
  }

  login(service: Service, role: DatabaseRole): { user: string; password: string } {
    const { username, password } = servicePasswords(this.secret, this.namespace, service).roles[role];
    return { user: username, password };
  }

  env(service: Service, more: Record<string, string> = {}): Record<string, string> {
    const { roles, kafka } = servicePasswords(this.secret, this.namespace, service);
    const keys = identityKeys();
    const sasl = this.servers.kafkaAdmin
      ? { KAFKA_USERNAME: kafka.username, KAFKA_PASSWORD: kafka.password }
      : ({} as Record<string, string>);
    return {
      MAKEGOOD_NAMESPACE: this.namespace.name,
      MAKEGOOD_SIMULATED: this.simulated ? '1' : '',
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: process.env.MAKEGOOD_TEST_LOG ?? 'silent',
      DATABASE_URL: this.databaseUrl,
      DATABASE_OWNER_PASSWORD: roles.owner.password,
      DATABASE_API_PASSWORD: roles.api.password,
      DATABASE_WORKER_PASSWORD: roles.worker.password,
      DATABASE_OPS_PASSWORD: roles.ops.password,
      KAFKA_BROKERS: this.servers.brokers.join(','),
      ...sasl,
      IDENTITY_PRIVATE_JWK: JSON.stringify(keys.private[service]),
      IDENTITY_PUBLIC_JWKS: JSON.stringify(keys.public),
      ...(service === 'orders' && { BUYER_DATA_KEYS: buyerDataKey }),
      ...Object.fromEntries(
        services.map((one, index) => [`${one.toUpperCase()}_URL`, `http://127.0.0.1:${59_000 + index}`]),
      ),
      ...(service === 'tracking' && { TRACKING_LINK_KEYS: trackingLinkKey(this.secret, this.namespace) }),
      ...more,
    };
  }

  async database(service: Service, role: DatabaseRole): Promise<Database> {
    const database = await Database.connect({
      url: this.databaseUrl,
      ...this.login(service, role),
      schema: service,
      role,
      poolSize: 4,
    });
    this.open.push(database);
    return database;
  }

  kafka(): KafkaPort {
    if (!this.port) {
      this.port = connectKafka({
        brokers: this.servers.brokers,
        clientId: 'test',
        ...this.servers.kafkaAdmin,
      });
      this.open.push(this.port);
    }
    return this.port;
  }

  async addPublisher(name: string): Promise<{ username: string; password: string }> {
    const password = randomBytes(12).toString('hex');
    await addPublisher(this.servers, this.namespace, name, password);
    return { username: this.namespace.kafkaUser(`inbound.${name}`), password };
  }

  async close(): Promise<void> {
    for (const part of this.open) await part.close();
    await dropNamespace(this.servers, this.namespace);
  }
}
