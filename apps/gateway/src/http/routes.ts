import replyFrom from '@fastify/reply-from';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  answerTo,
  CONFIG,
  serviceUrls,
  SIGN_IDENTITY,
  notFound,
  unavailable,
  type ServiceName,
  type SignIdentity,
} from '#runtime';
import type { GatewayConfig } from '../gateway.config.js';
import { RateLimits } from '../handlers/rate-limits.js';
import { forwardedHeaders } from './forwarded-headers.js';
import { IdentifyClient } from './identify-client.js';
import { routePublicPages } from './public-pages.js';

/** What is served behind the door to those who have a token, and by whom. Nothing else is routed; /internal never. */
export const ROUTES: readonly { prefix: string; service: ServiceName; sellingPartnerApi?: true }[] = [
  { prefix: '/fba/outbound/2020-07-01', service: 'orders', sellingPartnerApi: true },
  { prefix: '/fba/outbound/2020-07-01/tracking', service: 'tracking', sellingPartnerApi: true },
  { prefix: '/fba/outbound/2020-07-01/returnReasonCodes', service: 'returns', sellingPartnerApi: true },
  { prefix: '/buyers', service: 'orders' },
  { prefix: '/catalogue', service: 'orders' },
  { prefix: '/stock', service: 'orders' },
  { prefix: '/network', service: 'orders' },
  { prefix: '/warehouse', service: 'orders' },
  { prefix: '/reimbursements', service: 'reimbursements' },
  { prefix: '/policies', service: 'reimbursements' },
  { prefix: '/returns', service: 'returns' },
  { prefix: '/packages', service: 'tracking' },
];

const BODY_LIMIT = 2 * 1024 * 1024;
const PATIENCE_MS = 30_000;
/** The model: answers that say the rate. */
const RATED = [200, 400, 404];

/** Routes clients' calls to the services, each with the signed identity of who calls. */
export async function routeToServices(app: NestFastifyApplication): Promise<void> {
  const root = app.getHttpAdapter().getInstance();
  const urls = serviceUrls(app.get<GatewayConfig>(CONFIG));
  const sign = app.get<SignIdentity>(SIGN_IDENTITY);
  const clients = app.get(IdentifyClient);
  const limits = app.get(RateLimits);
  await root.register(async (scope) => {
    // Bodies go through as they came; only the service reads them.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    scope.setErrorHandler((error, _request, reply) => {
      const { status, headers, body } = answerTo(error);
      void reply.status(status).headers(headers).send(body);
    });
    await scope.register(replyFrom, {
      disableRequestLogging: true,
      destroyAgent: true,
      undici: { pipelining: 1 },
    });
    await routePublicPages(scope, urls, sign, app.get<GatewayConfig>(CONFIG));
    for (const { prefix, service, sellingPartnerApi } of ROUTES) {
      const identities = new WeakMap<FastifyRequest, string>();
      const rates = new WeakMap<FastifyRequest, string>();
      const options = {
        bodyLimit: BODY_LIMIT,
        // Before the body is read: nobody unknown makes us read 2 MB.
        onRequest: async (request: FastifyRequest): Promise<void> => {
          if (!staysWithin(prefix, request.url)) throw notFound('No such resource');
          const client = await clients.client(request);
          if (sellingPartnerApi === true) {
            const rate = await limits.take(client, request.method, request.url);
            if (rate !== undefined) rates.set(request, rate);
          }
          identities.set(request, await sign(client.principal, service));
        },
        onSend: async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
          const rate = rates.get(request);
          if (rate !== undefined && RATED.includes(reply.statusCode))
            void reply.header('x-amzn-RateLimit-Limit', rate);
          return payload;
        },
      };
      const handler = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
        forward(request, reply, urls[service], identities.get(request) ?? '');
      scope.all(prefix, options, handler);
      scope.all(`${prefix}/*`, options, handler);
    }
  });
}

/** Whether the service would be asked for that path: `..`, also encoded, is taken out on the way to it. */
export function staysWithin(prefix: string, url: string): boolean {
  const { pathname } = new URL(url, 'http://service');
  return pathname === prefix || pathname.startsWith(`${prefix}/`);
}

function forward(request: FastifyRequest, reply: FastifyReply, base: string, identity: string): FastifyReply {
  const body = Buffer.isBuffer(request.body) && request.body.length > 0 ? request.body : undefined;
  // reply-from would turn bytes of JSON into JSON once more unless it is told their type.
  const sent = body && { body, contentType: request.headers['content-type'] ?? 'application/octet-stream' };
  return reply.from(`${base}${request.url}`, {
    ...sent,
    timeout: PATIENCE_MS,
    // Whether to try again is the client's to say: a service may have done what it could not answer.
    retryDelay: () => null,
    rewriteRequestHeaders: (_, headers) => forwardedHeaders(headers, request.id, identity),
    // Of the connection to the service, not of the client's.
    rewriteHeaders: ({ connection: _connection, 'keep-alive': _keepAlive, ...kept }) => kept,
    onError: (failed) => {
      const answer = answerTo(unavailable('The service behind this path cannot be reached; try again'));
      void failed.status(answer.status).headers(answer.headers).send(answer.body);
    },
  });
}
