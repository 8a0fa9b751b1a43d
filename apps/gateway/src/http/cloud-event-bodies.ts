import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { IdentifyClient } from './identify-client.js';

const BODY_LIMIT = 8 * 1024 * 1024;

/** Lets /events take its media types, up to 8 MB, after it is known who sends. */
export function acceptCloudEvents(app: NestFastifyApplication): void {
  const clients = app.get(IdentifyClient);
  for (const type of ['application/cloudevents+json', 'application/cloudevents-batch+json']) {
    app.useBodyParser(type, { bodyLimit: BODY_LIMIT }, (_request, body, done) => {
      try {
        done(null, JSON.parse(body.toString('utf8')));
      } catch {
        done(Object.assign(new Error('The body is not JSON'), { statusCode: 400 }));
      }
    });
  }
  const fastify = app.getHttpAdapter().getInstance();
  // Before the body is read: nobody unknown makes us read 8 MB.
  fastify.addHook('onRequest', async (request) => {
    if (request.routeOptions.url === '/events') await clients.identify(request);
  });
}
