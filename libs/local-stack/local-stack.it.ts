import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import pg from 'pg';
import {
  addPublisher,
  databaseUrlFor,
  dropNamespace,
  ensureServers,
  freePort,
  isBusy,
  namespace,
  provision,
  removePublisher,
  reset,
  servicePasswords,
  StackProblem,
} from './index.js';
import type { Credentials, Servers, TopicWanted } from './index.js';

const services = ['orders', 'tracking', 'returns', 'reimbursements', 'gateway'];
const secret = 'a secret of this test';
const simulated = false;
const lines: string[] = [];
const report = (line: string): void => void lines.push(line);

let dataDir: string;
let servers: Servers;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'local-stack-it-'));
  servers = await start();
}, 300_000);

afterAll(async () => {
  await servers.stop();
  await reset(dataDir);
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);

function start(env: NodeJS.ProcessEnv = {}): Promise<Servers> {
  return ensureServers({ dataDir, env: { PATH: process.env['PATH'], ...env }, report });
}

function kafka(user: Credentials | undefined): kafkajs.Kafka {
  return new kafkajs.Kafka({
    brokers: servers.brokers,
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 5, initialRetryTime: 50 },
    ...(user ? { sasl: { mechanism: 'scram-sha-256', ...user } } : {}),
  });
}

async function write(user: Credentials, topic: string): Promise<void> {
  const producer = kafka(user).producer({ idempotent: true, maxInFlightRequests: 1, retry: { retries: 2 } });
  await producer.connect();
  try {
    await producer.send({ topic, acks: -1, messages: [{ key: 'k', value: 'v' }] });
  } finally {
    await producer.disconnect();
  }
}

