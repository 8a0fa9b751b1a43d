import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Readiness, SERVICES } from '#runtime';
import { ServiceCalls } from '../handlers/service-calls.js';

interface HealthAnswer {
  details?: Record<string, { status: string; reason?: string }>;
}

const troublesIn = (body: unknown): string =>
  Object.entries((body as HealthAnswer | undefined)?.details ?? {})
    .filter(([, part]) => part.status !== 'up')
    .map(([name, part]) => `${name}: ${part.reason ?? part.status}`)
    .join('; ');

/** The door is ready when everything behind it is; the reason names the service and its part. */
export function watchServices(app: NestFastifyApplication): void {
  const [readiness, calls] = [app.get(Readiness), app.get(ServiceCalls)];
  for (const service of SERVICES.filter((name) => name !== 'gateway')) {
    readiness.add(service, async () => {
      const { status, body } = await calls.open(service, '/health/ready');
      return status === 200 ? undefined : troublesIn(body) || `answered ${status}`;
    });
  }
}
