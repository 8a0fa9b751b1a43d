import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Allow, Caller, Gives, Needs, Takes, type Principal } from '#runtime';
import * as docs from './api-schemas.js';
import type { HeaderMap } from '../domain/cloud-events.js';
import { PublishReports } from '../handlers/publish-reports.js';

@Controller('events')
@Allow('publisher')
@Needs('reports:write')
export class EventsController {
  constructor(private readonly publish: PublishReports) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Reports as CloudEvents: one, or a batch of up to 1,000 and 8 MB; 202 once Kafka has all',
  })
  @Takes(docs.event, 'application/cloudevents+json', 'application/cloudevents-batch+json', 'application/json')
  @Gives(docs.accepted, 202, 'Kafka has all of them.')
  async events(
    @Headers() headers: HeaderMap,
    @Body() body: unknown,
    @Caller() caller: Principal,
  ): Promise<{ accepted: number }> {
    return { accepted: await this.publish.handle(caller, headers, body) };
  }
}
