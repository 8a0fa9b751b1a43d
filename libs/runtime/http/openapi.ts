import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { SCOPES } from '../identity/scopes.js';
import { completed } from './openapi-answers.js';

/** Serves the service's OpenAPI document at /openapi.json (the gateway's has an index there); made once, at start. */
export function serveOpenApi(app: NestFastifyApplication, service: string): void {
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setTitle(`Makegood ${service}`)
      .setDescription('Reached through the gateway, with an access token of POST /auth/o2/token.')
      .setVersion('1')
      .addApiKey({ type: 'apiKey', in: 'header', name: 'x-amz-access-token' }, 'access-token')
      .addOAuth2({
        type: 'oauth2',
        flows: {
          clientCredentials: {
            tokenUrl: '/auth/o2/token',
            scopes: Object.fromEntries(SCOPES.map((scope) => [scope, ''])),
          },
        },
      })
      .build(),
  );
  const paths = Object.entries(document.paths).filter(([path]) => !path.startsWith('/internal'));
  const outside: OpenAPIObject = completed({ ...document, paths: Object.fromEntries(paths) });
  app
    .getHttpAdapter()
    .getInstance()
    .get(service === 'gateway' ? '/openapi/gateway.json' : '/openapi.json', async () => outside);
}
