import type { DynamicModule } from '@nestjs/common';
import { Gauge, type Registry } from 'prom-client';
import { connectKafka, Messaging, MessagingServer, Turns, type Databases, type Logger } from '#messaging';
import type { Readiness } from '../health/readiness.js';
import type { InternalClient } from '../identity/internal-client.js';
import type { ServiceConfig, ServiceName } from '../service-config.js';
import { AuditController } from '../audit/audit.controller.js';
import { InternalController } from './internal.controller.js';
import { ParkedController } from './parked.controller.js';

/** Messaging with the connections, the identity and the logger of this process. */
export function createMessaging(
  service: ServiceName,
  config: ServiceConfig,
  databases: Databases,
  client: InternalClient,
  log: Logger,
): Messaging {
  const kafka = {
    brokers: config.kafkaBrokers,
    clientId: service,
    username: config.kafkaUsername,
    password: config.kafkaPassword,
  };
  const { namespace, simulated } = config;
  const ask = (owner: ServiceName, path: string, body: object, patienceMs: number) =>
    client.post(owner, path, body, patienceMs);
  const port = connectKafka(kafka, (level, message, detail) => log[level](detail, message));
  return new Messaging({ service, namespace, simulated, kafka, ask }, databases, port, log);
}

class MessagingModule {}

/** Messaging for Nest: what services inject, and the endpoints that every service has. */
export const messagingModule = (service: ServiceName, messaging: Messaging): DynamicModule => ({
  module: MessagingModule,
  global: true,
  // The gateway hears no events; its /parked and /audit are over all services.
  controllers:
    service === 'gateway' ? [InternalController] : [InternalController, ParkedController, AuditController],
  providers: [
    { provide: Messaging, useValue: messaging },
    { provide: Turns, useValue: messaging.turns },
    { provide: MessagingServer, useValue: new MessagingServer(messaging) },
  ],
  exports: [Messaging, Turns, MessagingServer],
});

/** Not ready, with the reason, when the database is away or messaging has stopped. */
export function watchMessaging(readiness: Readiness, messaging: Messaging, databases: Databases): void {
  readiness.add('database', async () => {
    await databases.worker.transaction((tx) => tx.query('select 1'));
    return undefined;
  });
  readiness.add('messaging', () => messaging.troubles().join('; ') || undefined);
}

/** Gauges read at each scrape: what is put aside, what waits, and how the clock does. */
export function measureMessaging(registry: Registry, messaging: Messaging): void {
  const registers = [registry];
  const waiting = new Gauge({
    name: 'makegood_waiting',
    help: 'Reports that wait for what they name',
    registers,
  });
  const late = new Gauge({
    name: 'makegood_waiting_over_24h',
    help: 'Reports that wait over 24 h: alert',
    registers,
  });
  new Gauge({
    name: 'makegood_parked',
    help: 'Records put aside',
    registers,
    async collect() {
      // A database that is away must not take the other metrics with it: readiness says so.
      const counts = await messaging.desk.counts().catch(() => undefined);
      if (counts === undefined) return;
      this.set(counts.parked);
      waiting.set(counts.waiting);
      late.set(counts.waitingOver24h);
    },
  });
  new Gauge({
    name: 'makegood_sweep_blocked_seconds',
    help: 'How long sweeps are held back because an owner has not caught up: alert above 60',
    registers,
    collect() {
      this.set(messaging.sweepState().blockedSeconds);
    },
  });
  new Gauge({
    name: 'makegood_sweep_lateness_seconds',
    help: 'How late the last sweep was',
    labelNames: ['sweep'],
    registers,
    collect() {
      for (const [sweep, ms] of messaging.sweepState().lateness) this.set({ sweep }, ms / 1000);
    },
  });
}
