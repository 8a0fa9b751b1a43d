import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  addPublisher,
  dropNamespace,
  namespace,
  provision,
  removePublisher,
  servicePasswords,
  StackProblem,
} from './index.js';
import type { TopicWanted } from './index.js';
import { OwnStack } from './own-stack.js';

jest.setTimeout(60_000);

const services = ['orders', 'tracking', 'returns', 'reimbursements', 'gateway'];
const secret = 'a secret of this test';
const simulated = false;
let stack: OwnStack;

beforeAll(async () => {
  stack = await OwnStack.open();
}, 300_000);

afterAll(async () => {
  await stack.close();
});

describe('a namespace', () => {
  const ns = namespace('first-one');
  const of = (service: string) => servicePasswords(secret, ns, service);

  beforeAll(async () => {
    await provision(stack.servers, ns, { services, secret, simulated, report: stack.report });
  });

  test('is provisioned soon, and again changes nothing', async () => {
    const other = namespace('timed');
    const from = performance.now();
    await provision(stack.servers, other, { services, secret, simulated: true });
    const took = performance.now() - from;
    await provision(stack.servers, other, { services, secret, simulated: true });
    await dropNamespace(stack.servers, other);
    stack.report(`provision of a namespace: ${Math.round(took)} ms`);
    // The figure is 0.6 to 0.9 s; a machine that runs other things too is given more.
    expect(took).toBeLessThan(10_000);
    await provision(stack.servers, ns, { services, secret, simulated });
    await expect(stack.write(of('orders').kafka, ns.topic('orders.events'))).resolves.toBeUndefined();
  });

  test('refuses a topic with another number of partitions', async () => {
    const topics = [{ name: 'orders.events', partitions: 7, config: {} }];
    await expect(provision(stack.servers, ns, { services, topics, secret, simulated })).rejects.toThrow(
      /first-one\.orders\.events has 6 partitions instead of 7/,
    );
  });

  test('takes over changed settings of a topic and leaves what others set', async () => {
    const admin = stack.kafka(stack.servers.kafkaAdmin).admin();
    await admin.connect();
    const first = { 'retention.ms': '1000', 'segment.bytes': '2000000' };
    const topics: TopicWanted[] = [{ name: 'settings', partitions: 1, config: first }];
    await provision(stack.servers, ns, { services, topics, secret, simulated });
    topics[0] = { name: 'settings', partitions: 1, config: { 'retention.ms': '5000' } };
    await provision(stack.servers, ns, { services, topics, secret, simulated });
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
    await stack.write(of('orders').kafka, ns.topic('orders.events'));
    await stack.write(of('orders').kafka, ns.topic('dead-letters'));
    await expect(stack.write(of('orders').kafka, ns.topic('tracking.events'))).rejects.toThrow(
      /not authorized/i,
    );
    await expect(stack.write(of('orders').kafka, ns.topic('inbound.gateway'))).rejects.toThrow(
      /not authorized/i,
    );
    await stack.write(of('gateway').kafka, ns.topic('inbound.gateway'));
    const topic = ns.topic('orders.events');
    await expect(stack.readOne(of('tracking').kafka, topic, ns.group('tracking'))).resolves.toBe('v');
    await expect(stack.readOne(of('tracking').kafka, topic, ns.group('returns'))).rejects.toThrow(
      /group coordinator|not authorized/i,
    );
  });

  test('nobody is let in without credentials, or with wrong ones', async () => {
    const stranger = stack.kafka(undefined).admin();
    await stranger.connect();
    await expect(stranger.listTopics()).rejects.toThrow(/closed connection/i);
    await stranger.disconnect();
    const { username } = of('orders').kafka;
    await expect(stack.write({ username, password: 'wrong' }, ns.topic('orders.events'))).rejects.toThrow(
      /authentication/i,
    );
  });

  test('a publisher writes its own topic and nothing else, and reads nothing', async () => {
    const password = 'of the carrier';
    const { topic, username } = await addPublisher(stack.servers, ns, 'carrier', password);
    await addPublisher(stack.servers, ns, 'warehouse', 'of the warehouse');
    expect(topic).toBe('first-one.inbound.carrier');
    const carrier = { username, password };
    await stack.write(carrier, topic);
    await expect(stack.write(carrier, ns.topic('inbound.warehouse'))).rejects.toThrow(/not authorized/i);
    await expect(stack.write(carrier, ns.topic('inbound.gateway'))).rejects.toThrow(/not authorized/i);
    await expect(stack.write(carrier, ns.topic('orders.events'))).rejects.toThrow(/not authorized/i);
    await expect(stack.readOne(carrier, topic, ns.group('carrier'))).rejects.toThrow(
      /group coordinator|not authorized/i,
    );
    await expect(stack.readOne(of('tracking').kafka, topic, ns.group('tracking'))).resolves.toBe('v');
    await removePublisher(stack.servers, ns, 'carrier');
    await expect(stack.write(carrier, topic)).rejects.toThrow(/authentication/i);
    await expect(addPublisher(stack.servers, ns, 'gateway', 'x')).rejects.toThrow(/cannot name a publisher/);
    await expect(addPublisher(stack.servers, ns, 'a.b', 'x')).rejects.toThrow(StackProblem);
  });

  test('a role knows its own schema and may do there what its duty is', async () => {
    const { owner, api, worker, ops } = of('orders').roles;
    await stack.as(owner, ns.database, 'create table t (id bigint generated always as identity, v text)');
    await stack.as(worker, ns.database, `insert into t (v) values ('a'); delete from t where v = 'b'`);
    await stack.as(api, ns.database, `insert into t (v) values ('c'); update t set v = 'd' where v = 'c'`);
    await expect(stack.as(api, ns.database, 'delete from t')).rejects.toThrow(
      /permission denied for table t/,
    );
    expect(await stack.as(ops, ns.database, 'select v from orders.t order by id')).toEqual([
      { v: 'a' },
      { v: 'd' },
    ]);
    await expect(stack.as(ops, ns.database, `insert into t (v) values ('e')`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(stack.as(worker, ns.database, 'create table own (x int)')).rejects.toThrow(
      /permission denied/,
    );
    await expect(stack.as(worker, ns.database, 'create table public.own (x int)')).rejects.toThrow(
      /permission denied/,
    );
    for (const { username, password } of Object.values(of('tracking').roles))
      await expect(stack.as({ username, password }, ns.database, 'select * from orders.t')).rejects.toThrow(
        /permission denied for schema orders/,
      );
  });

  test('a role gets into no other database', async () => {
    const second = namespace('second-one');
    await provision(stack.servers, second, { services, secret, simulated });
    const { worker } = of('orders').roles;
    for (const database of [second.database, 'postgres'])
      await expect(stack.as(worker, database, 'select 1')).rejects.toThrow(/permission denied for database/);
    await dropNamespace(stack.servers, second);
  });

  test('an administrator that is no superuser can provision too', async () => {
    const admin = { username: 'landlord', password: 'pw' };
    await stack.as(
      stack.superuser,
      'postgres',
      `create role landlord login createdb createrole password 'pw'; grant connect on database postgres to landlord`,
    );
    const url = new URL(stack.servers.databaseUrl);
    [url.username, url.password] = [admin.username, admin.password];
    const third = namespace('third-one');
    const access = { ...stack.servers, databaseUrl: url.toString() };
    await provision(access, third, { services: ['orders'], secret, simulated });
    await provision(access, third, { services: ['orders'], secret, simulated });
    const { owner, worker } = servicePasswords(secret, third, 'orders').roles;
    await stack.as(owner, third.database, 'create table t (v text)');
    await stack.as(worker, third.database, `insert into t values ('a')`);
    expect(await stack.as(owner, third.database, 'select v from t')).toEqual([{ v: 'a' }]);
    await dropNamespace(access, third);
  });

  test('once dropped, nothing of it is left', async () => {
    const gone = namespace('gone');
    await provision(stack.servers, gone, { services, secret, simulated });
    await addPublisher(stack.servers, gone, 'carrier', 'pw');
    await dropNamespace(stack.servers, gone);
    const admin = stack.kafka(stack.servers.kafkaAdmin).admin();
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
    const rows = await stack.as(
      stack.superuser,
      'postgres',
      `select rolname from pg_roles where rolname like 'gone%'
      union all select datname from pg_database where datname like '%gone%'`,
    );
    expect(rows).toEqual([]);
    await expect(dropNamespace(stack.servers, namespace(''))).rejects.toThrow(/npm run reset/);
  });
});
