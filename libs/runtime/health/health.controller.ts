import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  type HealthCheckResult,
} from '@nestjs/terminus';
import { Registry } from 'prom-client';
import { Public } from '../identity/principal.js';
import { METRICS } from '../tokens.js';
import { Readiness } from './readiness.js';

@ApiExcludeController()
@Controller()
@Public()
export class HealthController {
  constructor(
    @Inject(HealthCheckService) private readonly health: HealthCheckService,
    @Inject(HealthIndicatorService) private readonly indicators: HealthIndicatorService,
    @Inject(Readiness) private readonly readiness: Readiness,
    @Inject(METRICS) private readonly registry: Registry,
  ) {}

  /** The process runs and answers: nothing else, so that an outage of a database restarts nobody. */
  @Get('health/live')
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** 200, or 503 with the reason per part. */
  @Get('health/ready')
  @HealthCheck({ swaggerDocumentation: false })
  ready(): Promise<HealthCheckResult> {
    return this.health.check(
      this.readiness.names.map((name) => async () => {
        const indicator = this.indicators.check(name);
        const reason = await this.readiness.reason(name);
        return reason === undefined ? indicator.up() : indicator.down({ reason });
      }),
    );
  }

  @Get('metrics')
  @Header('content-type', Registry.PROMETHEUS_CONTENT_TYPE)
  metrics(): Promise<string> {
    return this.registry.metrics();
  }
}
