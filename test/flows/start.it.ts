import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { freePort, isBusy } from '#local-stack';
import { Installation, jsonOf, ready } from './run-command.js';

const port = await freePort();
// Servers of its own, as a user's: what is left running shows here and nowhere else.
const place = new Installation({
  MAKEGOOD_PORT: String(port),
  KAFKA_BROKERS: '',
  DATABASE_URL: '',
  KAFKA_ADMIN_USERNAME: '',
  KAFKA_ADMIN_PASSWORD: '',
});
const url = `http://127.0.0.1:${port}`;

/** Every port on which something of this installation listens. */
function ports(): number[] {
  const running = JSON.parse(readFileSync(place.file('data/running.json'), 'utf8')) as {
    services: Record<string, string>;
  };
  const servers = JSON.parse(readFileSync(place.file('data/ports.json'), 'utf8')) as Record<string, unknown>;
  return [
    ...Object.values(running.services).map((service) => Number(new URL(service).port)),
    ...['kafkaPort', 'postgresPort'].map((name) => Number(servers[name])),
  ];
}

const busy = async (all: number[]): Promise<number[]> => {
  const found = await Promise.all(all.map(async (one) => [one, await isBusy(one)] as const));
  return found.filter(([, isTaken]) => isTaken).map(([one]) => one);
};

afterAll(() => place.close());

describe('npm start', () => {
  it('starts all, says who is there already, stops all, and goes on where it was', async () => {
    const first = place.begin('start', '--empty');
    await ready(first.output);
    expect(first.output.stdout).toContain(`\nready: ${url}\n`);
    const all = ports();
    expect((await busy(all)).length).toBe(7);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);

    const second = await place.run('start');
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`at ${url}`);

    const added = await place.run('admin', 'seller', 'add', '--name', 'Acme', '--json');
    const keys = jsonOf<Record<string, string>>(added);
    expect(Object.keys(keys)).toEqual(['sellerId', 'clientId', 'clientSecret', 'refreshToken']);

    for (const service of ['orders', 'gateway']) {
      const anew = await place.run('admin', 'incarnation', 'new', service);
      expect([anew.code, anew.stdout]).toEqual([0, expect.stringMatching(/speaks as [0-9a-f-]{36}/)]);
    }
    const accepted = await place.run('admin', 'offsets', 'accept', 'tracking');
    expect([accepted.code, accepted.stdout.trim()]).toEqual([0, 'no partition is halted']);
    const wrong = await place.run('admin', 'offsets', 'accept', 'trcking');
    expect([wrong.code, wrong.stderr]).toEqual([1, expect.stringContaining('one of orders, tracking')]);

    const empty = await place.run('accounting');
    expect([empty.code, empty.stderr.includes('--namespace sample')]).toEqual([0, true]);
    const nobody = await place.run('journey', 'X-1');
    expect([nobody.code, nobody.stderr.includes('--namespace sample')]).toEqual([1, true]);

    first.child.kill('SIGINT');
    await once(first.child, 'close');
    expect(first.child.exitCode).toBe(0);
    expect(await busy(all)).toEqual([]);

    const again = place.begin('start', '--empty');
    await ready(again.output);
    expect(
      jsonOf<{ name: string }[]>(await place.run('admin', 'seller', 'list', '--json')).map(
        ({ name }) => name,
      ),
    ).toEqual(['Acme']);
    const running = ports();
    expect((await place.run('reset', '--yes')).stderr).toMatch(/Nothing was deleted/);
    again.child.kill('SIGTERM');
    await once(again.child, 'close');
    expect(await busy(running)).toEqual([]);

    expect((await place.run('reset', '--yes')).code).toBe(0);
  }, 300_000);

  it('says what to do when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const taken = String((other.address() as AddressInfo).port);
    const blocked = new Installation({ MAKEGOOD_PORT: taken });
    const ran = await blocked.run('start');
    other.close();
    blocked.close();
    expect([ran.code, ran.stdout]).toEqual([1, '']);
    expect(ran.stderr).toMatch(new RegExp(`Port ${taken} is in use[^]*MAKEGOOD_PORT=`));
  }, 60_000);
});
