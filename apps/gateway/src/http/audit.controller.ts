import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery } from '@nestjs/swagger';
import type { Databases } from '#messaging';
import {
  Allow,
  auditPage,
  Caller,
  DATABASES,
  invalidInput,
  Needs,
  SERVICES,
  type AuditPage,
  type AuditQuery,
  type Principal,
} from '#runtime';
import { ServiceCalls } from '../handlers/service-calls.js';

/** Who did what: at the door, or with `service` in one behind it. */
@Controller('audit')
@Allow('operator')
@Needs('audit:read')
export class AuditAnywhereController {
  constructor(
    @Inject(DATABASES) private readonly databases: Databases,
    private readonly calls: ServiceCalls,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who did what, the latest first' })
  @ApiQuery({
    name: 'service',
    required: false,
    description: `one of ${SERVICES.join(', ')}; without it gateway`,
  })
  @ApiQuery({ name: 'since', required: false, description: 'ISO 8601 instant' })
  @ApiQuery({ name: 'before', required: false, description: '`next` of an earlier page' })
  @ApiQuery({ name: 'limit', required: false, description: '1 to 1,000; without it 100' })
  async list(
    @Query() { service: asked = 'gateway', ...query }: AuditQuery & { service?: unknown },
    @Caller() caller: Principal,
  ): Promise<AuditPage> {
    const service = SERVICES.find((name) => name === asked);
    if (service === undefined) throw invalidInput([`service: must be one of ${SERVICES.join(', ')}`]);
    if (service === 'gateway') return auditPage(this.databases, query);
    const given = Object.entries(query).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    );
    return this.calls.get(
      service,
      `/audit?${new URLSearchParams(given as [string, string][]).toString()}`,
      caller,
    );
  }
}
