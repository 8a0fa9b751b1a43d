import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { notFound, Public, SERVICES } from '#runtime';
import { ServiceCalls } from '../handlers/service-calls.js';

/** Where the OpenAPI document of each service is. */
@ApiExcludeController()
@Controller()
@Public()
export class OpenApiController {
  constructor(private readonly calls: ServiceCalls) {}

  @Get('openapi.json')
  index(): { documents: Record<string, string> } {
    return {
      documents: Object.fromEntries(SERVICES.map((service) => [service, `/openapi/${service}.json`])),
    };
  }

  @Get('openapi/:file')
  async document(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
    // The gateway's own is served beside this route.
    const service = SERVICES.find((name) => `${name}.json` === file);
    if (service === undefined)
      throw notFound(`There are ${SERVICES.map((name) => `/openapi/${name}.json`).join(', ')}`);
    const { status, body } = await this.calls.open(service, '/openapi.json');
    await reply.status(status).send(body);
  }
}
