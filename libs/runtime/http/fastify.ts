import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

const MIB = 1024 * 1024;
const REQUEST_ID = /^[\w-]{1,128}$/;

export interface HttpLimits {
  /** A caller's own request id is kept only behind the gateway, which makes them. */
  trustRequestId: boolean;
}

/** Fastify with the limits and the request id of every service. */
export function httpAdapter(limits: HttpLimits): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: 2 * MIB,
    connectionTimeout: 0,
    // A body that trickles in, or headers that never end, must not hold a connection for ever.
    requestTimeout: 60_000,
    keepAliveTimeout: 72_000,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    genReqId: (request: IncomingMessage) => {
      const sent = request.headers['x-amzn-requestid'];
      return limits.trustRequestId && typeof sent === 'string' && REQUEST_ID.test(sent) ? sent : randomUUID();
    },
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('x-amzn-RequestId', request.id);
  });
  return adapter;
}
