import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  dropNamespace,
  ensureServers,
  freePort,
  isBusy,
  namespace,
  provision,
  reset,
  servicePasswords,
  StackProblem,
} from './index.js';
import { OwnStack } from './own-stack.js';

jest.setTimeout(60_000);

let stack: OwnStack;

beforeAll(async () => {
  stack = await OwnStack.open();
}, 300_000);

afterAll(async () => {
  await stack.close();
});

describe('servers of a data directory', () => {
  test('secrets are readable by their owner only, and are in no log', async () => {
    const path = join(stack.dataDir, 'secrets.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const secrets = Object.values(JSON.parse(await readFile(path, 'utf8')) as Record<string, string>);
    expect(secrets).toHaveLength(3);
    const logs = await Promise.all(
      ['kafka.log', 'kafka.out', 'postgres.log'].map((name) =>
        readFile(join(stack.dataDir, 'logs', name), 'utf8'),
      ),
    );
    for (const one of secrets) expect([...logs, ...stack.lines].join('\n')).not.toContain(one);
  });

  test('who comes second uses them; the last to leave stops them', async () => {
    const second = await stack.start();
    expect(second).toMatchObject({
      owned: false,
      brokers: stack.servers.brokers,
      databaseUrl: stack.servers.databaseUrl,
    });
    await stack.servers.stop();
    const port = Number(stack.servers.brokers[0]?.split(':')[1]);
    expect(await isBusy(port)).toBe(true);
    await second.stop();
    expect(await isBusy(port)).toBe(false);
    stack.servers = await stack.start();
    expect(stack.servers).toMatchObject({ owned: true, brokers: second.brokers });
  });

  test('they can be named as stack.servers that exist', async () => {
    const { username = '', password = '' } = stack.servers.kafkaAdmin ?? {};
    const env = {
      KAFKA_BROKERS: stack.servers.brokers.join(','),
      KAFKA_ADMIN_USERNAME: username,
      KAFKA_ADMIN_PASSWORD: password,
      DATABASE_URL: stack.servers.databaseUrl,
    };
    const existing = await stack.start(env);
    expect(existing).toMatchObject({ owned: false, kafkaAdmin: { username, password } });
    await existing.stop();
    await expect(stack.start({ ...env, KAFKA_ADMIN_PASSWORD: 'wrong' })).rejects.toThrow(
      /refuses the user "admin"/,
    );
    await expect(stack.start({ KAFKA_BROKERS: env.KAFKA_BROKERS })).rejects.toThrow(
      /set KAFKA_ADMIN_USERNAME/,
    );
  });

  test('what cannot be used is named, with what to do', async () => {
    const closed = `127.0.0.1:${await freePort()}`;
    await expect(stack.start({ KAFKA_BROKERS: closed })).rejects.toThrow(
      new RegExp(`No broker of KAFKA_BROKERS can be used \\(${closed}: .*ECONNREFUSED.*Start it or correct`),
    );
    await expect(stack.start({ KAFKA_BROKERS: 'nonsense' })).rejects.toThrow(/"nonsense" is not host:port/);
    await expect(stack.start({ DATABASE_URL: `postgresql://u:pw@${closed}/d` })).rejects.toThrow(
      new RegExp(`DATABASE_URL at ${closed} cannot be used: .*ECONNREFUSED.*Correct DATABASE_URL`),
    );
    await expect(stack.start({ DATABASE_URL: 'mysql://x' })).rejects.toThrow(/is not postgresql:\/\//);
    const wrong = new URL(stack.servers.databaseUrl);
    wrong.password = 'wrong-one';
    const refused = await stack.start({ DATABASE_URL: wrong.toString() }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StackProblem);
    expect((refused as StackProblem).message).toMatch(/password authentication failed/);
    expect((refused as StackProblem).message).not.toContain('wrong-one');
  });

  test('a reset is refused while somebody holds them', async () => {
    await expect(reset(stack.dataDir)).rejects.toThrow(new RegExp(`process ${process.pid}.*Ctrl-C`));
    await expect(reset(tmpdir())).rejects.toThrow(/not a data directory/);
    const foreign = await mkdtemp(join(tmpdir(), 'local-stack-foreign-'));
    await writeFile(join(foreign, 'thesis.txt'), 'years of work');
    await expect(reset(foreign)).rejects.toThrow(/not a data directory/);
    const inThere = ensureServers({ dataDir: foreign, env: {}, report: stack.report });
    await expect(inThere).rejects.toThrow(/holds other things \(thesis\.txt\)/);
    await rm(foreign, { recursive: true });
  });
});

describe('what was written', () => {
  const services = ['orders'];
  const secret = 'a secret of this test';
  const ns = namespace('kept');
  const of = (service: string) => servicePasswords(secret, ns, service);

  beforeAll(async () => {
    await provision(stack.servers, ns, { services, secret, simulated: false });
    const other = namespace('dropped');
    await provision(stack.servers, other, { services, secret, simulated: false });
    await dropNamespace(stack.servers, other);
  });

  test('after users were removed, the others still sign in at the next start', async () => {
    await stack.servers.stop();
    stack.servers = await stack.start();
    await expect(stack.write(of('orders').kafka, ns.topic('orders.events'))).resolves.toBeUndefined();
  });

  test.each(['kafka', 'postgres'] as const)(
    'after kill -9 of %s it starts again with its data',
    async (part) => {
      const user = of('orders');
      const before = await stack.running();
      await stack.write(user.kafka, ns.topic('orders.events'));
      await stack.as(
        stack.superuser,
        ns.database,
        `create table if not exists kept_${part} as select 1 as v`,
      );
      process.kill(before[part].process.pid, 'SIGKILL');
      const again = await stack.start();
      try {
        const after = await stack.running();
        expect(again).toMatchObject({
          owned: true,
          brokers: stack.servers.brokers,
          databaseUrl: stack.servers.databaseUrl,
        });
        expect(after[part].process.pid).not.toBe(before[part].process.pid);
        const other = part === 'kafka' ? 'postgres' : 'kafka';
        expect(after[other].process.pid).toBe(before[other].process.pid);
        expect(await stack.as(stack.superuser, ns.database, `select v from kept_${part}`)).toEqual([
          { v: 1 },
        ]);
        await expect(
          stack.readOne(user.kafka, ns.topic('orders.events'), ns.group(`orders-${part}`)),
        ).resolves.toBe('v');
      } finally {
        await again.stop();
      }
    },
    120_000,
  );
});
