import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { IdentifiedRequest } from '#runtime';
import { Trail } from '../handlers/trail.js';

/** Every call that is let in nowhere is on the trail, by the path of its route: what stands in a path is nobody's business. */
export function noteRefusals(app: NestFastifyApplication): void {
  const trail = app.get(Trail);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onResponse', async (request: FastifyRequest & IdentifiedRequest, reply) => {
    if (reply.statusCode !== 401 && reply.statusCode !== 403) return;
    const { url = 'no route' } = request.routeOptions;
    // Those of tokens are noted with their reason, where they are refused.
    if (url.startsWith('/auth/')) return;
    const { principal } = request;
    trail.note({
      who: principal === undefined ? 'nobody' : `${principal.kind} ${principal.id}`,
      role: principal?.role,
      userId: principal?.userId,
      clientId: principal?.clientId,
      requestId: request.id,
      action: 'call.refuse',
      subject: `${request.method} ${url}`,
      outcome: principal === undefined ? (request.refusal ?? 'no token') : 'not allowed',
    });
  });
}