async function readOne(user: Credentials, topic: string, groupId: string): Promise<string> {
  const consumer = kafka(user).consumer({
    groupId,
    retry: { retries: 5, initialRetryTime: 50, restartOnFailure: async () => false },
  });
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

async function as<T>(user: Credentials, database: string, sql: string): Promise<T[]> {
  const url = new URL(databaseUrlFor(servers.databaseUrl, database));
  [url.username, url.password] = [user.username, user.password];
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

interface Running {
  kafka: { process: { pid: number } };
  postgres: { process: { pid: number } };
}

async function running(): Promise<Running> {
  return JSON.parse(await readFile(join(dataDir, 'servers.json'), 'utf8')) as Running;
}

describe('servers of a data directory', () => {
  test('secrets are readable by their owner only, and are in no log', async () => {
    const path = join(dataDir, 'secrets.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const secrets = Object.values(JSON.parse(await readFile(path, 'utf8')) as Record<string, string>);
    expect(secrets).toHaveLength(3);
    const logs = await Promise.all(
      ['kafka.log', 'kafka.out', 'postgres.log'].map((name) => readFile(join(dataDir, 'logs', name), 'utf8')),
    );
    for (const one of secrets) expect([...logs, ...lines].join('\n')).not.toContain(one);
  });

  test('who comes second uses them; the last to leave stops them', async () => {
    const second = await start();
    expect(second).toMatchObject({
      owned: false,
      brokers: servers.brokers,
      databaseUrl: servers.databaseUrl,
    });
    await servers.stop();
    const port = Number(servers.brokers[0]?.split(':')[1]);
    expect(await isBusy(port)).toBe(true);
    await second.stop();
    expect(await isBusy(port)).toBe(false);
    servers = await start();
    expect(servers).toMatchObject({ owned: true, brokers: second.brokers });
  }, 60_000);

  test('they can be named as servers that exist', async () => {
    const { username = '', password = '' } = servers.kafkaAdmin ?? {};
    const env = {
      KAFKA_BROKERS: servers.brokers.join(','),
      KAFKA_ADMIN_USERNAME: username,
      KAFKA_ADMIN_PASSWORD: password,
      DATABASE_URL: servers.databaseUrl,
    };
    const existing = await start(env);
    expect(existing).toMatchObject({ owned: false, kafkaAdmin: { username, password } });
    await existing.stop();
    await expect(start({ ...env, KAFKA_ADMIN_PASSWORD: 'wrong' })).rejects.toThrow(
      /refuses the user "admin"/,
    );
    await expect(start({ KAFKA_BROKERS: env.KAFKA_BROKERS })).rejects.toThrow(/set KAFKA_ADMIN_USERNAME/);
  });

  test('what cannot be used is named, with what to do', async () => {
    const closed = `127.0.0.1:${await freePort()}`;
    await expect(start({ KAFKA_BROKERS: closed })).rejects.toThrow(
      new RegExp(`No broker of KAFKA_BROKERS can be used \\(${closed}: .*ECONNREFUSED.*Start it or correct`),
    );
    await expect(start({ KAFKA_BROKERS: 'nonsense' })).rejects.toThrow(/"nonsense" is not host:port/);
    await expect(start({ DATABASE_URL: `postgresql://u:pw@${closed}/d` })).rejects.toThrow(
      new RegExp(`DATABASE_URL at ${closed} cannot be used: .*ECONNREFUSED.*Correct DATABASE_URL`),
    );
    await expect(start({ DATABASE_URL: 'mysql://x' })).rejects.toThrow(/is not postgresql:\/\//);
    const wrong = new URL(servers.databaseUrl);
    wrong.password = 'wrong-one';
    const refused = await start({ DATABASE_URL: wrong.toString() }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StackProblem);
    expect((refused as StackProblem).message).toMatch(/password authentication failed/);
    expect((refused as StackProblem).message).not.toContain('wrong-one');
  });

  test('a reset is refused while somebody holds them', async () => {
    await expect(reset(dataDir)).rejects.toThrow(new RegExp(`process ${process.pid}.*Ctrl-C`));
    await expect(reset(tmpdir())).rejects.toThrow(/not a data directory/);
  });
});

describe('a namespace', () => {
  const ns = namespace('first-one');
  const of = (service: string) => servicePasswords(secret, ns, service);

  beforeAll(async () => {
    await provision(servers, ns, { services, secret, simulated, report });
  }, 60_000);

  test('is provisioned soon, and again changes nothing', async () => {
    const other = namespace('timed');
    const from = performance.now();
    await provision(servers, other, { services, secret, simulated: true });
    const took = performance.now() - from;
    await provision(servers, other, { services, secret, simulated: true });
    await dropNamespace(servers, other);
    report(`provision of a namespace: ${Math.round(took)} ms`);
    // The figure is 0.6 to 0.9 s; a machine that runs other things too is given more.
    expect(took).toBeLessThan(10_000);
    await provision(servers, ns, { services, secret, simulated });
    await expect(write(of('orders').kafka, ns.topic('orders.events'))).resolves.toBeUndefined();
  }, 60_000);

  test('refuses a topic with another number of partitions', async () => {
    const topics = [{ name: 'orders.events', partitions: 7, config: {} }];
    await expect(provision(servers, ns, { services, topics, secret, simulated })).rejects.toThrow(
      /first-one\.orders\.events has 6 partitions instead of 7/,
    );
  });

  test('takes over changed settings of a topic and leaves what others set', async () => {
    const admin = kafka(servers.kafkaAdmin).admin();
    await admin.connect();
    const first = { 'retention.ms': '1000', 'segment.bytes': '2000000' };
    const topics: TopicWanted[] = [{ name: 'settings', partitions: 1, config: first }];
    await provision(servers, ns, { services, topics, secret, simulated });
    topics[0] = { name: 'settings', partitions: 1, config: { 'retention.ms': '5000' } };
    await provision(servers, ns, { services, topics, secret, simulated });
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: ns.topic('settings'), configNames: ['retention.ms', 'segment.bytes'] }],
    });
    await admin.disconnect();
    const values = Object.fromEntries(
      resources[0]?.configEntries.map((one) => [one.configName, one.configValue]) ?? [],
    );
    expect(values).toEqual({ 'retention.ms': '5000', 'segment.bytes': '2000000' });
  });

  test('a service writes its own events and reads those of others, in its own groups', async () => {
    await write(of('orders').kafka, ns.topic('orders.events'));
    await write(of('orders').kafka, ns.topic('dead-letters'));
    await expect(write(of('orders').kafka, ns.topic('tracking.events'))).rejects.toThrow(/not authorized/i);
    await expect(write(of('orders').kafka, ns.topic('inbound.gateway'))).rejects.toThrow(/not authorized/i);
    await write(of('gateway').kafka, ns.topic('inbound.gateway'));
    const topic = ns.topic('orders.events');
    await expect(readOne(of('tracking').kafka, topic, ns.group('tracking'))).resolves.toBe('v');
    await expect(readOne(of('tracking').kafka, topic, ns.group('returns'))).rejects.toThrow(
      /group coordinator|not authorized/i,
    );
  }, 60_000);

  test('nobody is let in without credentials, or with wrong ones', async () => {
    const stranger = kafka(undefined).admin();
    await stranger.connect();
    await expect(stranger.listTopics()).rejects.toThrow(/closed connection/i);
    await stranger.disconnect();
    const { username } = of('orders').kafka;
    await expect(write({ username, password: 'wrong' }, ns.topic('orders.events'))).rejects.toThrow(
      /authentication/i,
    );
  });

  test('a publisher writes its own topic and nothing else, and reads nothing', async () => {
    const password = 'of the carrier';
    const { topic, username } = await addPublisher(servers, ns, 'carrier', password);
    await addPublisher(servers, ns, 'warehouse', 'of the warehouse');
    expect(topic).toBe('first-one.inbound.carrier');
    const carrier = { username, password };
    await write(carrier, topic);
    await expect(write(carrier, ns.topic('inbound.warehouse'))).rejects.toThrow(/not authorized/i);
    await expect(write(carrier, ns.topic('inbound.gateway'))).rejects.toThrow(/not authorized/i);
    await expect(write(carrier, ns.topic('orders.events'))).rejects.toThrow(/not authorized/i);
    await expect(readOne(carrier, topic, ns.group('carrier'))).rejects.toThrow(
      /group coordinator|not authorized/i,
    );
    await expect(readOne(of('tracking').kafka, topic, ns.group('tracking'))).resolves.toBe('v');
    await removePublisher(servers, ns, 'carrier');
    await expect(write(carrier, topic)).rejects.toThrow(/authentication/i);
    await expect(addPublisher(servers, ns, 'gateway', 'x')).rejects.toThrow(/cannot name a publisher/);
    await expect(addPublisher(servers, ns, 'a.b', 'x')).rejects.toThrow(StackProblem);
  }, 60_000);

  test('a role knows its own schema and may do there what its duty is', async () => {
    const { owner, api, worker, ops } = of('orders').roles;
    await as(owner, ns.database, 'create table t (id bigint generated always as identity, v text)');
    await as(worker, ns.database, `insert into t (v) values ('a'); delete from t where v = 'b'`);
    await as(api, ns.database, `insert into t (v) values ('c'); update t set v = 'd' where v = 'c'`);
    await expect(as(api, ns.database, 'delete from t')).rejects.toThrow(/permission denied for table t/);
    expect(await as(ops, ns.database, 'select v from orders.t order by id')).toEqual([
      { v: 'a' },
      { v: 'd' },
    ]);
    await expect(as(ops, ns.database, `insert into t (v) values ('e')`)).rejects.toThrow(/permission denied/);
    await expect(as(worker, ns.database, 'create table own (x int)')).rejects.toThrow(/permission denied/);
    await expect(as(worker, ns.database, 'create table public.own (x int)')).rejects.toThrow(
      /permission denied/,
    );
    for (const { username, password } of Object.values(of('tracking').roles))
      await expect(as({ username, password }, ns.database, 'select * from orders.t')).rejects.toThrow(
        /permission denied for schema orders/,
      );
  });

  test('a role gets into no other database', async () => {
    const second = namespace('second-one');
    await provision(servers, second, { services, secret, simulated });
    const { worker } = of('orders').roles;
    for (const database of [second.database, 'postgres'])
      await expect(as(worker, database, 'select 1')).rejects.toThrow(/permission denied for database/);
    await dropNamespace(servers, second);
  }, 60_000);

  test('an administrator that is no superuser can provision too', async () => {
    const admin = { username: 'landlord', password: 'pw' };
    await as(
      superuser(),
      'postgres',
      `create role landlord login createdb createrole password 'pw'; grant connect on database postgres to landlord`,
    );
    const url = new URL(servers.databaseUrl);
    [url.username, url.password] = [admin.username, admin.password];
    const third = namespace('third-one');
    const access = { ...servers, databaseUrl: url.toString() };
    await provision(access, third, { services: ['orders'], secret, simulated });
    await provision(access, third, { services: ['orders'], secret, simulated });
    const { owner, worker } = servicePasswords(secret, third, 'orders').roles;
    await as(owner, third.database, 'create table t (v text)');
    await as(worker, third.database, `insert into t values ('a')`);
    expect(await as(owner, third.database, 'select v from t')).toEqual([{ v: 'a' }]);
    await dropNamespace(access, third);
  }, 60_000);

  test('once dropped, nothing of it is left', async () => {
    const gone = namespace('gone');
    await provision(servers, gone, { services, secret, simulated });
    await addPublisher(servers, gone, 'carrier', 'pw');
    await dropNamespace(servers, gone);
    const admin = kafka(servers.kafkaAdmin).admin();
    await admin.connect();
    expect((await admin.listTopics()).filter((name) => name.startsWith('gone'))).toEqual([]);
    const { resources } = await admin.describeAcls({
      resourceType: 1,
      resourcePatternType: 1,
      operation: 1,
      permissionType: 1,
    });
    await admin.disconnect();
    expect(JSON.stringify(resources)).not.toContain('gone');
    expect(JSON.stringify(resources)).toContain('first-one.orders');
    const rows = await as(
      superuser(),
      'postgres',
      `select rolname from pg_roles where rolname like 'gone%'
      union all select datname from pg_database where datname like '%gone%'`,
    );
    expect(rows).toEqual([]);
    await expect(dropNamespace(servers, namespace(''))).rejects.toThrow(/npm run reset/);
  }, 60_000);

  test('after users were removed, the others still sign in at the next start', async () => {
    await servers.stop();
    servers = await start();
    await expect(write(of('orders').kafka, ns.topic('orders.events'))).resolves.toBeUndefined();
  }, 60_000);

  test.each(['kafka', 'postgres'] as const)(
    'after kill -9 of %s it starts again with its data',
    async (part) => {
      const user = of('orders');
      const before = await running();
      await write(user.kafka, ns.topic('orders.events'));
      await as(superuser(), ns.database, `create table if not exists kept_${part} as select 1 as v`);
      process.kill(before[part].process.pid, 'SIGKILL');
      const again = await start();
      try {
        const after = await running();
        expect(again).toMatchObject({
          owned: true,
          brokers: servers.brokers,
          databaseUrl: servers.databaseUrl,
        });
        expect(after[part].process.pid).not.toBe(before[part].process.pid);
        const other = part === 'kafka' ? 'postgres' : 'kafka';
        expect(after[other].process.pid).toBe(before[other].process.pid);
        expect(await as(superuser(), ns.database, `select v from kept_${part}`)).toEqual([{ v: 1 }]);
        await expect(
          readOne(user.kafka, ns.topic('orders.events'), ns.group(`orders-${part}`)),
        ).resolves.toBe('v');
      } finally {
        await again.stop();
      }
    },
    120_000,
  );
});

function superuser(): Credentials {
  const { username, password } = new URL(servers.databaseUrl);
  return { username, password: decodeURIComponent(password) };
}
