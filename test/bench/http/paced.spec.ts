import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { getAtPace } from './paced.js';

/** Answers with the path, the first time after a while. */
async function withSlowStart(work: (url: URL) => Promise<void>): Promise<void> {
  let asked = 0;
  const server = createServer((incoming, answer) => {
    const body = incoming.url ?? '';
    const reply = () => answer.writeHead(200, { 'content-length': String(body.length) }).end(body);
    void sleep(asked++ === 0 ? 100 : 0).then(reply);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  await work(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`));
  server.close();
}

const asked = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ path: `/${at}`, headers: {}, about: `${at}` }));

test('what should have been asked during a stall counts from when it was due', () =>
  withSlowStart(async (url) => {
    const took = await getAtPace({ url, asked: asked(10), perSecond: 100, connections: 1 });
    expect(took).toHaveLength(10);
    // The first took 100 ms; the fifth was due 40 ms after it and could not be asked before.
    expect(took[4]).toBeGreaterThan(50);
  }));

test('an answer about something else ends it', () =>
  withSlowStart(async (url) => {
    const other = [{ path: '/1', headers: {}, about: 'other' }];
    await expect(getAtPace({ url, asked: other, perSecond: 100, connections: 1 })).rejects.toThrow(
      '/1 answered 200: /1',
    );
  }));
