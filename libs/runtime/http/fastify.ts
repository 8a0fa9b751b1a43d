import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { invalidInput } from './api-error.js';
import { answerUnreadable } from './client-errors.js';
import { depthOver } from './depth.js';
import { answerTo } from './error.filter.js';
import { readTls, TLS_LEAST, watchTls, type TlsFiles } from './tls.js';

const MIB = 1024 * 1024;
const REQUEST_ID = /^[\w-]{1,128}$/;
/** No request of ours is nested deeper than a dozen; what is could only exhaust the stack of whoever walks it. */
const MOST_DEPTH = 32;

export interface HttpLimits {
  /** A caller's own request id is kept only behind the gateway, which makes them. */
  trustRequestId: boolean;
  /** A request's headers must have come within these. */
  headersMs?: number;
  /** A whole request must have come within these. */
  requestMs?: number;
  /** A connection on which nothing moves for so long is cut: nobody sends, or nobody reads the answer. */
  stillMs?: number;
  /** Connections at once; what comes beyond is dropped. */
  connections?: number;
  tls?: TlsFiles;
}

/** What the router cannot take, before any hook runs. */
function refusePath(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const fault =
    error.code === 'FST_ERR_MAX_PARAM_LENGTH'
      ? 'A part of the path is too long'
      : 'The path cannot be read: write what is not ASCII percent-encoded, as UTF-8';
  const { status, body } = answerTo(invalidInput([fault]));
  void reply.header('x-amzn-RequestId', request.id).status(status).send(body);
}

/** Fastify with the limits and the request id of every service. */
export function httpAdapter(limits: HttpLimits): FastifyAdapter {
  const { requestMs = 60_000, headersMs = 20_000, stillMs = 120_000, tls } = limits;
  const server = {
    headersTimeout: Math.min(headersMs, requestMs),
    // How often slow requests are looked for.
    connectionsCheckingInterval: Math.min(headersMs, requestMs, 10_000) / 2,
  };
  const adapter = new FastifyAdapter({
    bodyLimit: 2 * MIB,
    connectionTimeout: stillMs,
    // A body that trickles in, or headers that never end, must not hold a connection for ever.
    requestTimeout: requestMs,
    keepAliveTimeout: Math.min(72_000, stillMs),
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    clientErrorHandler: answerUnreadable,
    frameworkErrors: refusePath,
    ...(tls === undefined
      ? { http: server }
      : { https: { ...server, ...readTls(tls), minVersion: TLS_LEAST } }),
    genReqId: (request: IncomingMessage) => {
      const sent = request.headers['x-amzn-requestid'];
      return limits.trustRequestId && typeof sent === 'string' && REQUEST_ID.test(sent) ? sent : randomUUID();
    },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  if (limits.connections !== undefined) fastify.server.maxConnections = limits.connections;
  if (tls !== undefined) watchTls(fastify, tls);
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('x-amzn-RequestId', request.id);
    // For the log, which must not hold what stands in a path.
    (request.raw as { route?: string }).route = request.routeOptions.url;
  });
  fastify.addHook('preValidation', async (request, reply) => {
    if (!depthOver(request.body, MOST_DEPTH)) return;
    const { status, body } = answerTo(
      invalidInput([`The body must not be nested deeper than ${MOST_DEPTH}`]),
    );
    await reply.status(status).send(body);
  });
  return adapter;
}
