import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import pg from 'pg';
import { databaseUrlFor, ensureServers, reset } from './index.js';
import type { Credentials, Servers } from './index.js';
import type { ServersState } from './servers-state.js';

/** For the tests of this folder: servers in a data directory of their own, and what somebody may do there. */
export class OwnStack {
  readonly lines: string[] = [];

  private constructor(
    readonly dataDir: string,
    public servers: Servers,
  ) {}

  static async open(): Promise<OwnStack> {
    const dataDir = await mkdtemp(join(tmpdir(), 'local-stack-it-'));
    const stack = new OwnStack(dataDir, {} as Servers);
    stack.servers = await stack.start();
    return stack;
  }

  readonly report = (line: string): void => void this.lines.push(line);

  start(env: NodeJS.ProcessEnv = {}): Promise<Servers> {
    const { dataDir, report } = this;
    return ensureServers({ dataDir, env: { PATH: process.env['PATH'], ...env }, report });
  }

  async close(): Promise<void> {
    await this.servers.stop();
    await reset(this.dataDir);
    await rm(this.dataDir, { recursive: true, force: true });
  }

  kafka(user: Credentials | undefined): kafkajs.Kafka {
    return new kafkajs.Kafka({
      brokers: this.servers.brokers,
      logLevel: kafkajs.logLevel.NOTHING,
      retry: { retries: 5, initialRetryTime: 50 },
      ...(user ? { sasl: { mechanism: 'scram-sha-256', ...user } } : {}),
    });
  }

  async write(user: Credentials, topic: string): Promise<void> {
    const producer = this.kafka(user).producer({
      idempotent: true,
      maxInFlightRequests: 1,
      retry: { retries: 2 },
    });
    await producer.connect();
    try {
      await producer.send({ topic, acks: -1, messages: [{ key: 'k', value: 'v' }] });
    } finally {
      await producer.disconnect();
    }
  }

  async readOne(user: Credentials, topic: string, groupId: string): Promise<string> {
    const retry = { retries: 5, initialRetryTime: 50, restartOnFailure: async () => false };
    const consumer = this.kafka(user).consumer({ groupId, retry });
    try {
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      return await new Promise<string>((resolve, reject) => {
        consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
        void consumer.run({
          autoCommit: false,
          eachMessage: async ({ message }) => resolve(String(message.value)),
        });
      });
    } finally {
      await consumer.disconnect();
    }
  }

  async as<T>(user: Credentials, database: string, sql: string): Promise<T[]> {
    const url = new URL(databaseUrlFor(this.servers.databaseUrl, database));
    [url.username, url.password] = [user.username, user.password];
    const client = new pg.Client({ connectionString: url.toString() });
    await client.connect();
    try {
      return (await client.query(sql)).rows as T[];
    } finally {
      await client.end();
    }
  }

  get superuser(): Credentials {
    const { username, password } = new URL(this.servers.databaseUrl);
    return { username, password: decodeURIComponent(password) };
  }

  async running(): Promise<Required<ServersState>> {
    return JSON.parse(await readFile(join(this.dataDir, 'servers.json'), 'utf8')) as Required<ServersState>;
  }
}
