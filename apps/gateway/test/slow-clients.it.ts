import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { eventually } from '#testing';
import { Door } from './door.js';
import { answerOn, open, request } from './raw.js';

jest.setTimeout(60_000);

const MOST = 12;
let door: Door;
let authorization: string;

beforeAll(async () => {
  door = await Door.open({
    HEADERS_TIMEOUT_SECONDS: '1',
    REQUEST_TIMEOUT_SECONDS: '2',
    STILL_TIMEOUT_SECONDS: '3',
    CONNECTIONS_MAX: String(MOST),
  });
  ({ authorization } = await door.addSeller('Slow Ltd', 'unlimited'));
});
afterAll(() => door.close());

/** Sends a byte now and then, as long as anybody listens. */
function trickle(socket: Socket): void {
  const timer = setInterval(() => (socket.writable ? socket.write('x') : clearInterval(timer)), 200);
  socket.once('close', () => clearInterval(timer));
}

test.each([
  ['headers', 'GET /accounting HTTP/1.1\r\nhost: door\r\nx: '],
  [
    'a body',
    'POST /auth/o2/token HTTP/1.1\r\nhost: door\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n{',
  ],
])('%s that trickle in end with 408', async (_, beginning) => {
  const [socket, began] = [open(door.url), Date.now()];
  socket.write(beginning);
  trickle(socket);
  const { status, text } = await answerOn(socket, 8_000);
  expect(status).toBe(408);
  expect(text).toContain(
    '{"errors":[{"code":"InvalidInput","message":"The request did not arrive in time"}]}',
  );
  expect(Date.now() - began).toBeGreaterThan(900);
});

test('an answer that nobody reads is given up', async () => {
  door.services.answer = () => ({ body: 'x'.repeat(32 * 1024 * 1024) });
  const socket = open(door.url);
  socket.pause();
  socket.write(request('GET', '/packages/1', { authorization }));
  await eventually(
    () => door.connections(),
    (count) => count >= 1,
  );
  const left = await eventually(
    () => door.connections(),
    (count) => count === 0,
    15_000,
  );
  expect(left).toBe(0);
  socket.destroy();
  door.services.answer = () => ({ body: {} });
});

test('connections that say nothing are dropped beyond the limit, and cut in time', async () => {
  const silent = Array.from({ length: MOST + 8 }, () => open(door.url));
  const ended = silent.map((socket) => answerOn(socket, 10_000));
  await eventually(
    () => door.connections(),
    (count) => count === MOST,
  );
  await Promise.all(ended);
  expect((await door.call('/health/live')).status).toBe(200);
});

test('idle connections of programs that were answered are cut too', async () => {
  const socket = open(door.url);
  socket.write('GET /health/live HTTP/1.1\r\nhost: door\r\n\r\n');
  const { status } = await answerOn(socket, 8_000);
  expect(status).toBe(200);
});
