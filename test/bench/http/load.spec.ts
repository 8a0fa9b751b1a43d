import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { postAll, readAnswer } from './load.js';

describe('readAnswer', () => {
  const whole = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\n{}';

  test('reads one answer and leaves the next', () =>
    expect(readAnswer(`${whole}HTTP/1.1 500`)).toEqual({ status: 200, body: '{}', length: whole.length }));

  test.each([whole.slice(0, 20), whole.slice(0, -1)])('waits for the rest', (part) =>
    expect(readAnswer(part)).toBeUndefined(),
  );
});

describe('postAll', () => {
  const withServer = async (status: number, work: (url: URL, seen: string[]) => Promise<void>) => {
    const seen: string[] = [];
    const server = createServer((incoming, answer) => {
      let body = '';
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('end', () => {
        seen.push(body);
        answer.writeHead(status, { 'content-length': '2' }).end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    await work(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`), seen);
    server.close();
  };
  const bodies = ['1', '2', '3', '4', '5'];

  test('sends each body once, over few connections', () =>
    withServer(200, async (url, seen) => {
      await postAll({ url, headers: {}, bodies, connections: 2 });
      expect(seen.sort()).toEqual(bodies);
    }));

  test('an answer that is not 200 ends it', () =>
    withServer(400, async (url) => {
      await expect(postAll({ url, headers: {}, bodies, connections: 2 })).rejects.toThrow('answered 400: {}');
    }));
});
