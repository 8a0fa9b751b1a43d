import { randomBytes } from 'node:crypto';
import {
  databaseUrlFor,
  dropNamespace,
  ensureServers,
  namespace as named,
  provision,
  servicePasswords,
  type Namespace,
  type Servers,
} from '#local-stack';
import { connectKafka, type KafkaPort } from '#messaging';
import type { RoleLogin } from '#postgres';
import { listenerOn } from '../measure/cpu-seconds.js';

/** Where a contestant finds its database and its Kafka; goes to its process as JSON. */
export interface Place {
  namespace: string;
  brokers: string[];
  /** Of Kafka's admin: what a user may do is looked up for nobody, or for all contestants alike. */
  kafka?: { username: string; password: string };
  logins: Record<'owner' | 'api' | 'worker' | 'ops', RoleLogin>;
}

/** The service whose schema and topics the contestants use. */
export const SERVICE = 'tracking';

/** Servers, and on them a namespace of this run's own, dropped at the end. */
export class BenchStack {
  readonly kafka: KafkaPort;

  private constructor(
    private readonly servers: Servers,
    readonly namespace: Namespace,
    readonly place: Place,
    /** Processes of Kafka and Postgres; undefined where one is not of this machine. */
    readonly serverPids: number[] | undefined,
  ) {
    this.kafka = connectKafka({ brokers: servers.brokers, clientId: 'bench', ...servers.kafkaAdmin });
  }

  /** The servers that the environment names, or local ones in `dataDir`. */
  static async open(dataDir: string, tell: (line: string) => void): Promise<BenchStack> {
    const servers = await ensureServers({ dataDir, env: process.env, report: tell });
    const ns = named(`bench-${randomBytes(4).toString('hex')}`);
    const secret = randomBytes(16).toString('hex');
    try {
      await provision(servers, ns, { services: [SERVICE], secret, simulated: false });
      return new BenchStack(servers, ns, placeOf(servers, ns, secret), await pidsOf(servers));
    } catch (error) {
      await dropNamespace(servers, ns).catch(() => undefined);
      await servers.stop();
      throw error;
    }
  }

  /** The namespace's database, for who may do anything in it. */
  get databaseUrl(): string {
    return databaseUrlFor(this.servers.databaseUrl, this.namespace.database);
  }

  async close(): Promise<void> {
    await this.kafka.close();
    await dropNamespace(this.servers, this.namespace);
    await this.servers.stop();
  }
}

function placeOf(servers: Servers, ns: Namespace, secret: string): Place {
  const { roles } = servicePasswords(secret, ns, SERVICE);
  const { hostname, port } = new URL(servers.databaseUrl);
  const login = (role: RoleLogin['role']): RoleLogin => ({
    url: `postgres://${hostname}:${port || 5432}/${ns.database}`,
    user: roles[role].username,
    password: roles[role].password,
    schema: SERVICE,
    role,
    poolSize: 5,
  });
  return {
    namespace: ns.name,
    brokers: servers.brokers,
    ...(servers.kafkaAdmin && { kafka: servers.kafkaAdmin }),
    logins: { owner: login('owner'), api: login('api'), worker: login('worker'), ops: login('ops') },
  };
}

async function pidsOf(servers: Servers): Promise<number[] | undefined> {
  const addresses = [
    ...servers.brokers.map((broker) => new URL(`kafka://${broker}`)),
    new URL(servers.databaseUrl),
  ];
  const local = addresses.every(({ hostname }) => ['127.0.0.1', 'localhost', '[::1]'].includes(hostname));
  if (!local) return undefined;
  const pids = await Promise.all(addresses.map(({ port }) => listenerOn(Number(port || 5432))));
  return pids.every((pid) => pid !== undefined) ? pids : undefined;
}
