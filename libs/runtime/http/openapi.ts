import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** Serves the service's OpenAPI document at /openapi.json (the gateway's has an index there); made once, at start. */
export function serveOpenApi(app: NestFastifyApplication, service: string): void {
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      .setTitle(`Makegood ${service}`)
      .setDescription('Reached through the gateway, with an access token of POST /auth/o2/token.')
      .setVersion('1')
      .addApiKey({ type: 'apiKey', in: 'header', name: 'x-amz-access-token' }, 'access-token')
      .addSecurityRequirements('access-token')
      .build(),
  );
  const paths = Object.entries(document.paths).filter(([path]) => !path.startsWith('/internal'));
  const outside = { ...document, paths: Object.fromEntries(paths) };
  app
    .getHttpAdapter()
    .getInstance()
    .get(service === 'gateway' ? '/openapi/gateway.json' : '/openapi.json', async () => outside);
}
