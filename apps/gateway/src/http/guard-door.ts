import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { answerTo, CONFIG, notFound } from '#runtime';
import type { GatewayConfig } from '../gateway.config.js';
import { isOddPath } from './odd-paths.js';

const TWO_YEARS_S = 63_072_000;

/** What an answer tells browsers: nothing here is a page, nothing may be framed, kept or guessed at. A route may say otherwise. */
const HEADERS: Record<string, string> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Before anything else of a request: odd paths end here. After all else: the headers of every answer. */
export function guardDoor(app: NestFastifyApplication): void {
  const { tlsCertFile } = app.get<GatewayConfig>(CONFIG);
  const headers = Object.entries({
    ...HEADERS,
    ...(tlsCertFile === undefined
      ? {}
      : { 'strict-transport-security': `max-age=${TWO_YEARS_S}; includeSubDomains` }),
  });
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', async (request, reply) => {
    if (!isOddPath(request.url)) return;
    const { status, body } = answerTo(notFound('No such resource'));
    await reply.status(status).send(body);
  });
  fastify.addHook('onSend', async (_request, reply, payload) => {
    for (const [name, value] of headers) if (!reply.hasHeader(name)) void reply.header(name, value);
    return payload;
  });
}
