import proxyAddr from '@fastify/proxy-addr';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ANYONE, answerTo, ApiError, unavailable, type ServiceName, type SignIdentity } from '#runtime';
import type { GatewayConfig } from '../gateway.config.js';
import { forwardedHeaders } from './forwarded-headers.js';

/** Pages that need no token of ours: the last part of their path is what opens them. */
export const PUBLIC_PAGES: readonly { path: string; service: ServiceName }[] = [
  { path: '/t', service: 'tracking' },
];

/** A reader's: enough for a household or an office behind one address, too few to try links out. */
const PER_MINUTE = 120;
const MOST_KEPT = 20_000;
const PATIENCE_MS = 10_000;
const KEY = /^[\w-]{1,128}$/;
const LANGUAGE = /^[a-z]{2,3}$/;

type Asked = FastifyRequest<{ Params: { key: string }; Querystring: Record<string, unknown> }>;

/**
 * Routes the public pages, in nobody's name. The address that is asked of the service is made here from what a key and
 * a language may look like, so that no path of the outside can become one of the inside.
 */
export async function routePublicPages(
  scope: FastifyInstance,
  urls: Record<ServiceName, string>,
  sign: SignIdentity,
  { trustedProxies }: GatewayConfig,
): Promise<void> {
  await scope.register(async (pages) => {
    pages.setErrorHandler((error, _request, reply) => tell(reply, error));
    await pages.register(rateLimit, {
      global: false,
      max: PER_MINUTE,
      timeWindow: 60_000,
      cache: MOST_KEPT,
      keyGenerator: ({ raw }) => normalizeIP(proxyAddr(raw, trustedProxies)),
      errorResponseBuilder: (_request, { ttl }) => tooMany(ttl),
    });
    for (const { path, service } of PUBLIC_PAGES) {
      pages.get(`${path}/:key`, { config: { rateLimit: {} } }, async (request: Asked, reply) => {
        const identity = await sign(ANYONE, service);
        return reply.from(`${urls[service]}${path}/${within(request)}`, {
          timeout: PATIENCE_MS,
          retryDelay: () => null,
          rewriteRequestHeaders: (_, headers) => forwardedHeaders(headers, request.id, identity),
          onError: () => tell(reply, unavailable('This page cannot be shown just now; try again')),
        });
      });
    }
  });
}

// What cannot be a key leads to the page for those that lead nowhere.
function within({ params, query }: Asked): string {
  const { lang } = query;
  const language = typeof lang === 'string' && LANGUAGE.test(lang) ? lang : '';
  // Never without a query: the reader's own would be put in its place.
  return `${KEY.test(params.key) ? params.key : '-'}?lang=${language}`;
}

function tooMany(ttl: number): ApiError {
  const seconds = Math.max(1, Math.ceil(ttl / 1000));
  const message = `Too many pages were asked for from your network; try again in ${seconds} seconds`;
  return new ApiError(429, [{ code: 'QuotaExceeded', message }], { 'retry-after': String(seconds) });
}

/** People read this, so it is a sentence and no JSON. */
function tell(reply: FastifyReply, error: unknown): void {
  const { status, headers, body } = answerTo(error);
  const [first] = (body as { errors?: { message: string }[] }).errors ?? [];
  void reply
    .status(status)
    .headers({ ...headers, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
    .send(`${first?.message ?? 'Something went wrong'}.\n`);
}
