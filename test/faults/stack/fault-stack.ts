import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import type { Admin, Kafka } from 'kafkajs';
import pg from 'pg';
import type { Service } from '#contracts';
import { databaseUrlFor, freePort } from '#local-stack';
import { testStack } from '#testing';
import type { TestStack } from '#testing';
import { Front } from './front.js';
import { Link } from './link.js';
import { OPERATOR, OperatorDoor, tokenKey } from './operator-door.js';
import { Replica } from './replica.js';

export const SERVICES = ['orders', 'tracking', 'returns', 'reimbursements', 'gateway'] as const;

export interface StackWanted {
  readonly name: string;
  readonly logsDir: string;
  /** Processes per service; 1 when left out. */
  readonly replicas?: Partial<Record<Service, number>>;
  /** How much its processes write into their logs; info when left out. */
  readonly logLevel?: string;
  /** Where orders are planned; elsewhere unless told, so that any SKU may be ordered and the warehouse decides. */
  readonly planning?: 'here';
  readonly undo: (step: () => Promise<void>) => void;
}

const READY_WITHIN_MS = 90_000;

/** All services as real processes in a namespace of their own, each behind links that can fail. */
export class FaultStack {
  readonly replicas: Replica[] = [];
  readonly sql: pg.Pool;
  readonly kafka: Kafka;
  private readonly fronts = new Map<Service, Front>();
  private readonly links: Link[] = [];
  private open: Admin | undefined;
  private closing: Promise<void> | undefined;

  private constructor(
    readonly test: TestStack,
    private readonly wanted: StackWanted,
  ) {
    const { servers, namespace } = test;
    this.sql = new pg.Pool({
      connectionString: databaseUrlFor(servers.databaseUrl, namespace.database),
      max: 4,
    });
    // A server that is killed takes our idle connections with it; the next query opens another.
    this.sql.on('error', () => undefined);
    this.kafka = new kafkajs.Kafka({
      brokers: servers.brokers,
      clientId: 'faults',
      logLevel: kafkajs.logLevel.NOTHING,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 20 },
      ...(servers.kafkaAdmin ? { sasl: { mechanism: 'scram-sha-256', ...servers.kafkaAdmin } } : {}),
    });
  }

  static async start(wanted: StackWanted): Promise<FaultStack> {
    mkdirSync(wanted.logsDir, { recursive: true });
    const stack = new FaultStack(await testStack({ name: wanted.name }), wanted);
    wanted.undo(() => stack.close());
    for (const service of SERVICES) stack.fronts.set(service, await Front.open(() => stack.of(service)));
    for (const service of SERVICES)
      for (let index = 1; index <= (wanted.replicas?.[service] ?? 1); index += 1)
        await stack.addReplica(service);
    await stack.untilReady();
    return stack;
  }

  get door(): OperatorDoor {
    return new OperatorDoor(this.url('gateway'));
  }

  of(service: Service): Replica[] {
    return this.replicas.filter(({ spec }) => spec.service === service);
  }

  url(service: Service): string {
    const front = this.fronts.get(service);
    if (!front) throw new Error(`${service} has no front`);
    return front.url;
  }

  topic(base: string): string {
    return this.test.namespace.topic(base);
  }

  /** Kafka's admin, straight to the broker. */
  async admin(): Promise<Admin> {
    if (!this.open) {
      const admin = this.kafka.admin();
      await admin.connect();
      this.open = admin;
    }
    return this.open;
  }

  async addReplica(service: Service): Promise<Replica> {
    const { servers } = this.test;
    const postgres = await Link.open(Number(new URL(servers.databaseUrl).port), 'postgres');
    const kafka = await Link.open(Number(servers.brokers[0]?.split(':')[1]), 'kafka');
    this.links.push(postgres, kafka);
    const port = await freePort();
    const index = this.of(service).length + 1;
    const logFile = join(this.wanted.logsDir, `${this.wanted.name}-${service}-${index}.log`);
    const env = this.environment(service, port, postgres, kafka);
    const replica = new Replica({ service, index, port, env, logFile, postgres, kafka });
    this.replicas.push(replica);
    replica.start();
    return replica;
  }

  async removeReplica(replica: Replica): Promise<void> {
    this.replicas.splice(this.replicas.indexOf(replica), 1);
    await replica.stop();
  }

  /** @throws Error that names who is not ready, with what it says */
  async untilReady(withinMs = READY_WITHIN_MS): Promise<void> {
    const deadline = Date.now() + withinMs;
    for (const replica of this.replicas) {
      for (;;) {
        const health = await replica.health();
        if (health?.ready) break;
        if (Date.now() > deadline) {
          throw new Error(
            `${replica.name} is not ready: ${health?.said ?? 'no answer'}. Log: ${replica.spec.logFile}`,
          );
        }
        await sleep(100);
      }
    }
  }

  /** The replica that holds its service's relay now. */
  relayOf(service: Service): Replica | undefined {
    return this.of(service).find((one) => one.isAlive && one.spec.postgres.holdsRelay);
  }

  /** Ends all processes and drops the namespace; a second call waits for the first. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    await Promise.all(this.replicas.map((one) => (one.takesCalls ? one.stop() : one.kill())));
    for (const front of this.fronts.values()) front.close();
    for (const link of this.links) link.close();
    await this.open?.disconnect().catch(() => undefined);
    await this.sql.end();
    await this.test.close();
  }

  private environment(service: Service, port: number, postgres: Link, kafka: Link): NodeJS.ProcessEnv {
    const { kafkaAdmin } = this.test.servers;
    const urls = SERVICES.map((one) => [`${one.toUpperCase()}_URL`, this.url(one)]);
    return {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      ...this.test.env(service, {
        PORT: String(port),
        LOG_LEVEL: this.wanted.logLevel ?? 'info',
        ...(service === 'orders' && { ORDER_PLANNING: this.wanted.planning ?? 'elsewhere' }),
        DATABASE_URL: `postgres://127.0.0.1:${postgres.port}/${this.test.namespace.database}`,
        KAFKA_BROKERS: `127.0.0.1:${kafka.port}`,
        ...Object.fromEntries(urls),
      }),
      ...(service === 'gateway'
        ? {
            OPERATOR_CLIENT_ID: OPERATOR.client_id,
            OPERATOR_CLIENT_SECRET: OPERATOR.client_secret,
            TOKEN_PRIVATE_JWK: tokenKey(),
            ...(kafkaAdmin
              ? { KAFKA_ADMIN_USERNAME: kafkaAdmin.username, KAFKA_ADMIN_PASSWORD: kafkaAdmin.password }
              : {}),
          }
        : {}),
    };
  }
}
