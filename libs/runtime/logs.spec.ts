import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Controller, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { ErrorFilter } from './http/error.filter.js';
import { httpAdapter } from './http/fastify.js';
import { createLog, logsModule } from './logs.js';

const SECRET = 'SECRET-9d1f';
const PLACES = [
  'authorization',
  'x-amz-access-token',
  'cookie',
  'x-makegood-identity',
  'user-agent',
  'referer',
  'x-any',
];

@Controller()
class FailingController {
  /** As a driver's error: Postgres quotes the row. */
  @Post('failing/:id')
  fail(): never {
    throw Object.assign(new Error('duplicate key value violates unique constraint "x"'), {
      code: '23505',
      detail: `Key (name)=(${SECRET}) already exists.`,
      where: SECRET,
      parameters: [SECRET],
    });
  }
}
class Root {}

let app: NestFastifyApplication;
let written = '';

beforeAll(async () => {
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  const log = createLog('gateway', { logLevel: 'debug', namespace: '' }, sink);
  const module = { module: Root, imports: [logsModule(log)], controllers: [FailingController] };
  app = await NestFactory.create<NestFastifyApplication>(module, httpAdapter({ trustRequestId: false }), {
    bufferLogs: true,
  });
  app.useLogger(app.get(Logger));
  app.useGlobalFilters(new ErrorFilter());
  await app.init();
});
afterAll(() => app.close());

test('a request that fails leaves nothing of its headers, query, body and path in the log, nor of the rows that Postgres quotes', async () => {
  written = '';
  const answer = await app.inject({
    method: 'POST',
    url: `/failing/${SECRET}?q=${SECRET}`,
    headers: Object.fromEntries(PLACES.map((name) => [name, SECRET])),
    payload: { client_secret: SECRET, name: SECRET, deep: { email: SECRET } },
  });
  await sleep(50);
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain(SECRET);
  expect(written).toContain('duplicate key value');
  expect(written).not.toContain(SECRET);
});

test.each([
  'client_secret',
  'refreshToken',
  'password',
  'access_token',
  'body',
  'destinationAddress',
  'email',
])('a %s that is logged is not written', (name) => {
  written = '';
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  const log = createLog('gateway', { logLevel: 'debug', namespace: '' }, sink);
  log.info({ [name]: SECRET, request: { [name]: SECRET }, at: { deep: { [name]: SECRET } } }, 'said');
  expect(written).toContain('[secret]');
  expect(written).not.toContain(SECRET);
});
