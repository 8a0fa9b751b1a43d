import { Readable } from 'node:stream';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '#runtime';
import { AdmitWebhook, notAdmitted } from '../handlers/admit-webhook.js';
import type { LiveFeed } from '../handlers/known-feeds.js';

const PATH = '/carriers/:carrier/webhook';
const BODY_LIMIT = 2 * 1024 * 1024;

const admitted = new WeakMap<FastifyRequest, LiveFeed>();

/** Webhooks are admitted by their bytes, before anything of them is read as JSON. */
export function admitWebhooks(app: NestFastifyApplication): void {
  const webhooks = app.get(AdmitWebhook);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preParsing', async (request, _reply, payload) => {
    if (request.routeOptions.url !== PATH || request.method !== 'POST') return payload;
    const { carrier = '' } = request.params as { carrier?: string };
    const body = await bytesOf(payload);
    const { method, headers, url } = request;
    const path = url.split('?', 1)[0] ?? '';
    admitted.set(request, await webhooks.admit(carrier, { method, path, headers, body }, Date.now()));
    return Readable.from(body);
  });
}

/** The feed that has signed this request. @throws ApiError 401 when none has. */
export function feedOf(request: FastifyRequest): LiveFeed {
  const feed = admitted.get(request);
  if (feed === undefined) throw notAdmitted();
  return feed;
}

async function bytesOf(payload: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of payload) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > BODY_LIMIT)
      throw new ApiError(413, [{ code: 'InvalidInput', message: `Send at most ${BODY_LIMIT} bytes` }]);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
