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
import type { Service } from '#contracts';
import { connectKafka, type KafkaPort } from '#messaging';
import type { RoleLogin } from '#postgres';
import { listenerOn } from '../measure/cpu-seconds.js';
import { serviceEnv } from './service-env.js';

/** Where a contestant finds its database and its Kafka; goes to its process as JSON. */
export interface Place {
  namespace: string;
  brokers: string[];
  /** Of Kafka's admin: what a user may do is looked up for nobody, or for all contestants alike. */
  kafka?: { username: string; password: string };
  logins: Record<'owner' | 'api' | 'worker' | 'ops', RoleLogin>;
}

/** The service whose schema and topics the pipelines use. */
export const SERVICE = 'tracking';

/** Servers, and on them a namespace of this run's own, dropped at the end. */
export class BenchStack {
  readonly kafka: KafkaPort;
  private readonly apartOnes: BenchStack[] = [];
  private dropped = false;

  private constructor(
    private readonly servers: Servers,
    readonly namespace: Namespace,
    /** All passwords of the namespace are derived from it. */
    readonly secret: string,
    /** Processes of Kafka and Postgres; undefined where one is not of this machine. */
    readonly serverPids: number[] | undefined,
  ) {
    this.kafka = connectKafka({ brokers: servers.brokers, clientId: 'bench', ...servers.kafkaAdmin });
  }

  /** The servers that the environment names, or local ones in `dataDir`. */
  static async open(dataDir: string, tell: (line: string) => void): Promise<BenchStack> {
    const servers = await ensureServers({ dataDir, env: process.env, report: tell });
    try {
      return await BenchStack.on(servers, [SERVICE], await pidsOf(servers));
    } catch (error) {
      await servers.stop();
      throw error;
    }
  }

  private static async on(
    servers: Servers,
    services: readonly string[],
    serverPids: number[] | undefined,
  ): Promise<BenchStack> {
    const ns = named(`bench-${randomBytes(4).toString('hex')}`);
    const secret = randomBytes(16).toString('hex');
    try {
      await provision(servers, ns, { services, secret, simulated: false });
      return new BenchStack(servers, ns, secret, serverPids);
    } catch (error) {
      await dropNamespace(servers, ns).catch(() => undefined);
      throw error;
    }
  }

  /**
   * Another namespace on the same servers, with a database and topics of its own: for a row that runs real services,
   * or must not see what others wrote. Drop it with {@link drop}; the run drops what is left.
   */
  async apart(services: readonly string[] = [SERVICE]): Promise<BenchStack> {
    const other = await BenchStack.on(this.servers, services, this.serverPids);
    this.apartOnes.push(other);
    return other;
  }

  /** Where the pipelines' contestants log in. */
  get place(): Place {
    return this.placeOf(SERVICE);
  }

  placeOf(service: string): Place {
    const { servers, namespace: ns, secret } = this;
    const { roles } = servicePasswords(secret, ns, service);
    const { hostname, port } = new URL(servers.databaseUrl);
    const login = (role: RoleLogin['role']): RoleLogin => ({
      url: `postgres://${hostname}:${port || 5432}/${ns.database}`,
      user: roles[role].username,
      password: roles[role].password,
      schema: service,
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

  /** The environment of a real service's process; `more` adds to it or overrides. */
  serviceEnv(service: Service, more: Record<string, string> = {}): Record<string, string> {
    return serviceEnv(this.servers, this.namespace, this.secret, service, more);
  }

  /** The namespace's database, for who may do anything in it. */
  get databaseUrl(): string {
    return databaseUrlFor(this.servers.databaseUrl, this.namespace.database);
  }

  /** Gives the namespace up; the servers go on. */
  async drop(): Promise<void> {
    if (this.dropped) return;
    this.dropped = true;
    await this.kafka.close();
    await dropNamespace(this.servers, this.namespace);
  }

  async close(): Promise<void> {
    for (const other of this.apartOnes) await other.drop();
    await this.drop();
    await this.servers.stop();
  }
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
