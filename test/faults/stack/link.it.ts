import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Link } from './link.js';

/** What a client has asked, as the server heard it; it answers each with the same in capitals. */
const heard: string[] = [];
let server: Server;
let link: Link;

beforeAll(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      heard.push(String(bytes));
      socket.write(String(bytes).toUpperCase());
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  link = await Link.open((server.address() as AddressInfo).port, 'postgres');
});

afterAll(() => {
  link.close();
  server.close();
});

async function client(): Promise<Socket> {
  const socket = createConnection(link.port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** The answer, or that there is none any more. */
async function ask(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  return Promise.race([
    once(socket, 'data').then(([bytes]) => String(bytes)),
    once(socket, 'close').then(() => 'closed'),
  ]);
}

const saying = (word: string) => (bytes: Buffer) => bytes.includes(word);

test('passes both ways, and knows who has taken the relay’s lock over', async () => {
  const socket = await client();
  expect(await ask(socket, 'hello')).toBe('HELLO');
  expect(link.holdsRelay).toBe(false);
  expect(await ask(socket, 'update relay set epoch = 2')).toBe('UPDATE RELAY SET EPOCH = 2');
  expect(link.holdsRelay).toBe(true);
  const gone = once(socket, 'close');
  link.cut();
  await gone;
});

test('loses one answer: the server has done it, the client never hears of it', async () => {
  const socket = await client();
  const lost = link.trap(saying('commit'), 'lose-reply', new AbortController().signal);
  expect(await ask(socket, 'begin')).toBe('BEGIN');
  expect(await ask(socket, 'commit')).toBe('closed');
  expect([await lost, heard.at(-1)]).toEqual([true, 'commit']);
  expect(await ask(await client(), 'commit')).toBe('COMMIT');
});

test('holds one request back: it never arrives', async () => {
  const socket = await client();
  const held = link.trap(saying('move'), 'hold', new AbortController().signal);
  socket.write('move');
  expect(await held).toBe(true);
  expect(heard).not.toContain('move');
  link.cut();
});

test('a moment that does not come is none', async () => {
  const over = new AbortController();
  const never = link.trap(saying('never'), 'hold', over.signal);
  over.abort();
  expect(await never).toBe(false);
  expect(await ask(await client(), 'never')).toBe('NEVER');
});
