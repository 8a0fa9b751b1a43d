import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '#local-stack';
import { ServiceProcess } from './service-process.js';

let folder: string;
let url: string;
let port: number;
const told: string[] = [];
const started: ServiceProcess[] = [];

/** A service that is ready at once; `body` is what else it does. */
const serve = (body = ''): string => `
  require('node:http').createServer((request, answer) => {
    if (request.url === '/crash') process.exit(3);
    answer.end(String(process.pid));
  }).listen(${port}, '127.0.0.1');
  ${body}`;

function service(script: string): ServiceProcess {
  const file = join(folder, 'service.cjs');
  writeFileSync(file, script);
  const one = new ServiceProcess({
    name: 'tracking',
    nodeArguments: [file],
    environment: { PATH: process.env['PATH'] },
    logFile: join(folder, 'logs', 'tracking.log'),
    url,
    report: (line) => told.push(line),
  });
  started.push(one);
  return one;
}

const answers = (path = '/'): Promise<string | undefined> =>
  fetch(`${url}${path}`).then(
    (answer) => answer.text(),
    () => undefined,
  );

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'makegood-'));
  port = await freePort();
  url = `http://127.0.0.1:${port}`;
  told.length = 0;
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop()));
  rmSync(folder, { recursive: true });
});

describe('a service process', () => {
  it('is started when it is ready, and gone when it is stopped', async () => {
    const one = service(serve());
    await one.start();
    expect(await answers()).toMatch(/^\d+$/);
    await one.stop();
    expect(await answers()).toBeUndefined();
  });

  it('that stops before it is ready says why, in the words of its log', async () => {
    const faulty = service(
      `console.log(JSON.stringify({ level: 50, msg: 'PORT is not set' })); process.exit(78);`,
    );
    await expect(faulty.start()).rejects.toThrow(/tracking stopped before it was ready[^]*PORT is not set/);
    expect(readFileSync(join(folder, 'logs', 'tracking.log'), 'utf8')).toContain('PORT');
  });

  it('is started again when it falls, and that is said', async () => {
    await service(serve()).start();
    const first = await answers();
    await answers('/crash');
    for (let tries = 0; tries < 100 && (await answers()) === undefined; tries += 1) await sleep(50);
    expect(await answers()).toMatch(/^\d+$/);
    expect(await answers()).not.toBe(first);
    expect(told).toEqual([
      expect.stringMatching(/tracking stopped by itself \(code 3\); starting it again in 1 s/),
    ]);
  });

  it('that does not heed a polite stop is killed after ten seconds', async () => {
    const deaf = service(serve(`process.on('SIGTERM', () => undefined);`));
    await deaf.start();
    const from = Date.now();
    await deaf.stop();
    expect(Date.now() - from).toBeGreaterThan(9_000);
    expect(await answers()).toBeUndefined();
  }, 20_000);
});
